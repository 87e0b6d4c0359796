/** The seam between sources and the Helm renderer, which is loaded only where there is a chart. */
import type { ClusterFacts } from '../model.ts';
import type { HelmRenderer } from '../render/helm-source.ts';
import type { SharedRenders } from '../render/render-memo.ts';
import { NOTHING_RENDERED } from '../render/rendered.ts';
import type { ClusterChoice } from './clusters.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** The renderer, and whether somebody asked one that has nothing to render. */
export interface LoadedHelm extends HelmRenderer {
  readonly isMissed: () => boolean;
}

export interface HelmOptions {
  /** What all clusters run. */
  readonly cluster: ClusterFacts;
  readonly clusters: ClusterChoice;
  /** What was rendered for other trees of the same history. */
  readonly renders?: SharedRenders | undefined;
  readonly isNeeded: boolean;
}

/** The renderer, or one that has nothing to render: a repository without charts may still name one elsewhere. */
export async function loadHelm(snapshot: Snapshot, { cluster, clusters, renders, isNeeded }: HelmOptions): Promise<LoadedHelm> {
  if (isNeeded) return { ...(await import('../render/helm-source.ts')).helmRenderer(snapshot, { cluster, clusterOf: clusters.ofApplication, renders }), isMissed: () => false };
  let isMissed = false;
  const source = (): typeof NOTHING_RENDERED => {
    isMissed = true;
    return NOTHING_RENDERED;
  };
  return { source: () => source, release: () => NOTHING_RENDERED, isMissed: () => isMissed };
}
