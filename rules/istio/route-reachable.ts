import { defineRule, routesOf, routeTitle, type Problem, type Route } from '#rule';
import { coversMatch } from '../shared/match-coverage.ts';
import { plainText } from '../shared/plain-text.ts';

export default defineRule({
  id: 'istio/route-reachable',
  on: 'manifest',
  kinds: ['VirtualService.networking.istio.io'],
  title: 'No route stands behind one that already takes all of its requests',
  why: 'Istio takes the first route that matches: a canary by header behind a route for everything never gets a request.',
  severity: 'error',

  *check(virtualService) {
    const before: Route[] = [];
    for (const route of routesOf(virtualService)) {
      const earlier = before.filter(({ protocol }) => protocol === route.protocol);
      yield* route.matches.length === 0 ? unconditional(route, earlier) : conditional(route, earlier);
      before.push(route);
    }
  },
});

function* unconditional(route: Route, earlier: readonly Route[]): Iterable<Problem> {
  const taker = earlier.find((one) => takes(one) && (one.matches.length === 0 || one.matches.some((match) => coversMatch(match, undefined, one.protocol))));
  if (taker) yield unreachable(route, taker, 'every request');
}

function* conditional(route: Route, earlier: readonly Route[]): Iterable<Problem> {
  const takers = route.matches.map((match) => earlier.find((one) => takes(one) && covers(one, match)));
  const [first] = takers;
  if (first && takers.every((taker) => taker !== undefined)) {
    yield unreachable(route, takers.find((taker) => taker.matches.length === 0) ?? first, 'all of its requests');
    return;
  }
  for (const [index, match] of route.matches.entries()) {
    const taker = takers[index];
    const own = taker ? -1 : route.matches.findIndex((other, place) => place < index && coversMatch(other, match, route.protocol));
    if (!taker && own < 0) continue;
    const by = taker ? `${routeTitle(taker)} before it takes` : `match ${own + 1} takes`;
    yield { at: match, severity: 'info', message: `match ${index + 1} of ${routeTitle(route)} is not needed: ${by} all of its requests` };
  }
}

function unreachable(route: Route, taker: Route, what: string): Problem {
  const isSame = plainText(route.list) === plainText(taker.list) && plainText(route.list) !== '';
  return {
    at: route.node.get('name').exists ? route.node.get('name') : route.node,
    message: `${routeTitle(route)} is never reached: ${routeTitle(taker)} before it takes ${what}`,
    related: [{ at: taker.node, message: 'takes the requests' }],
    ...(isSame ? { severity: 'info' } : {}),
  };
}

/** Requests that a delegate does not match go on to the next route. */
function takes({ node }: Route): boolean {
  return !node.get('delegate').exists;
}

function covers(earlier: Route, match: Route['matches'][number]): boolean {
  return earlier.matches.length === 0 || earlier.matches.some((one) => coversMatch(one, match, earlier.protocol));
}
