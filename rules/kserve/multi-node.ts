import { defineRule, knownText, type Manifest, type Node, type Problem } from '#rule';
import { implementationsOf, isCurrent, isKserveAtLeast, isSet } from '../shared/kserve.ts';

const SIZES: readonly (readonly [string, string])[] = [['pipelineParallelSize', 'PIPELINE_PARALLEL_SIZE'], ['tensorParallelSize', 'TENSOR_PARALLEL_SIZE']];
const SCALER = 'serving.kserve.io/autoscalerClass';
const GPU_TYPES = 'serving.kserve.io/gpu-resource-types';
const BASIC: readonly string[] = ['cpu', 'memory', 'storage', 'ephemeral-storage'];
const GPUS: readonly string[] = ['nvidia.com/gpu', 'amd.com/gpu', 'intel.com/gpu', 'habana.ai/gaudi'];

/**
 * InferenceServices and the runtimes that serve them. Follows kserve, inference_service_validation.go `validateMultiNodeVariables` and
 * servingruntime_webhook.go `validateMultiNodeSpec` (v0.20.0).
 */
export default defineRule({
  id: 'kserve/multi-node',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io', 'ServingRuntime.serving.kserve.io', 'ClusterServingRuntime.serving.kserve.io'],
  title: 'A predictor on several nodes is one that KServe can spread',
  why: 'KServe rejects it on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check(object) {
    const isService = object.kind === 'InferenceService';
    const spec = isService ? object.root.get('spec', 'predictor') : object.root.get('spec');
    const worker = spec.get('workerSpec');
    if (object.name === undefined || worker.kind !== 'mapping' || (isService ? !isCurrent(object) : spec.get('disabled').value === true)) return;
    const [first, second] = worker.get('containers').items();
    if (second) yield { at: second, message: `workerSpec has ${worker.get('containers').items().length} containers, not one` };
    for (const [key] of SIZES) yield* sizeProblem(worker.get(key));
    if (isService) yield* serviceProblems(object, spec, worker);
    else yield* runtimeProblems(spec, worker, first);
  },
});

function* sizeProblem(size: Node): Iterable<Problem> {
  if (size.number !== undefined && size.number < 1) yield { at: size, message: `${String(size.path.at(-1))} is ${size.number}, not 1 or more` };
}

function* serviceProblems(service: Manifest, predictor: Node, worker: Node): Iterable<Problem> {
  const known = gpuTypes(service.root.get('metadata', 'annotations', GPU_TYPES));
  const models = implementationsOf({ name: 'predictor', node: predictor });
  if ('problem' in known) yield known.problem;
  for (const [, model] of models) {
    yield* variableProblems(model);
    if (!('problem' in known)) yield* gpuProblems(model, known.types);
    yield* storageProblems(model);
  }
  if (!('problem' in known)) for (const container of worker.get('containers').items()) yield* gpuProblems(container, known.types);
  if (models.length > 0) yield* scalerProblem(service);
}

/** Of the server's own containers only the one that KServe knows by name. Without a worker's the webhook fails. */
function* runtimeProblems(spec: Node, workerSpec: Node, worker: Node | undefined): Iterable<Problem> {
  if (!worker) yield { at: workerSpec, message: 'workerSpec has no container, which KServe needs' };
  const known = gpuTypes(spec.get('annotations', GPU_TYPES));
  if ('problem' in known) {
    yield known.problem;
    return;
  }
  for (const container of spec.get('containers').items()) {
    if (knownText(container.get('name')) !== 'kserve-container') continue;
    yield* variableProblems(container);
    yield* gpuProblems(container, known.types);
  }
  if (worker && knownText(worker.get('name')) === 'worker-container') yield* gpuProblems(worker, known.types);
}

function* variableProblems(container: Node): Iterable<Problem> {
  for (const variable of container.get('env').items()) {
    const name = variable.get('name');
    const field = SIZES.find(([, env]) => env === name.text)?.[0];
    if (field !== undefined) yield { at: name, message: `variable ${name.text ?? ''} is set by KServe; the size is written as workerSpec.${field}` };
  }
}

function* storageProblems(model: Node): Iterable<Problem> {
  const uri = model.get('storageUri');
  if (!isSet(uri)) yield { at: model, message: 'a predictor on several nodes has no storageUri, which KServe needs' };
  else if (uri.text !== undefined && !/^(?:pvc|oci)(?:$|:\/\/)/.test(uri.text)) yield { at: uri, message: `storageUri ${uri.text} cannot be read by several nodes; only pvc:// and oci:// can` };
}

/** Everything beside the basic resources is taken for a GPU, requested or limited. */
function* gpuProblems(container: Node, types: readonly string[]): Iterable<Problem> {
  const seen = new Set([...BASIC, ...types]);
  for (const [name, amount] of ['limits', 'requests'].flatMap((key) => container.get('resources', key).entries())) {
    if (!seen.has(name)) yield { at: amount.key ?? amount, message: `resource ${name} is no GPU that KServe knows; the annotation ${GPU_TYPES} names others` };
    seen.add(name);
  }
}

/** The resources that count as GPUs, with those of the annotation, a list in JSON. */
function gpuTypes(annotation: Node): { readonly types: readonly string[] } | { readonly problem: Problem } {
  const text = annotation.isKnown ? (annotation.text ?? '') : '';
  if (!annotation.isKnown || text === '') return { types: GPUS };
  const list = listOf(text);
  const types = list.filter((one): one is string => typeof one === 'string' && one !== '');
  if (types.length > 0 && types.length === list.length) return { types: [...GPUS, ...types] };
  return { problem: { at: annotation, message: `${GPU_TYPES} is ${text}, not a list of names in JSON such as ["example.com/gpu"]` } };
}

function listOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** The class that leaves the replicas alone is `none` since 0.16, `external` before. */
function* scalerProblem({ root, cluster }: Manifest): Iterable<Problem> {
  const scaler = root.get('metadata', 'annotations', SCALER);
  const isNew = isKserveAtLeast(cluster, 16);
  const accepted = isNew === undefined ? ['none', 'external'] : isNew ? ['none'] : ['external'];
  if (!scaler.isKnown || accepted.includes(scaler.text ?? '')) return;
  const wanted = isNew === false ? 'external' : 'none';
  if (scaler.exists) yield { at: scaler, message: `autoscalerClass ${scaler.written ?? ''} is refused on several nodes; only ${wanted} is accepted` };
  else yield { at: root.get('metadata'), message: `a predictor on several nodes needs the annotation ${SCALER}: ${wanted}` };
}
