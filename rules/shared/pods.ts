/** The pods that objects make, and their containers. */
import { groupOf, type Manifest, type Node } from '#rule';

type PodsOf = (root: Node) => Node[];

const ofTemplate: PodsOf = (root) => [root.get('spec', 'template', 'spec')];
const ofSpec: PodsOf = (root) => [root.get('spec')];

const KSERVE = 'serving.kserve.io';

/** `Kind.group` and where its pod specs stand. */
const PODS: ReadonlyMap<string, PodsOf> = new Map<string, PodsOf>([
  ['Pod', ofSpec],
  ['ReplicationController', ofTemplate],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => [`${kind}.apps`, ofTemplate] as const),
  ['Job.batch', ofTemplate],
  ['CronJob.batch', (root) => [root.get('spec', 'jobTemplate', 'spec', 'template', 'spec')]],
  ['Rollout.argoproj.io', ofTemplate],
  ['Service.serving.knative.dev', ofTemplate],
  [`ServingRuntime.${KSERVE}`, ofSpec],
  [`ClusterServingRuntime.${KSERVE}`, ofSpec],
  [`InferenceService.${KSERVE}`, (root) => ['predictor', 'transformer', 'explainer'].map((key) => root.get('spec', key))],
  [`LLMInferenceService.${KSERVE}`, (root) => [root.get('spec', 'template'), root.get('spec', 'worker'), root.get('spec', 'prefill', 'template')]],
  ['SeldonDeployment.machinelearning.seldon.io', (root) =>
    root.get('spec', 'predictors').items().flatMap((predictor) => predictor.get('componentSpecs').items().map((spec) => spec.get('spec')))],
]);

/** What a rule about pods has to read. */
export const podKinds: readonly string[] = [...PODS.keys()];

export function podsOf({ apiVersion, kind, root }: Manifest): Node[] {
  const group = groupOf(apiVersion);
  return PODS.get(group === '' ? kind : `${kind}.${group}`)?.(root) ?? [];
}

/** The containers of a pod, and what KServe makes one of: `model`, a framework key, `art`; a misspelt `container` is meant as one. */
export function containersOf(pod: Node): Node[] {
  if (pod.kind !== 'mapping') return [];
  const lists = ['initContainers', 'containers'].flatMap((key) => pod.get(key).items());
  return [...lists, ...SERVERS.filter((key) => pod.has(key)).map((key) => pod.get(key)).filter(({ kind }) => kind === 'mapping')];
}

const SERVERS = ['model', 'sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle', 'art', 'container'];
