import { defineRule, type Manifest, type Node, type Problem } from '#rule';

/** LLMInferenceServices and their configurations. Follows kserve, pkg/apis/serving/v1alpha2/llm_inference_service_validation.go (v0.20.0). */
export default defineRule({
  id: 'kserve/llm',
  on: 'manifest',
  kinds: ['LLMInferenceService.serving.kserve.io', 'LLMInferenceServiceConfig.serving.kserve.io'],
  title: 'The parts of an LLMInferenceService do not contradict each other',
  why: 'KServe rejects the LLMInferenceService on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check(service) {
    const spec = service.root.get('spec');
    yield* routerProblems(spec.get('router'));
    const isWhole = service.kind === 'LLMInferenceService' && !spec.has('baseRefs');
    for (const workload of [spec, spec.get('prefill')]) {
      if (workload.kind !== 'mapping') continue;
      if (isWhole && workload.has('worker') && !workload.has('parallelism')) yield { at: workload.get('worker'), message: 'a worker needs parallelism, which says over how many nodes' };
      yield* parallelismProblems(workload);
      yield* scalingProblems(workload);
    }
    yield* loraProblems(spec.get('model'));
    yield* kindProblems(service, spec);
  },
});

const HIGHEST_WEIGHT = 1_000_000;

function* routerProblems(router: Node): Iterable<Problem> {
  const [route, gateway, scheduler] = [router.get('route'), router.get('gateway'), router.get('scheduler')];
  const http = route.get('http');
  if (http.has('refs') && http.has('spec')) yield { at: http, message: 'router.route.http has refs and spec, not one of them' };
  if (http.has('refs') && gateway.exists && !gateway.has('refs')) yield { at: gateway, message: 'router.gateway is managed by KServe, which cannot be together with router.route.http.refs' };
  const [group, weight] = [route.get('group'), route.get('weight')];
  if (weight.exists && !group.exists) yield { at: weight, message: 'router.route.weight needs a group, within which it is a share' };
  if (group.exists && !weight.exists) yield { at: group, message: 'router.route.group needs a weight' };
  if (group.exists && router.has('ingress')) yield { at: group, message: 'router.route.group cannot be together with router.ingress' };
  if (group.exists && http.has('refs')) yield { at: group, message: 'router.route.group cannot be together with router.route.http.refs' };
  const number = weight.number;
  if (weight.exists && !weight.isNull && (number === undefined || !Number.isInteger(number) || number < 0 || number > HIGHEST_WEIGHT)) {
    yield { at: weight, message: `weight is ${weight.written ?? weight.kind}, not a whole number from 0 to ${HIGHEST_WEIGHT}` };
  }
  yield* schedulerProblems(scheduler);
}

function* schedulerProblems(scheduler: Node): Iterable<Problem> {
  const replicas = scheduler.get('replicas');
  if (replicas.number !== undefined && replicas.number <= 0) yield { at: replicas, message: `replicas of the scheduler are ${replicas.number}, not 1 or more` };
  const config = scheduler.get('config');
  if (config.kind === 'mapping' && config.has('inline') === config.has('ref')) yield { at: config, message: `the scheduler's config has ${config.has('inline') ? 'inline and ref, not one of them' : 'neither inline nor ref'}` };
}

function* parallelismProblems(workload: Node): Iterable<Problem> {
  const parallelism = workload.get('parallelism');
  if (parallelism.kind !== 'mapping') return;
  const hasData = parallelism.has('data') || parallelism.has('dataLocal');
  if (parallelism.has('pipeline') && hasData) yield { at: parallelism.get('pipeline'), message: 'parallelism has pipeline and data, not one of them' };
  if (parallelism.has('data') !== parallelism.has('dataLocal')) {
    const given = parallelism.has('data') ? 'data' : 'dataLocal';
    yield { at: parallelism.get(given), message: `parallelism.${given} needs ${given === 'data' ? 'dataLocal' : 'data'} beside it` };
  }
  for (const key of ['tensor', 'pipeline', 'data', 'dataLocal']) {
    const size = parallelism.get(key);
    if (size.number !== undefined && size.number <= 0) yield { at: size, message: `parallelism.${key} is ${size.number}, not 1 or more` };
  }
}

function* scalingProblems(workload: Node): Iterable<Problem> {
  const scaling = workload.get('scaling');
  const replicas = workload.get('replicas');
  if (replicas.number !== undefined && replicas.number < 0) yield { at: replicas, message: `replicas are ${replicas.number}, not 0 or more` };
  if (scaling.kind !== 'mapping') return;
  if (replicas.exists && !replicas.isNull) yield { at: replicas, message: 'replicas and scaling are both set, not one of them' };
  const [min, max] = [scaling.get('minReplicas').number ?? 1, scaling.get('maxReplicas').number];
  if (max !== undefined && min > max) yield { at: scaling.get('maxReplicas'), message: `minReplicas ${min} is above maxReplicas ${max}` };
  if (scaling.has('wva') === scaling.has('keda')) yield { at: scaling, message: `scaling has ${scaling.has('wva') ? 'wva and keda, not one of them' : 'neither wva nor keda'}` };
  if (scaling.get('keda').kind === 'mapping' && scaling.get('keda', 'triggers').items().length === 0) yield { at: scaling.get('keda'), message: 'scaling.keda has no triggers' };
  const wva = scaling.get('wva');
  if (wva.kind === 'mapping' && wva.has('hpa') === wva.has('keda')) yield { at: wva, message: `scaling.wva has ${wva.has('hpa') ? 'hpa and keda, not one of them' : 'neither hpa nor keda'}` };
}

function* loraProblems(model: Node): Iterable<Problem> {
  const names = new Set<string>();
  for (const adapter of model.get('lora', 'adapters').items()) {
    const name = adapter.get('name');
    const { text } = name;
    if (text === undefined || text === '') yield { at: adapter, message: 'a LoRA adapter has no name' };
    else if (text === '.' || text === '..') yield { at: name, message: `LoRA adapter ${text} is no name` };
    else if (names.has(text)) yield { at: name, message: `LoRA adapter ${text} stands twice` };
    else if (text === model.get('name').text) yield { at: name, message: `LoRA adapter ${text} has the name of its base model` };
    if (text !== undefined) names.add(text);
  }
}

function* kindProblems({ kind }: Manifest, spec: Node): Iterable<Problem> {
  if (kind === 'LLMInferenceServiceConfig' && spec.has('baseRefs')) yield { at: spec.get('baseRefs'), message: 'baseRefs are refused in a configuration; only an LLMInferenceService has them' };
}
