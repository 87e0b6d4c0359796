/** What Argo CD deploys: Applications, the sets that make them, and their sources. */
import type { ClusterFacts, Environment, Manifest } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import type { ServedModel } from './served-model.ts';

/** One source of an Application. */
export interface ApplicationSource {
  /** The entry of `spec.sources`, or `spec.source`. */
  readonly node: Node;
  readonly repoURL?: string;
  readonly targetRevision?: string;
  readonly path?: string;
  readonly chart?: string;
  readonly ref?: string;
}

/** An Application as Argo CD would see it, written or generated. */
export interface Application {
  readonly name: string;
  readonly namespace?: string;
  readonly root: Node;
  readonly sources: readonly ApplicationSource[];
  readonly destination: { readonly server?: string; readonly name?: string; readonly namespace?: string };
  /** The set that generated it. */
  readonly applicationSet?: ApplicationSet;
  /** String parameters of the generator, by name. */
  readonly parameters: ReadonlyMap<string, Node>;
  readonly environment?: Environment;
  /** The environment that its parameters, folder, namespace, name and cluster speak of, whatever its value files say. */
  readonly placement?: Placement;
  /** Sources that were rendered in full and gave nothing. */
  readonly emptySources: readonly EmptySource[];
  /** What its sources rendered; filled while the repository is read. */
  readonly manifests: readonly Manifest[];
  /** The served models among its manifests; where a source could not be rendered also those that its values claim. */
  readonly models: readonly ServedModel[];
  /** What its sources name, resolved in this repository; rules ask it instead of the file system. */
  readonly references: readonly SourceReference[];
  readonly cluster: ClusterFacts;
}

/** An environment by name, with the stage that the name has; equal stages are one stage. */
export interface Placement {
  readonly name: string;
  /** Absent where the environment has no place in the order. Not to be compared with `Environment.stage`, which counts without gaps. */
  readonly stage?: number;
}

/** A source that renders nothing. */
export interface EmptySource {
  readonly source: ApplicationSource;
  /** How it is rendered. */
  readonly type: 'chart' | 'folder';
  /** A sub-folder with manifests, which only `directory.recurse` reads. */
  readonly unread?: string;
}

/** A path that a source names and what stands there. */
export interface SourceReference {
  readonly at: Node;
  readonly what: 'path' | 'value file' | 'parameter file';
  /** Relative to the root; what was looked for. */
  readonly path: string;
  readonly found: boolean;
  /** Names that exist there and are near. */
  readonly near: readonly string[];
  /** Leaves the repository. */
  readonly isOutside: boolean;
  /** May be absent: the source has `ignoreMissingValueFiles`. */
  readonly isOptional?: boolean;
  /** The environment that the path of a value file speaks of. */
  readonly environment?: string;
}

export interface ApplicationSet {
  readonly name: string;
  readonly namespace?: string;
  readonly root: Node;
  readonly applications: readonly Application[];
  /** What it would create if a mistake in its elements, which is reported, were repaired. Rules look at them; they count for no environment. */
  readonly supposed: readonly Application[];
}
