import { defineRule, routesOf, weightOf, type Node, type Problem } from '#rule';
import { placeOfWeights, spelt } from '../shared/route-weights.ts';

export default defineRule({
  id: 'istio/weights-valid',
  on: 'manifest',
  kinds: ['VirtualService.networking.istio.io'],
  title: 'No weight is negative, and not all weights of a route are 0',
  why: 'Istio rejects the VirtualService on admission: the sync fails in the cluster, after the review, and the old split stays.',
  severity: 'error',

  *check(virtualService) {
    for (const { list, destinations } of routesOf(virtualService)) {
      const faulty = destinations.flatMap((destination) => problemOf(destination) ?? []);
      yield* faulty;
      if (faulty.length > 0 || destinations.length < 2) continue;
      if (destinations.some((destination) => weightOf(destination, 0) !== 0)) continue;
      const isOmitted = destinations.every((destination) => !destination.get('weight').exists);
      const message = isOmitted ? 'no destination has a weight; a missing weight counts 0, and one has to be above 0' : 'all weights are 0; one has to be above 0';
      yield { at: placeOfWeights(list, destinations), message };
    }
  },
});

function problemOf(destination: Node): Problem | undefined {
  if (weightOf(destination, 0) !== undefined) return undefined;
  const weight = destination.get('weight');
  return { at: weight, message: `weight is ${spelt(weight)}, not a whole number of at least 0` };
}
