import { defineRule, knownText, routesOf, routeTitle, weightOf, type Node, type Problem, type Route } from '#rule';

export default defineRule({
  id: 'istio/weight-given',
  on: 'manifest',
  kinds: ['VirtualService.networking.istio.io'],
  title: 'Every destination of a split has a weight, a single destination has none, and no destination stands twice',
  why: 'A destination without a weight gets nothing; the weight of a single destination is not looked at: it gets everything, even with 0.',
  severity: 'warning',

  *check(virtualService) {
    for (const route of routesOf(virtualService)) {
      if (route.destinations.length === 1) yield* single(route);
      else yield* omitted(route);
      yield* twice(route);
    }
  },
});

function* single(route: Route): Iterable<Problem> {
  const weight = route.destinations[0]?.get('weight');
  const number = weight?.number;
  if (!weight || number === undefined || number === 100) return;
  yield { at: weight, message: `weight ${number} of the only destination of ${routeTitle(route)} is not looked at: it gets all requests` };
}

/** Where the others do not add up to a round number, istio/weights-sum speaks of the missing one. */
function* omitted({ destinations }: Route): Iterable<Problem> {
  const missing = destinations.filter((destination) => !destination.get('weight').exists || destination.get('weight').isNull);
  if (missing.length === 0 || !isRound(destinations.reduce((sum, destination) => sum + (weightOf(destination, 0) ?? 0), 0))) return;
  for (const destination of missing) {
    yield { at: destination.get('weight'), message: `${titleOf(destination)} has no weight beside others that have one, so that it gets no requests; weight: 0 says so` };
  }
}

function isRound(sum: number): boolean {
  return sum === 100 || sum === 1000 || sum === 10_000;
}

function* twice({ destinations }: Route): Iterable<Problem> {
  const seen = new Map<string, Node>();
  for (const entry of destinations) {
    const key = keyOf(entry);
    const before = key === undefined ? undefined : seen.get(key);
    if (before) yield { at: entry.get('destination'), message: `${titleOf(entry)} stands twice in one route`, related: [{ at: before.get('destination'), message: 'here first' }] };
    else if (key !== undefined) seen.set(key, entry);
  }
}

/** Nothing where headers are set: then the same destination twice is a way to mark requests. */
function keyOf(entry: Node): string | undefined {
  const destination = entry.get('destination');
  const host = destination.get('host').text;
  if (host === undefined || entry.get('headers').exists) return undefined;
  return [host, destination.get('subset').text ?? '', destination.get('port', 'number').number ?? ''].join('\0');
}

function titleOf(entry: Node): string {
  const { host, subset } = { host: knownText(entry.get('destination', 'host')), subset: knownText(entry.get('destination', 'subset')) };
  return `destination ${[host, subset].filter((part) => part !== undefined).join(' ')}`.trimEnd();
}
