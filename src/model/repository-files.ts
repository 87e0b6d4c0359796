/** What else stands in a repository and is no manifest. */
import type { Location, SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';

/** A file that is listed but is not what its readers need. */
export interface UnreadableFile {
  readonly at: Location;
  readonly message: string;
  /** Something reads it, or it holds apiVersion, kind and metadata: not only noise. */
  readonly matters: boolean;
}

/** A folder that looks like those of deployed environments, and that no Application reads. */
export interface UncoveredFolder {
  readonly folder: string;
  readonly environment: string;
  /** The first document of the file that Applications read in the folders beside it. */
  readonly at: Node;
  /** The environments of the folders beside it. */
  readonly deployed: readonly string[];
}

/** What the configuration says of things that the repository does not hold. */
export interface Declared {
  /** Schemes of model URIs besides those of KServe, without `://`. */
  readonly uriSchemes: readonly string[];
  /** Prefixes of URIs under which the same artifact lies; `{env}` stands for the environment. */
  readonly mirrors: readonly string[];
  /** Whether an object exists although it is not here. */
  isExternal(kind: 'ServiceAccount' | 'Secret' | 'Service', name: string): boolean;
}

/** A workflow of GitHub Actions. */
export interface Workflow {
  readonly file: SourceFile;
  readonly root: Node;
}

/** The file that says who has to review what. */
export interface CodeOwners {
  readonly file: SourceFile;
  /** The file as a whole. */
  readonly at: Node;
  /** In the order of the file; of those that match a path, the last counts. */
  readonly rules: readonly OwnerRule[];
}

export interface OwnerRule {
  readonly at: Node;
  /** As written, with `\\ ` for a space. */
  readonly pattern: string;
  /** Empty where nobody owns what matches. */
  readonly owners: readonly string[];
}
