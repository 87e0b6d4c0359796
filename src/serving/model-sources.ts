/** Every place in which a manifest names what a model server loads. Follows kserve, pkg/apis/serving (fact sheet KServe §1, §2, §4). */
import { groupOf } from '../kubernetes/identity.ts';
import type { ModelSource } from '../model.ts';
import type { Node } from '../yaml/node.ts';

/** A place before its URI was parsed. */
export interface SourcePlace {
  readonly uri: Node;
  readonly role: ModelSource['role'];
}

/** Containers, replicas and sources of one served model. */
export interface ModelParts {
  readonly places: readonly SourcePlace[];
  readonly resources: Node;
  readonly replicas: { readonly min: Node; readonly max: Node };
  readonly canary?: { readonly percent: Node; readonly uri?: Node };
  readonly runtime?: Node;
}

/** The framework keys from before `model:`; still accepted, rewritten on admission. */
const FRAMEWORKS = ['sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle'];

/** What a manifest serves; nothing for kinds that serve no model. */
export function modelParts(root: Node, identity: { readonly apiVersion: string; readonly kind: string }): ModelParts | undefined {
  if (groupOf(identity.apiVersion) !== 'serving.kserve.io') return workloadParts(root);
  switch (identity.kind) {
    case 'InferenceService':
      return inferenceServiceParts(root);
    case 'LLMInferenceService':
      return llmParts(root);
    case 'TrainedModel':
      return trainedModelParts(root);
    default:
      return undefined;
  }
}

function inferenceServiceParts(root: Node): ModelParts | undefined {
  const spec = root.get('spec');
  const predictor = spec.get('predictor');
  if (predictor.kind !== 'mapping') return undefined;
  const implementation = implementationOf(predictor);
  const canaries = spec.get('canary').items();
  const percent = predictor.get('canaryTrafficPercent');
  const firstCanary = canaries[0];
  const canaryUri = firstCanary && componentPlaces(firstCanary.get('predictor'), 'canary')[0]?.uri;
  const canary = firstCanary
    ? { percent: firstCanary.get('trafficPercent'), ...(canaryUri ? { uri: canaryUri } : {}) }
    : percent.exists ? { percent } : undefined;
  return {
    places: [
      ...componentPlaces(predictor, 'predictor'),
      ...componentPlaces(spec.get('transformer'), 'transformer'),
      ...componentPlaces(spec.get('explainer'), 'explainer'),
      ...canaries.flatMap((entry) => componentPlaces(entry.get('predictor'), 'canary')),
    ],
    resources: implementation.get('resources'),
    replicas: { min: predictor.get('minReplicas'), max: predictor.get('maxReplicas') },
    ...(canary ? { canary } : {}),
    ...(implementation.get('runtime').exists ? { runtime: implementation.get('runtime') } : {}),
  };
}

/** The container that serves: `model`, a framework key, or the container of a custom predictor. */
function implementationOf(predictor: Node): Node {
  const key = ['model', ...FRAMEWORKS].find((name) => predictor.get(name).kind === 'mapping');
  if (key !== undefined) return predictor.get(key);
  const containers = predictor.get('containers').items();
  const named = containers.find((container) => container.get('name').isKnown && container.get('name').text === 'kserve-container');
  return named ?? containers[0] ?? predictor.get('model');
}

const IMPLEMENTATIONS: ReadonlySet<string> = new Set(['model', 'art', ...FRAMEWORKS]);

function componentPlaces(component: Node, role: ModelSource['role']): SourcePlace[] {
  if (!component.exists) return [];
  const implementations = [...IMPLEMENTATIONS].filter((key) => component.has(key)).map((key) => component.get(key));
  const uris = [
    ...implementations.map((implementation) => implementation.get('storageUri')),
    ...implementations.map((implementation) => implementation.get('storage', 'path')),
    ...component.get('storageUris').items().map((item) => item.get('uri')),
  ];
  // A misspelt `container:` mapping is dropped by the API server; the registry reference in it is meant all the same.
  const mappings = component.entries().flatMap(([key, value]) => (value.kind === 'mapping' && !IMPLEMENTATIONS.has(key) ? [value] : []));
  const containers = [...implementations, ...mappings, ...component.get('containers').items(), ...component.get('initContainers').items()];
  return [...uris.filter(isText).map((uri) => ({ uri, role })), ...containers.flatMap(environmentPlaces)];
}

/** `STORAGE_URI` is what KServe's storage initializer reads; a registry reference in any variable is one wherever it stands. */
function environmentPlaces(container: Node): SourcePlace[] {
  return container.get('env').items().flatMap((variable) => {
    const value = variable.get('value');
    if (!isText(value)) return [];
    const name = variable.get('name');
    const isStorage = name.isKnown && name.text === 'STORAGE_URI';
    const place: SourcePlace = { uri: value, role: 'environment variable' };
    return isStorage || isRegistryReference(value) ? [place] : [];
  });
}

function llmParts(root: Node): ModelParts | undefined {
  const uri = root.get('spec', 'model', 'uri');
  const template = root.get('spec', 'template', 'containers').items()[0] ?? root.get('spec', 'template');
  if (!isText(uri)) return undefined;
  return {
    places: [{ uri, role: 'predictor' }],
    resources: template.get('resources'),
    replicas: { min: root.get('spec', 'replicas'), max: root.get('spec', 'replicas') },
  };
}

function trainedModelParts(root: Node): ModelParts | undefined {
  const uri = root.get('spec', 'model', 'storageUri');
  const none = root.get('spec', 'model', 'resources');
  return isText(uri) ? { places: [{ uri, role: 'predictor' }], resources: none, replicas: { min: none, max: none } } : undefined;
}

/** A workload of another kind serves a model where one of its variables names one in a registry. */
function workloadParts(root: Node): ModelParts | undefined {
  const spec = root.get('spec', 'template', 'spec').exists ? root.get('spec', 'template', 'spec') : root.get('spec');
  const containers = [...spec.get('containers').items(), ...spec.get('initContainers').items()];
  const places = containers.flatMap(environmentPlaces).filter(({ uri }) => isRegistryReference(uri));
  const container = containers[0];
  if (places.length === 0 || !container) return undefined;
  const replicas = root.get('spec', 'replicas');
  return { places, resources: container.get('resources'), replicas: { min: replicas, max: replicas } };
}

function isRegistryReference(value: Node): boolean {
  return value.isKnown && /^(?:models|runs):\//.test(value.text ?? '');
}

/** Unknown text is a place, too: reading it later says that it could not be verified. */
function isText(node: Node): boolean {
  return node.kind === 'scalar' && (!node.isKnown || typeof node.value === 'string') && !node.isNull;
}
