/** What rendering one source gives. */
import type { Fix, Raised, Unverified } from '../finding.ts';
import type { BuildNotes, NameAffixes, ReleaseTemplates, SourceReference } from '../model.ts';
import type { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { ReadSet } from './helm/read-set.ts';
import type { Destined } from './source.ts';

/** One object as it would be applied. */
export interface RenderedObject {
  readonly root: Node;
  /** The file it stands in, or the template it was rendered from. */
  readonly file: SourceFile;
  /** What kustomizations added to its name. */
  readonly affixes?: NameAffixes;
}

/** A chart that was rendered without an error. */
export interface RenderedRelease {
  readonly folder: string;
  readonly values: readonly Node[];
  readonly ownValues?: Node;
  readonly objects: readonly RenderedObject[];
  readonly templates: ReleaseTemplates;
}

/** A kustomization that was a part of a build, whether that came through or not. */
export interface RenderedKustomization {
  readonly folder: string;
  readonly notes: BuildNotes;
  readonly isComplete: boolean;
}

export interface Rendered {
  readonly objects: readonly RenderedObject[];
  readonly releases: readonly RenderedRelease[];
  readonly kustomizations: readonly RenderedKustomization[];
  /** Files that were read: inputs, not loose manifests. */
  readonly reads: ReadonlySet<string>;
  readonly references: readonly SourceReference[];
  readonly raised: readonly Raised[];
  readonly unverified: readonly Unverified[];
  /** Everything was rendered: what is absent is really absent. */
  readonly isComplete: boolean;
  /** All that was looked at, besides what the Application says; absent where nobody kept account of it. */
  readonly readSet?: ReadSet;
}

export const NOTHING_RENDERED: Rendered = {
  objects: [], releases: [], kustomizations: [], reads: new Set(), references: [], raised: [], unverified: [], isComplete: true,
};

/** A source that cannot be rendered here, and what would be needed. */
export function unverifiedSource(at: Unverified['at'], what: string, why: string, needs: string): Rendered {
  return { ...NOTHING_RENDERED, unverified: [{ at, what, why, needs }], isComplete: false };
}

/** What concerns a source as a whole is shown at the source. */
export function refused(application: Destined, message: string, fix?: Fix): Rendered {
  return failed(application, { at: application.source.node.at, message, fix });
}

/** A source that Argo CD refuses, for what stands at a place. */
export function failed({ name, source }: Destined, { at, message, fix }: Pick<Raised, 'at' | 'message' | 'fix'>): Rendered {
  const raised: Raised = { rule: 'argocd/source-renders', at, message, applications: [name], path: source.node.path, ...(fix ? { fix } : {}) };
  return { ...NOTHING_RENDERED, raised: [raised], isComplete: false };
}
