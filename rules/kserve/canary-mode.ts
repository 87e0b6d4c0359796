import { defineRule, deploymentMode, modeSource, type Manifest, type Node, type Problem } from '#rule';
import { componentsOf, implementationsOf, isCurrent, isKserveAtLeast } from '../shared/kserve.ts';

export default defineRule({
  id: 'kserve/canary-mode',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'A canary is written in the way that the deployment mode reads',
  why: 'KServe reads canaryTrafficPercent only with Knative and ignores it silently otherwise: the new version gets everything at once.',
  severity: 'error',

  *check(service) {
    if (!isCurrent(service)) return;
    const mode = deploymentMode(service);
    for (const { node } of componentsOf(service)) {
      const percent = node.get('canaryTrafficPercent');
      if (!percent.exists || percent.isNull || mode === undefined || mode === 'Knative') continue;
      yield { at: percent, message: `canaryTrafficPercent has no effect in ${mode} mode, ${modeSource(service)}; only Knative reads it` };
    }
    if (service.root.get('spec', 'canary').items().length > 0) yield* canaryProblems(service);
  },
});

/** The checks of KServe's webhook, pkg/apis/serving/v1beta1/inference_service_validation.go `validateCanarySpecs` (v0.20.0). */
function* canaryProblems(service: Manifest): Iterable<Problem> {
  const spec = service.root.get('spec');
  const list = spec.get('canary');
  const mode = deploymentMode(service);
  if (isKserveAtLeast(service.cluster, 20) === false) yield { at: list, message: `spec.canary is not in KServe ${service.cluster.kserve ?? ''}; it came with 0.20` };
  if (mode !== 'Standard') {
    const what = mode === undefined ? 'and nothing says that the mode is Standard' : `not with ${mode}, ${modeSource(service)}`;
    yield { at: list, message: `spec.canary is only accepted in Standard mode, ${what}`, ...(mode === undefined ? { severity: 'info' } : {}) };
  }
  const predictor = spec.get('predictor');
  if (!hasModel(predictor)) yield { at: list, message: 'spec.canary needs a stable predictor with a model' };
  const names = new Set<string>();
  for (const [index, canary] of list.items().entries()) yield* entryProblems(canary, { index, names, stable: predictor });
  const percents = list.items().flatMap((canary) => canary.get('trafficPercent').number ?? []);
  const sum = percents.reduce((all, one) => all + one, 0);
  if (sum > 100) yield { at: list, message: `the percents of spec.canary add up to ${sum}, more than 100` };
}

/** Frameworks are made into `model` before; a server of one's own says in a variable what it loads. */
function hasModel(node: Node): boolean {
  const server = node.get('containers').items().find((container) => !container.get('name').isKnown || container.get('name').text === 'kserve-container') ?? node.get('containers', 0);
  return implementationsOf({ name: 'predictor', node }).length > 0 || server.get('env').items().some((variable) => !variable.get('name').isKnown || variable.get('name').text === 'STORAGE_URI');
}

interface Beside {
  readonly index: number;
  /** Names of the canaries before; the own one is added. */
  readonly names: Set<string>;
  readonly stable: Node;
}

function* entryProblems(canary: Node, { index, names, stable }: Beside): Iterable<Problem> {
  const predictor = canary.get('predictor');
  const name = predictor.get('name');
  const title = name.text ?? `canary ${index + 1}`;
  if (name.text === undefined || name.text === '') yield { at: predictor, message: `canary ${index + 1} has no predictor.name, which KServe needs` };
  else if (names.has(name.text)) yield { at: name, message: `canary ${name.text} stands twice` };
  else if (name.text === stable.get('name').text) yield { at: name, message: `canary ${name.text} has the name of the stable predictor` };
  if (name.text !== undefined) names.add(name.text);
  const percent = canary.get('trafficPercent');
  const isPercent = percent.number !== undefined && Number.isInteger(percent.number) && percent.number >= 0 && percent.number <= 100;
  if (!isPercent) yield { at: percent, message: percent.exists ? `trafficPercent is ${percent.written ?? percent.kind}, not a whole number from 0 to 100` : `${title} has no trafficPercent` };
  for (const key of ['workerSpec', 'scaleTarget', 'scaleMetric', 'autoScaling']) {
    if (predictor.has(key)) yield { at: predictor.get(key), message: `${title} sets ${key}; the replicas of a canary are fixed` };
  }
  if ((predictor.get('maxReplicas').number ?? 0) > 0) yield { at: predictor.get('maxReplicas'), message: `${title} sets maxReplicas; the replicas of a canary are fixed` };
  const [own, most] = [predictor.get('minReplicas').number, stable.get('minReplicas').number ?? 1];
  if (own !== undefined && own > most) yield { at: predictor.get('minReplicas'), message: `minReplicas ${own} of ${title} is above ${most}, that of the stable predictor` };
}
