/** What Flux installs: HelmReleases of charts in this repository, rendered with the values that they hold. Follows helm-controller, api/v2 (HelmReleaseSpec). */
import type { Unverified } from '../finding.ts';
import { groupOf, identityOf, knownText } from '../kubernetes/identity.ts';
import type { RenderedObject } from '../render/rendered.ts';
import { folderOf, joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import type { Node } from '../yaml/node.ts';
import type { StandaloneRelease } from './parts.ts';
import type { RenderRelease } from './standalone.ts';

const GROUP = 'helm.toolkit.fluxcd.io';

export interface FluxReleases {
  readonly releases: readonly StandaloneRelease[];
  /** What cannot be rendered as Flux does. */
  readonly unverified: readonly Unverified[];
}

export function fluxReleases(objects: readonly RenderedObject[], { snapshot, render }: { snapshot: Snapshot; render: RenderRelease }): FluxReleases {
  const releases: StandaloneRelease[] = [];
  const unverified: Unverified[] = [];
  for (const { root, file } of objects) {
    const identity = identityOf(root);
    if (identity?.kind !== 'HelmRelease' || groupOf(identity.apiVersion) !== GROUP) continue;
    const what = `HelmRelease ${identity.name ?? ''}`;
    const chart = chartIn(root, snapshot);
    const place = { folder: folderOf(file.path), path: file.path, namespace: namespaceOf(root) };
    const missing = chart === undefined ? NO_CHART : whatOnlyFluxHas(root);
    if (missing) unverified.push({ at: root.at, what, ...missing });
    if (chart === undefined || missing) {
      releases.push({ folder: chart ?? '', objects: [], releases: [], reads: new Set(chart === undefined ? [] : [chartFile(chart)]), isComplete: false, place });
      continue;
    }
    const values = root.get('spec', 'values').tree;
    const rendered = render({ folder: chart, name: releaseName(root), namespace: place.namespace, valueFiles: valueFilesIn(root, snapshot), place, ...(values ? { values } : {}) });
    unverified.push(...rendered.unverified, ...rendered.raised.map(({ at, message }): Unverified => ({ at, what, why: `its chart does not render: ${message}`, needs: 'a chart that renders' })));
    releases.push({ ...rendered, reads: new Set([...rendered.reads, chartFile(chart)]), folder: chart, place });
  }
  return { releases, unverified };
}

/** A chart of a Git repository is a path from its root; that it is this repository is told by the chart being here. */
function chartIn(root: Node, snapshot: Snapshot): string | undefined {
  const spec = root.get('spec', 'chart', 'spec');
  const path = knownText(spec.get('chart'));
  if (path === undefined || knownText(spec.get('sourceRef', 'kind')) !== 'GitRepository') return undefined;
  const folder = joinPath('', path.replace(/^\/+/, ''));
  return folder !== undefined && snapshot.kind(chartFile(folder)) === 'file' ? folder : undefined;
}

/** Values that stand in the cluster, and changes that are made afterwards. */
function whatOnlyFluxHas(root: Node): Pick<Unverified, 'why' | 'needs'> | undefined {
  const from = root.get('spec', 'valuesFrom').items();
  if (from.length > 0) return { why: 'it takes values from ConfigMaps or Secrets of the cluster', needs: 'these values' };
  return root.get('spec', 'postRenderers').items().length > 0 ? { why: 'what it renders is patched afterwards', needs: 'Flux itself' } : undefined;
}

const NO_CHART: Pick<Unverified, 'why' | 'needs'> = { why: 'its chart is not in this repository', needs: 'the chart' };

/** They are counted from the root of the source; in later versions the chart's own values are given first. */
function valueFilesIn(root: Node, snapshot: Snapshot): string[] {
  return root.get('spec', 'chart', 'spec', 'valuesFiles').items().flatMap((item) => {
    const path = joinPath('', knownText(item) ?? '');
    return path !== undefined && snapshot.kind(path) === 'file' ? [path] : [];
  });
}

function namespaceOf(root: Node): string {
  return knownText(root.get('spec', 'targetNamespace')) ?? knownText(root.get('metadata', 'namespace')) ?? 'default';
}

function releaseName(root: Node): string {
  const name = knownText(root.get('metadata', 'name')) ?? '';
  const target = knownText(root.get('spec', 'targetNamespace'));
  return knownText(root.get('spec', 'releaseName')) ?? (target === undefined ? name : `${target}-${name}`);
}

function chartFile(folder: string): string {
  return folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
}
