/** What two VirtualServices both take for themselves. */
import { routesOf, type Manifest, type Node, type Route } from '#rule';
import type { Bound } from './unknown.ts';
import { coversMatch } from './match-coverage.ts';

/** `every request`, or `the requests of route x`, where a match of each takes what one of the other takes; nothing where they differ. */
export function sharedMatch(a: Manifest, b: Manifest, bound: Bound): string | undefined {
  for (const route of routesOf(a)) {
    for (const other of routesOf(b)) {
      if (route.protocol !== other.protocol) continue;
      for (const match of alternatives(route)) {
        for (const against of alternatives(other)) {
          if (!bound.allows(1, a.root.get('metadata', 'name'))) return undefined;
          if (areEqual(match, against, route)) return takesAll(match, route) ? 'every request' : 'the same requests';
        }
      }
    }
  }
  return undefined;
}

function alternatives({ matches }: Route): (Node | undefined)[] {
  return matches.length === 0 ? [undefined] : [...matches];
}

function areEqual(a: Node | undefined, b: Node | undefined, route: Route): boolean {
  return covers(a, b, route) && covers(b, a, route);
}

function covers(outer: Node | undefined, inner: Node | undefined, { protocol }: Route): boolean {
  return outer === undefined || coversMatch(outer, inner, protocol);
}

function takesAll(match: Node | undefined, route: Route): boolean {
  return covers(match, undefined, route);
}
