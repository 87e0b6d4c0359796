/** Everything that was read, before anybody asked which environment it belongs to. */
import type { Chart, CodeOwners, ContractProblem, UncoveredFolder, Workflow } from '../model.ts';
import type { Unverified } from '../finding.ts';
import type { DocumentFiles } from '../render/documents.ts';
import type { RenderedObject, RenderedRelease } from '../render/rendered.ts';
import type { Claim } from '../serving/contract.ts';
import type { Whereabouts } from '../serving/environment.ts';
import type { Node } from '../yaml/node.ts';
import type { Deployment } from './loop.ts';
import type { NamedVersions } from './named-versions.ts';

/** A chart rendered without Argo CD, for one value file or by Flux. */
export interface StandaloneRelease {
  readonly folder: string;
  readonly valueFile?: string;
  /** Where it is installed, if something says so. */
  readonly place?: Whereabouts & { readonly namespace: string };
  readonly objects: readonly RenderedObject[];
  readonly releases: readonly RenderedRelease[];
  readonly reads: ReadonlySet<string>;
  readonly isComplete: boolean;
}

export interface Parts {
  readonly deployment: Deployment;
  readonly loose: readonly RenderedObject[];
  /** Everything that was read, and which files hold manifests that are applied as they stand. */
  readonly documents: DocumentFiles;
  readonly isLoose: (path: string) => boolean;
  readonly standalone: readonly StandaloneRelease[];
  readonly claims: readonly Claim[];
  /** What another schema than that of the contract says of the blocks that claim it; absent where there is none. */
  readonly contractProblems?: ReadonlyMap<Node, readonly ContractProblem[]>;
  readonly charts: readonly Chart[];
  readonly versions: NamedVersions;
  readonly uncoveredFolders: readonly UncoveredFolder[];
  readonly kustomizations: readonly RenderedObject[];
  readonly workflows: readonly Workflow[];
  readonly codeOwners: CodeOwners | undefined;
  readonly unverified: readonly Unverified[];
}
