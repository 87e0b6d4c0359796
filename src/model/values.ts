/** Value files that claim the contract. */
import type { Environment } from '../model.ts';
import type { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { Placement } from './application.ts';

/** What does not fit the schema that the configuration gives the contract. */
export interface ContractProblem {
  readonly at: Node;
  readonly message: string;
}

/** A block of a value file that claims the values contract. */
export interface Values {
  readonly file: SourceFile;
  /** The file's own root, or the mapping under `environments.<name>`. */
  readonly root: Node;
  /** The name the contract or the layout gives. */
  readonly environmentName?: string;
  readonly environment?: Environment;
  /** The environment that the contract names, if it is one. */
  readonly stated?: Placement;
  /** The environment that the path of the file speaks of. */
  readonly placement?: Placement;
  /** Nodes of name, version and URI, also where `contract.paths` puts them elsewhere. */
  readonly name: Node;
  readonly version: Node;
  readonly uri: Node;
  /** Something rendered an InferenceService from the file: the rendered model is the model. */
  readonly isRendered: boolean;
  /** What another schema than that of the contract says; absent where there is none. */
  readonly schemaProblems?: readonly ContractProblem[];
}
