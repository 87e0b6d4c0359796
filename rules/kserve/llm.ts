import { defineRule, knownText, type Manifest, type Node, type Problem } from '#rule';
import { cacheProblems } from '../shared/llm-cache.ts';
import { isFilled, isSet } from '../shared/kserve.ts';
import { routerProblems } from '../shared/llm-router.ts';
import { scalerProblems, scalingProblems } from '../shared/llm-scaling.ts';
import { parallelismProblems, rolloutProblems } from '../shared/llm-workload.ts';

/**
 * LLMInferenceServices and their configurations. Follows kserve, pkg/apis/serving/v1alpha2/llm_inference_service_validation.go and
 * pkg/validation/managed_dra.go (aaac4e294, after v0.20.0), which also judge v1alpha1, and llm_inference_service_config_validation.go.
 */
export default defineRule({
  id: 'kserve/llm',
  on: 'manifest',
  kinds: ['LLMInferenceService.serving.kserve.io', 'LLMInferenceServiceConfig.serving.kserve.io'],
  title: 'The parts of an LLMInferenceService do not contradict each other',
  why: 'KServe rejects the LLMInferenceService on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check(object) {
    const spec = object.root.get('spec');
    const workloads = [spec, spec.get('prefill')].filter(({ kind }) => kind === 'mapping');
    yield* replicaProblem(spec.get('router', 'scheduler', 'replicas'));
    for (const workload of workloads) yield* scalingProblems(workload);
    if (object.kind === 'LLMInferenceServiceConfig') {
      if (spec.get('baseRefs').items().length > 0) yield { at: spec.get('baseRefs'), message: 'baseRefs are refused in a configuration; only an LLMInferenceService has them' };
      return;
    }
    yield* routerProblems(object, spec.get('router'));
    yield* schedulerProblems(spec.get('router', 'scheduler', 'config'));
    for (const workload of workloads) {
      yield* parallelismProblems(workload);
      yield* rolloutProblems(workload);
      yield* cacheProblems(workload.get('kvCacheOffloading'));
    }
    yield* scalerProblems(spec);
    yield* loraProblems(object, spec.get('model'));
    yield* deviceProblems(object.root.get('metadata', 'annotations'));
  },
});

function* replicaProblem(replicas: Node): Iterable<Problem> {
  if (replicas.number !== undefined && replicas.number <= 0) yield { at: replicas, message: `replicas of the scheduler are ${replicas.number}, not 1 or more` };
}

function* schedulerProblems(config: Node): Iterable<Problem> {
  if (config.kind !== 'mapping') return;
  const [inline, ref] = [config.get('inline'), config.get('ref')];
  if (isSet(inline) === isSet(ref)) yield { at: config, message: `the scheduler's config has ${isSet(inline) ? 'inline and ref, not one of them' : 'neither inline nor ref'}` };
  if (inline.kind === 'mapping' && inline.entries().length === 0) yield { at: inline, message: 'inline of the scheduler\'s config is empty' };
  if (isSet(ref) && !isFilled(ref.get('name'))) yield { at: ref, message: 'ref of the scheduler\'s config has no name, which is that of a ConfigMap' };
}

const LORA_NUMBERS = ['maxRank', 'maxAdapters', 'maxCpuAdapters'];

/** The name of the model is that of the object where none is written. */
function* loraProblems({ name: ownName }: Manifest, model: Node): Iterable<Problem> {
  for (const key of LORA_NUMBERS) {
    const number = model.get('lora', key);
    if (number.number !== undefined && number.number < 1) yield { at: number, message: `lora.${key} is ${number.number}, not 1 or more` };
  }
  const base = isSet(model.get('name')) ? knownText(model.get('name')) : ownName;
  const names = new Set<string>();
  for (const adapter of model.get('lora', 'adapters').items()) {
    const name = adapter.get('name');
    const { text } = name;
    if (text === undefined || text === '') yield { at: adapter, message: 'a LoRA adapter has no name' };
    else if (text === '.' || text === '..') yield { at: name, message: `LoRA adapter ${text} is no name` };
    else if (names.has(text)) yield { at: name, message: `LoRA adapter ${text} stands twice` };
    else if (text === base) yield { at: name, message: `LoRA adapter ${text} has the name of its base model` };
    if (text !== undefined) names.add(text);
  }
}

const DEVICES = 'serving.kserve.io/exp-dra-';
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Devices that KServe claims by itself. */
function* deviceProblems(annotations: Node): Iterable<Problem> {
  const [device, count, selector, container] = ['device-class', 'device-count', 'cel-selector', 'container-name'].map((key) => annotations.get(`${DEVICES}${key}`));
  if (!device || !count || !selector || !container) return;
  const other = [count, selector, container].find(({ exists }) => exists);
  if (!device.exists && other) yield { at: other, message: `annotation ${String(other.path.at(-1))} needs ${DEVICES}device-class, which says of which class the devices are` };
  const [name, box, text] = [device, container, selector].map((one) => (one.exists ? knownText(one)?.trim() : undefined));
  if (name !== undefined && (name.length > 253 || !SUBDOMAIN.test(name))) yield { at: device, message: `device class "${name}" is no name of small letters, digits, dashes and dots` };
  if (box !== undefined && (box.length > 63 || !LABEL.test(box))) yield { at: container, message: `container name "${box}" is no name of small letters, digits and dashes` };
  if (text === '') yield { at: selector, message: `annotation ${DEVICES}cel-selector holds no expression` };
  const number = count.exists ? knownText(count)?.trim() : undefined;
  if (number !== undefined && number !== '' && !(/^[+-]?\d+$/.test(number) && Number(number) >= 1)) yield { at: count, message: `device count ${number} is not 1 or more` };
}
