import { defineRule, fixOf, integer, routesOf, setKey, weightOf, type Fix, type Node } from '#rule';
import { placeOfWeights } from '../shared/route-weights.ts';

export default defineRule({
  id: 'istio/weights-sum',
  on: 'manifest',
  kinds: ['VirtualService.networking.istio.io'],
  title: 'The weights of a route add up to 100',
  why: 'Istio takes weights as proportions: 90 and 20 are accepted and mean 82 % and 18 % of the traffic.',
  severity: 'error',
  fixable: true,
  options: { total: integer(100, 'What the weights of one route add up to.', 1) },

  *check(virtualService, { total }) {
    for (const { list, destinations } of routesOf(virtualService)) {
      const weights = destinations.flatMap((destination) => weightOf(destination, 0) ?? []);
      const sum = weights.reduce((all, weight) => all + weight, 0);
      // What Istio rejects is for istio/weights-valid.
      if (weights.length < Math.max(2, destinations.length) || sum === 0 || sum === total) continue;
      const missing = destinations.some((destination) => !isGiven(destination)) ? '; a missing weight counts 0' : '';
      yield {
        at: placeOfWeights(list, destinations),
        message: `weights add up to ${sum}, not ${total}${missing}`,
        fix: balance(destinations, total - sum),
      };
    }
  },
});

/** The destination without a weight gets the rest, else the largest weight takes what is too much or too little. */
function balance(destinations: readonly Node[], difference: number): Fix | undefined {
  const omitted = destinations.filter((destination) => !isGiven(destination));
  const candidates = omitted.length > 0 ? omitted : [...destinations].sort((a, b) => (weightOf(b, 0) ?? 0) - (weightOf(a, 0) ?? 0));
  for (const destination of candidates) {
    const weight = (weightOf(destination, 0) ?? 0) + difference;
    const fix = weight > 0 ? fixOf(`give ${nameOf(destination)} the weight ${weight}`, 'review', setKey(destination, 'weight', weight)) : undefined;
    if (fix) return fix;
  }
  return undefined;
}

function isGiven(destination: Node): boolean {
  const { value } = destination.get('weight');
  return value !== undefined && value !== null;
}

function nameOf(destination: Node): string {
  const { host, subset } = { host: destination.get('destination', 'host'), subset: destination.get('destination', 'subset') };
  return [host, subset].flatMap((node) => (node.isKnown ? (node.text ?? []) : [])).join(' ') || 'the destination';
}
