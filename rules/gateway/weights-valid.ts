import { defineRule, weightOf, type Node, type Problem } from '#rule';
import { placeOfWeights, spelt } from '../shared/route-weights.ts';

const HIGHEST = 1_000_000;
const DEFAULT = 1;

export default defineRule({
  id: 'gateway/weights-valid',
  on: 'manifest',
  kinds: ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map((kind) => `${kind}.gateway.networking.k8s.io`),
  title: 'The weights of a route are from 0 to 1000000, and not all of them are 0',
  why: 'Kubernetes rejects other numbers, after the review; with only zeros every request is answered with an error.',
  severity: 'error',

  *check({ root }) {
    for (const rule of root.get('spec', 'rules').items()) {
      const list = rule.get('backendRefs');
      const backends = list.items();
      const faulty = backends.flatMap((backend) => problemOf(backend) ?? []);
      yield* faulty;
      const isServed = backends.some((backend) => weightOf(backend, DEFAULT) !== 0);
      if (faulty.length === 0 && backends.length > 0 && !isServed) {
        yield { at: placeOfWeights(list, backends), message: 'all weights are 0, so that nothing serves this rule; one has to be above 0' };
      }
    }
  },
});

function problemOf(backend: Node): Problem | undefined {
  const number = weightOf(backend, DEFAULT);
  if (number !== undefined && number <= HIGHEST) return undefined;
  const weight = backend.get('weight');
  return { at: weight, message: `weight is ${spelt(weight)}, not a whole number from 0 to ${HIGHEST}` };
}
