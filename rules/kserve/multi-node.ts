import { defineRule, type Manifest, type Node, type Problem } from '#rule';
import { implementationsOf, isCurrent } from '../shared/kserve.ts';

const SIZES: readonly (readonly [string, string])[] = [['pipelineParallelSize', 'PIPELINE_PARALLEL_SIZE'], ['tensorParallelSize', 'TENSOR_PARALLEL_SIZE']];
const GPUS = ['nvidia.com/gpu', 'amd.com/gpu', 'intel.com/gpu', 'habana.ai/gaudi'];

export default defineRule({
  id: 'kserve/multi-node',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'A predictor on several nodes is one that KServe can spread',
  why: 'KServe rejects the InferenceService on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check(service) {
    const predictor = service.root.get('spec', 'predictor');
    const worker = predictor.get('workerSpec');
    if (!isCurrent(service) || service.name === undefined || worker.kind !== 'mapping') return;
    const [second] = worker.get('containers').items().slice(1);
    if (second) yield { at: second, message: `workerSpec has ${worker.get('containers').items().length} containers, not one` };
    for (const [key] of SIZES) yield* sizeProblem(worker.get(key));
    yield* gpuProblems(service, worker);
    for (const [, model] of implementationsOf({ name: 'predictor', node: predictor })) yield* modelProblems(model);
    yield* scalerProblem(service);
  },
});

function* sizeProblem(size: Node): Iterable<Problem> {
  if (size.number !== undefined && size.number < 1) yield { at: size, message: `${String(size.path.at(-1))} is ${size.number}, not 1 or more` };
}

function* modelProblems(model: Node): Iterable<Problem> {
  for (const variable of model.get('env').items()) {
    const name = variable.get('name');
    const field = SIZES.find(([, env]) => env === name.text)?.[0];
    if (field !== undefined) yield { at: name, message: `variable ${name.text ?? ''} is set by KServe; the size is written as workerSpec.${field}` };
  }
  const uri = model.get('storageUri');
  if (!uri.exists) yield { at: model, message: 'a predictor on several nodes has no storageUri, which KServe needs' };
  else if (uri.text !== undefined && !/^(?:pvc|oci):\/\//.test(uri.text)) yield { at: uri, message: `storageUri ${uri.text} cannot be read by several nodes; only pvc:// and oci:// can` };
}

function* gpuProblems({ root }: Manifest, worker: Node): Iterable<Problem> {
  if (root.get('metadata', 'annotations', 'serving.kserve.io/gpu-resource-types').exists) return;
  for (const container of worker.get('containers').items()) {
    for (const [name, amount] of container.get('resources', 'limits').entries()) {
      const isAccelerator = name.includes('/') && /gpu|gaudi|mig|accelerator/i.test(name);
      if (isAccelerator && !GPUS.includes(name) && !name.startsWith('nvidia.com/mig')) yield { at: amount.key ?? amount, message: `resource ${name} is no GPU that KServe knows; the annotation serving.kserve.io/gpu-resource-types names others` };
    }
  }
}

function* scalerProblem({ root }: Manifest): Iterable<Problem> {
  const scaler = root.get('metadata', 'annotations', 'serving.kserve.io/autoscalerClass');
  if (scaler.exists && scaler.text !== 'none') yield { at: scaler, message: `autoscalerClass ${scaler.written ?? ''} is refused on several nodes; only none is accepted` };
}
