import { defineRule, type Node, type Problem } from '#rule';
import { canariesOf, componentsOf, isCurrent, type Component } from '../shared/kserve.ts';

export default defineRule({
  id: 'kserve/replicas',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'minReplicas and maxReplicas are not negative, and the least is not above the most',
  why: 'KServe rejects the InferenceService on admission: the sync fails in the cluster, after the review. A missing minReplicas counts 1.',
  severity: 'error',

  *check(service) {
    if (!isCurrent(service)) return;
    for (const component of [...componentsOf(service), ...canariesOf(service)]) yield* problemsOf(component);
  },
});

function* problemsOf({ name, node }: Component): Iterable<Problem> {
  const { min, max } = { min: node.get('minReplicas'), max: node.get('maxReplicas') };
  const negative = [min, max, node.get('containerConcurrency')].filter((one) => one.number !== undefined && one.number < 0);
  for (const one of negative) yield { at: one, message: `${String(one.path.at(-1))} of the ${name} is ${one.number}, not 0 or more` };
  if (negative.length > 0 || max.number === undefined || max.number === 0) return;
  const least = min.number ?? (min.exists && !min.isNull ? undefined : 1);
  if (least === undefined || least <= max.number) return;
  const message = min.exists ? `minReplicas ${least} is above maxReplicas ${max.number}` : `a missing minReplicas counts ${least}, which is above maxReplicas ${max.number}`;
  yield { at: nearest(min, max), message };
}

/** Where a person would change it: of the two the one written nearer the environment. */
function nearest(min: Node, max: Node): Node {
  return (min.piece?.nearness ?? -1) >= (max.piece?.nearness ?? 0) ? min : max;
}
