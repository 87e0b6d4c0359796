import { defineRule, groupOf, type Manifest, type Node, type Problem, type Repository } from '#rule';

const WORKLOADS = ['Deployment.apps', 'StatefulSet.apps', 'ReplicaSet.apps', 'Rollout.argoproj.io', 'InferenceService.serving.kserve.io'];
const SCALERS = ['HorizontalPodAutoscaler.autoscaling', 'ScaledObject.keda.sh'];

export default defineRule({
  id: 'kubernetes/disruption-budget',
  on: 'repository',
  kinds: ['PodDisruptionBudget.policy', ...WORKLOADS, ...SCALERS],
  title: 'A disruption budget lets at least one pod go',
  why: 'Nodes cannot be drained: upgrades of the cluster wait for a person, or kill the pods after a time without asking.',
  severity: 'warning',

  *check(repository) {
    for (const budget of repository.manifests) {
      if (budget.kind !== 'PodDisruptionBudget' || groupOf(budget.apiVersion) !== 'policy') continue;
      const problem = ownProblem(budget.root.get('spec')) ?? replicaProblem(budget, repository);
      if (problem) yield problem;
    }
  },
});

/** What blocks every eviction however many pods there are. */
function ownProblem(spec: Node): Problem | undefined {
  const [least, most] = [spec.get('minAvailable'), spec.get('maxUnavailable')];
  if (isGiven(least) && isGiven(most)) return { at: most, message: 'minAvailable and maxUnavailable stand beside each other; the API server accepts only one of them' };
  if (isGiven(most) && percentOrNumber(most)?.amount === 0) return { at: most, message: `maxUnavailable is ${spelt(most)}: no pod may ever be evicted` };
  const needed = percentOrNumber(least);
  if (needed?.isPercent === true && needed.amount >= 100) return { at: least, message: `minAvailable is ${spelt(least)}: no pod may ever be evicted` };
  return undefined;
}

function isGiven(node: Node): boolean {
  return node.exists && !node.isNull;
}

function spelt(node: Node): string {
  return node.written ?? '';
}

/** A whole number, or a text such as `50%`; throws where it cannot be known. */
function percentOrNumber(node: Node): { readonly amount: number; readonly isPercent: boolean } | undefined {
  if (node.kind !== 'scalar') return undefined;
  if (node.number !== undefined) return { amount: node.number, isPercent: false };
  const percent = /^([0-9]{1,4})%$/.exec(node.text ?? '')?.[1];
  return percent === undefined ? undefined : { amount: Number(percent), isPercent: true };
}

function replicaProblem(budget: Manifest, repository: Repository): Problem | undefined {
  const least = budget.root.get('spec', 'minAvailable');
  const needed = percentOrNumber(least);
  if (!needed || needed.isPercent || needed.amount === 0) return undefined;
  for (const workload of repository.manifests) {
    if (!isBeside(workload, budget) || !selects(budget.root.get('spec', 'selector'), labelsOf(workload))) continue;
    const replicas = leastReplicas(workload, repository);
    if (!replicas || replicas.count > needed.amount || replicas.count === 0) continue;
    return {
      at: least,
      message: `minAvailable is ${needed.amount}, and ${workload.kind} ${workload.name ?? ''} runs as few as ${replicas.count}: then no pod may be evicted`,
      related: [{ at: replicas.at, message: 'the least number of pods' }],
    };
  }
  return undefined;
}

/** In the same Application, or else loose in the same namespace. */
function isBeside(one: Manifest, other: Manifest): boolean {
  return one.application === other.application && one.environment === other.environment && one.namespace === other.namespace;
}

function labelsOf({ apiVersion, kind, name = '', root }: Manifest): ReadonlyMap<string, string> {
  if (!WORKLOADS.includes(`${kind}.${groupOf(apiVersion)}`)) return new Map();
  if (kind === 'InferenceService') return new Map([['serving.kserve.io/inferenceservice', name]]);
  const labels = root.get('spec', 'template', 'metadata', 'labels').entries();
  return new Map(labels.flatMap(([key, value]) => (value.isKnown && value.text !== undefined ? [[key, value.text] as const] : [])));
}

/** A selector with expressions is not followed. */
function selects(selector: Node, labels: ReadonlyMap<string, string>): boolean {
  const wanted = selector.get('matchLabels').entries();
  return wanted.length > 0 && selector.get('matchExpressions').items().length === 0 && wanted.every(([key, value]) => value.isKnown && labels.get(key) === value.text);
}

function leastReplicas(workload: Manifest, { manifests }: Repository): { readonly count: number; readonly at: Node } | undefined {
  const scaler = manifests.find((manifest) => SCALERS.includes(`${manifest.kind}.${groupOf(manifest.apiVersion)}`) && isBeside(manifest, workload) && scales(manifest, workload));
  const minimum = scaler?.kind === 'ScaledObject' ? 'minReplicaCount' : 'minReplicas';
  const at = scaler ? scaler.root.get('spec', minimum) : workload.root.get('spec', ...(workload.kind === 'InferenceService' ? ['predictor', 'minReplicas'] : ['replicas']));
  if (!isGiven(at)) return scaler?.kind === 'ScaledObject' ? undefined : { count: 1, at };
  return at.isKnown && at.number !== undefined ? { count: at.number, at } : undefined;
}

function scales({ root }: Manifest, { name, kind }: Manifest): boolean {
  const target = root.get('spec', 'scaleTargetRef');
  const [targetName, targetKind] = [target.get('name'), target.get('kind')];
  return targetName.isKnown && targetName.text === name && (!isGiven(targetKind) || (targetKind.isKnown && targetKind.text === kind));
}
