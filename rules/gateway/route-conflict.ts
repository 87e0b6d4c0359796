import { addTo, defineRule, gatewayRulesOf, knownText, type Manifest, type Node, type Problem, type Route } from '#rule';
import { togetherness } from '../shared/applied-together.ts';
import { ofKinds } from '../shared/kinds.ts';
import { plainText } from '../shared/plain-text.ts';

const KINDS = ['HTTPRoute.gateway.networking.k8s.io', 'GRPCRoute.gateway.networking.k8s.io'];

export default defineRule({
  id: 'gateway/route-conflict',
  on: 'surroundings',
  kinds: KINDS,
  title: 'No two rules of one gateway take the same requests',
  why: 'Of two routes with equal matches the older one wins: the newer, such as one for an emergency, never takes effect.',
  severity: 'warning',

  *check({ own }) {
    const taken = new Map<string, Taken[]>();
    for (const route of ofKinds(own, ...KINDS)) {
      const said = new Set<string>();
      for (const claim of claimsOf(route)) {
        const before = (taken.get(claim.key) ?? []).find((one) => one.route === route || togetherness(one.route, route) !== 'no');
        const key = claim.at.path.join('.');
        if (before && !said.has(key)) yield problemOf(claim, before);
        if (before) said.add(key);
        else addTo(taken, claim.key, claim);
      }
    }
  },
});

interface Taken {
  readonly key: string;
  readonly at: Node;
  readonly route: Manifest;
  readonly rule: Route;
}

/** More than the API allows: 16 rules, 64 matches, 16 names of hosts, 32 parents. */
const MAX_CLAIMS = 20_000;

/** One for every parent, host and match. */
function* claimsOf(route: Manifest): Iterable<Taken> {
  let left = MAX_CLAIMS;
  for (const parent of parentsOf(route)) {
    for (const host of hostsOf(route)) {
      for (const rule of gatewayRulesOf(route)) {
        for (const { key, at } of matchesOf(rule)) {
          left -= 1;
          if (left < 0) return;
          yield { key: [route.kind, parent, host, key].join('\0'), at, route, rule };
        }
      }
    }
  }
}

function problemOf({ at, route }: Taken, before: Taken): Problem {
  const message = before.route === route
    ? `rule ${before.rule.index + 1} of this route comes first and takes the same requests`
    : `${before.route.kind} ${before.route.name ?? ''} takes the same requests at the same gateway; only the older one is in force`;
  return { at, message, related: [{ at: before.at, message: 'takes them, too' }] };
}

/** Gateways, listeners and ports that a route is bound to; what cannot be read is bound to nothing. */
function parentsOf({ root, namespace }: Manifest): string[] {
  return root.get('spec', 'parentRefs').items().flatMap((parent) => {
    const name = knownText(parent.get('name'));
    if (name === undefined) return [];
    const port = parent.get('port');
    return [[knownText(parent.get('kind')) ?? 'Gateway', knownText(parent.get('namespace')) ?? namespace ?? '', name, knownText(parent.get('sectionName')) ?? '', port.isKnown ? (port.written ?? '') : ''].join('\0')];
  });
}

function hostsOf({ root }: Manifest): string[] {
  const hosts = root.get('spec', 'hostnames').items().flatMap((host) => knownText(host)?.toLowerCase() ?? []);
  return hosts.length > 0 ? [...new Set(hosts)] : root.get('spec', 'hostnames').exists ? [] : [''];
}

/** A rule without matches takes every path. Types that are left out are the defaults. */
function matchesOf({ node, matches }: Route): { key: string; at: Node }[] {
  if (matches.length === 0) return [{ key: matchKey(undefined), at: node }];
  return matches.map((match) => ({ key: matchKey(match), at: match }));
}

function matchKey(match: Node | undefined): string {
  const path = match?.get('path');
  const type = (path && knownText(path.get('type'))) ?? 'PathPrefix';
  const value = (path && knownText(path.get('value'))) ?? '/';
  const lists = ['headers', 'queryParams'].map((key) => (match?.get(key).items() ?? []).map((one) => plainText(one)).sort().join(','));
  return [type, type === 'PathPrefix' ? value.replace(/\/+$/, '') : value, match ? plainText(match.get('method')) : '', ...lists].join('\0');
}
