/** The seam between sources and the Helm renderer, which is loaded only where there is a chart. */
import type { ClusterFacts } from '../model.ts';
import type { HelmRenderer } from '../render/helm-source.ts';
import { NOTHING_RENDERED } from '../render/rendered.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** The renderer, or one that has nothing to render. */
export async function loadHelm(snapshot: Snapshot, cluster: ClusterFacts, isNeeded: boolean): Promise<HelmRenderer> {
  if (!isNeeded) return { source: () => () => NOTHING_RENDERED, release: () => NOTHING_RENDERED };
  const { helmRenderer } = await import('../render/helm-source.ts');
  return helmRenderer(snapshot, cluster);
}
