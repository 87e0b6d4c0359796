import { defineRule, type Manifest, type Node, type Repository } from '#rule';

const SERVICE = 'InferenceService.serving.kserve.io';
const FRAMEWORKS = ['sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'pmml', 'lightgbm', 'paddle'];

export default defineRule({
  id: 'model/source-present',
  on: 'repository',
  kinds: [SERVICE, 'TrainedModel.serving.kserve.io'],
  title: 'A predictor has a model source',
  why: 'Without one KServe starts a multi-model server that waits for TrainedModels: it becomes ready and serves nothing.',
  severity: 'warning',

  *check(repository) {
    for (const manifest of repository.manifests) {
      const server = isService(manifest) ? emptyServer(manifest) : undefined;
      if (!server || isFilledByTrainedModels(manifest, repository)) continue;
      const key = String(server.path.at(-1));
      yield { at: server, message: `${key} has no storageUri, storage or storageUris, so that KServe starts a multi-model server without a model` };
    }
  },
});

function isService({ apiVersion, kind, name }: Manifest): boolean {
  return kind === 'InferenceService' && apiVersion.startsWith('serving.kserve.io/') && name !== undefined;
}

/** The framework that a predictor names without any source. Follows kserve v0.20, inferenceservice/utils `IsMMSPredictor`. */
function emptyServer({ root, cluster }: Manifest): Node | undefined {
  const predictor = root.get('spec', 'predictor');
  const mode = root.get('metadata', 'annotations', 'serving.kserve.io/deploymentMode');
  const isModelMesh = (mode.isKnown ? mode.text : undefined) === 'ModelMesh' || cluster.deploymentMode === 'ModelMesh';
  if (isModelMesh || predictor.get('containers').items().length > 0 || isGiven(predictor.get('storageUris'))) return undefined;
  const key = ['model', ...FRAMEWORKS].find((name) => predictor.get(name).kind === 'mapping');
  const server = key === undefined ? undefined : predictor.get(key);
  return server && !isGiven(server.get('storageUri')) && !isGiven(server.get('storage')) && !loadsItself(server) ? server : undefined;
}

/** A Hugging Face server is given a name, others an image, arguments or variables that say what to load; of a runtime of one's own nothing is known. */
function loadsItself(server: Node): boolean {
  const format = server.get('modelFormat', 'name');
  const runtime = server.get('runtime');
  const isOwnRuntime = runtime.exists && !(runtime.isKnown && (runtime.text ?? '').startsWith('kserve-'));
  const isHub = format.exists && (!format.isKnown || /^(?:huggingface|vllm)$/i.test(format.text ?? ''));
  return isHub || isOwnRuntime || ['image', 'args', 'command', 'env', 'envFrom'].some((key) => isGiven(server.get(key)));
}

function isGiven(node: Node): boolean {
  if (!node.exists || node.isNull) return false;
  return node.kind !== 'scalar' || !node.isKnown || node.text !== '';
}

function isFilledByTrainedModels({ name, namespace }: Manifest, { manifests }: Repository): boolean {
  return manifests.some((other) => {
    if (other.kind !== 'TrainedModel' || !other.apiVersion.startsWith('serving.kserve.io/')) return false;
    const service = other.root.get('spec', 'inferenceService');
    const isSame = !service.isKnown || service.text === name;
    return isSame && (other.namespace === undefined || namespace === undefined || other.namespace === namespace);
  });
}
