/** How one served model shares its requests among its versions. See product.md on canaries; follows kserve, reconcilers/knative/ksvc_reconciler.go (v0.20.0). */
import type { Manifest, ModelSource, ServedModel } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import { deploymentMode } from './deployment-mode.ts';

/** What one version of a model gets of the requests for the model. */
export interface VersionShare {
  /** Absent where it is not in the manifest: the version before a canary is in the history. */
  readonly source?: ModelSource;
  /** Absent where it cannot be known offline. */
  readonly percent?: number;
  /** The field that splits; absent where nothing does. */
  readonly by?: string;
}

export function versionShares(model: ServedModel): VersionShare[] {
  const { from } = model;
  const main = model.sources.find(({ role }) => role === 'predictor' || role === 'values' || role === 'environment variable');
  const whole: VersionShare = { ...(main ? { source: main } : {}), percent: 100 };
  if (!('kind' in from)) return model.canary ? withCanary(model.canary.percent, 'model.canary', { stable: main, canary: model.canary.source }) : [whole];
  if (from.kind !== 'InferenceService') return [whole];
  const mode = deploymentMode(from);
  const canaries = from.root.get('spec', 'canary').items();
  if (canaries.length > 0 && mode !== 'Knative' && mode !== 'ModelMesh') return listShares(model, from, main);
  const percent = from.root.get('spec', 'predictor', 'canaryTrafficPercent');
  const isRead = percent.exists && !percent.isNull && mode !== 'Standard' && mode !== 'ModelMesh';
  // The version in the manifest is the canary; with 100 the canary is over.
  return isRead && !(percent.isKnown && percent.number === 100) ? withCanary(percent, 'canaryTrafficPercent', { canary: main }) : [whole];
}

function withCanary(percent: Node, by: string, { stable, canary }: { stable?: ModelSource | undefined; canary?: ModelSource | undefined }): VersionShare[] {
  const number = percentOf(percent);
  return [
    { ...(stable ? { source: stable } : {}), ...(number === undefined ? {} : { percent: 100 - number }), by },
    { ...(canary ? { source: canary } : {}), ...(number === undefined ? {} : { percent: number }), by },
  ];
}

/** `spec.canary[]`: the predictor is stable and gets what the entries leave. */
function listShares(model: ServedModel, { root }: Manifest, main: ModelSource | undefined): VersionShare[] {
  const percents = root.get('spec', 'canary').items().map((entry) => percentOf(entry.get('trafficPercent')));
  const rest = percents.reduce<number>((left, percent) => left - (percent ?? NaN), 100);
  const stable: VersionShare = { ...(main ? { source: main } : {}), ...(rest >= 0 ? { percent: rest } : {}), by: 'spec.canary' };
  return [stable, ...percents.map((percent, index): VersionShare => {
    const source = model.sources.find(({ role, uri }) => role === 'canary' && uri.path[2] === index);
    return { ...(source ? { source } : {}), ...(percent === undefined ? {} : { percent }), by: 'spec.canary' };
  })];
}

function percentOf(node: Node): number | undefined {
  return node.isKnown && node.number !== undefined && node.number >= 0 && node.number <= 100 ? node.number : undefined;
}
