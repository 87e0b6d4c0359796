import { defineRule, type Application, type Chart, type ChartRelease, type Manifest, type Node, type Problem } from '#rule';
import { isDeployed } from '../shared/chart-releases.ts';
import { scalarsIn } from '../shared/scalars.ts';

export default defineRule({
  id: 'helm/deterministic',
  on: 'chart',
  title: 'A chart renders the same manifests every time',
  why: 'Argo CD renders anew whenever it compares: what chance or the clock decides differs from the cluster for ever, and with self-healing is applied again and again.',
  severity: 'warning',

  *check({ releases }: Chart) {
    for (const release of releases) if (isDeployed(release)) yield* unstable(release);
  },
});

/** A call counts where what it gave stands in a manifest: a password that the values give needs none. */
function* unstable({ templates, manifests, application }: ChartRelease): Iterable<Problem> {
  const calls = templates.unstable;
  if (calls.length === 0) return;
  const compared = manifests.filter((manifest) => isCompared(manifest, application));
  const unknown = compared.flatMap(({ root }) => [...scalarsIn(root)].filter(({ isKnown }) => !isKnown));
  for (const { at, function: name } of calls) {
    if (!unknown.some((scalar) => comesFrom(scalar, at))) continue;
    yield { at, message: `\`${name}\` gives another result at every render, so that Argo CD never sees this as synced` };
  }
}

function comesFrom(scalar: Node, { at: { file, range } }: Node): boolean {
  const places = scalar.pieces.flatMap(({ at, through }) => [at, ...through]);
  return places.some((place) => place.file.path === file.path && place.range.start >= range.start && place.range.end <= range.end);
}

/** Hooks are no part of what is compared, nor is what the Application says to ignore. */
function isCompared({ root, kind, name }: Manifest, application: Application | undefined): boolean {
  const annotations = root.get('metadata', 'annotations');
  if (annotations.has('helm.sh/hook') || annotations.has('argocd.argoproj.io/hook')) return false;
  const ignored = application?.root.get('spec', 'ignoreDifferences').items() ?? [];
  return !ignored.some((one) => textOf(one.get('kind')) === kind && [undefined, '', name].includes(textOf(one.get('name'))));
}

function textOf(node: Node): string | undefined {
  return node.isKnown ? node.text : undefined;
}
