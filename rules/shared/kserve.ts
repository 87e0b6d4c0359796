/** What an InferenceService consists of, and what the declared version of KServe decides. Follows kserve, pkg/apis/serving/v1beta1 (v0.20.0). */
import { groupOf, type ClusterFacts, type Manifest, type Node, type Problem } from '#rule';
import { isAtLeast } from './declared-version.ts';

/** Keys of the predictor from before `model`. */
export const FRAMEWORKS: readonly string[] = ['sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle'];

export interface Component {
  readonly name: 'predictor' | 'transformer' | 'explainer';
  readonly node: Node;
}

/** Predictor, transformer and explainer, as far as they are there. */
export function componentsOf({ root }: Pick<Manifest, 'root'>): Component[] {
  return (['predictor', 'transformer', 'explainer'] as const).flatMap((name) => {
    const node = root.get('spec', name);
    return node.exists && !node.isNull ? [{ name, node }] : [];
  });
}

/** The predictors of `spec.canary`, which the webhook looks at as at the stable one, though not at everything. */
export function canariesOf({ root }: Pick<Manifest, 'root'>): Component[] {
  return root.get('spec', 'canary').items().map((entry) => ({ name: 'predictor', node: entry.get('predictor') }));
}

/** `model`, framework keys and explainers, with their settings. */
export function implementationsOf({ node }: Component): [string, Node][] {
  return node.entries().filter(([key, value]) => ['model', 'art', ...FRAMEWORKS].includes(key) && !value.isNull);
}

/** The containers of a pod, those that come first included. */
export function podContainers(pod: Node): Node[] {
  return ['containers', 'initContainers'].flatMap((key) => pod.get(key).items());
}

/** Every container of a component, those of worker nodes and those that come first included. */
export function containersOf(component: Component): Node[] {
  const { node } = component;
  return [...implementationsOf(component).map(([, settings]) => settings), ...[node, node.get('workerSpec')].flatMap(podContainers)];
}

/** Only InferenceServices of the version that is in use; those of old groups are kserve/removed-api's. */
export function isCurrent({ apiVersion, root }: Manifest): boolean {
  return apiVersion === 'serving.kserve.io/v1beta1' && root.get('spec').kind === 'mapping';
}

export function isKserve({ apiVersion }: Manifest): boolean {
  return groupOf(apiVersion) === 'serving.kserve.io';
}

/** Whether KServe is at least 0.`minor` there; `undefined` where nobody declared enough to tell. */
export function isKserveAtLeast({ kserve }: ClusterFacts, minor: number): boolean | undefined {
  return isAtLeast(kserve, 0, minor);
}

/** What holds since 0.`minor`: in full where that is declared, a note where nobody says, nothing where an older version is. */
export function since({ cluster }: Manifest, minor: number, problem: Problem): Problem[] {
  const holds = isKserveAtLeast(cluster, minor);
  if (holds === false) return [];
  return [holds === undefined ? { ...problem, severity: 'info' } : problem];
}

/** Whether Go's decoder gets something other than nothing: a key with `null` is as none. */
export function isSet(node: Node): boolean {
  return node.exists && !node.isNull;
}

/** Whether a text is set and not known to be empty. */
export function isFilled(node: Node): boolean {
  return isSet(node) && (!node.isKnown || node.text !== '');
}
