/** The seam between sources and the Kustomize renderer, which is loaded only where there is a kustomization. */
import type { KustomizeFacts, KustomizeRenderer } from '../render/kustomize-source.ts';
import { NOTHING_RENDERED } from '../render/rendered.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** The renderer, and whether somebody asked one that has nothing to build. */
export interface LoadedKustomize extends KustomizeRenderer {
  readonly isMissed: () => boolean;
}

export interface KustomizeNeeds {
  readonly facts: KustomizeFacts;
  readonly isNeeded: boolean;
}

/** The renderer, or one that has nothing to build: a repository without kustomizations may still name one elsewhere. */
export async function loadKustomize(snapshot: Snapshot, { facts, isNeeded }: KustomizeNeeds): Promise<LoadedKustomize> {
  if (isNeeded) return { ...(await import('../render/kustomize-source.ts')).kustomizeRenderer(snapshot, facts), isMissed: () => false };
  let isMissed = false;
  const source = (): typeof NOTHING_RENDERED => {
    isMissed = true;
    return NOTHING_RENDERED;
  };
  return { source, standalone: () => NOTHING_RENDERED, isMissed: () => isMissed };
}
