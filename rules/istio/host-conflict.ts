import { addTo, defineRule, fullHost, hostsOverlap, knownText, type Manifest, type Node, type Problem } from '#rule';
import { togetherness } from '../shared/applied-together.ts';
import { areSeenTogether } from '../shared/exported.ts';
import { gatewayConflicts, listeningOf } from '../shared/gateway-servers.ts';
import { sharedMatch } from '../shared/route-overlap.ts';
import { ISTIO_GATEWAY, ofKinds, VIRTUAL_SERVICE } from '../shared/kinds.ts';
import { admitUnknown, Bound } from '../shared/unknown.ts';

export default defineRule({
  id: 'istio/host-conflict',
  on: 'surroundings',
  kinds: [VIRTUAL_SERVICE, ISTIO_GATEWAY],
  title: 'One host has one VirtualService in the mesh, and one that takes everything at a gateway',
  why: 'Of two VirtualServices for one host in the mesh Istio takes the older one; at a gateway it joins their routes in an order nobody chose.',
  severity: 'error',

  *check({ own }) {
    const routes = ofKinds(own, VIRTUAL_SERVICE).map((manifest) => claimOf(manifest));
    for (const { manifest } of routes) yield* ownProblems(manifest);
    const bounds = { pairs: new Bound('pairs of VirtualServices that share a host', MAX_PAIRS), matches: new Bound('pairs of matches of one host', MAX_MATCHES), gateways: new Bound('pairs of Gateways', MAX_GATEWAY_PAIRS) };
    yield* pairProblems(routes, bounds);
    yield* gatewayProblems(ofKinds(own, ISTIO_GATEWAY), bounds);
    for (const bound of Object.values(bounds)) bound.admit();
    admitUnknown(routes.flatMap(({ manifest }) => manifest.root.get('spec', 'hosts').items()));
  },
});

interface Claim {
  readonly manifest: Manifest;
  readonly hosts: readonly { readonly at: Node; readonly name: string }[];
  readonly gateways: readonly string[];
}

/** A VirtualService without hosts is a delegate: it takes those of its root. */
function claimOf(manifest: Manifest): Claim {
  const hosts = manifest.root.get('spec', 'hosts').items().flatMap((at) => {
    const text = knownText(at);
    return text === undefined ? [] : [{ at, name: fullHost(text, manifest.namespace) }];
  });
  const named = manifest.root.get('spec', 'gateways').items().flatMap((one) => knownText(one) ?? []);
  const own = manifest.namespace ?? '';
  return { manifest, hosts, gateways: named.length === 0 ? ['mesh'] : named.map((name) => (name === 'mesh' || name.includes('/') ? name : `${own}/${name}`)) };
}

function* ownProblems({ root }: Manifest): Iterable<Problem> {
  const hosts = root.get('spec', 'hosts').items().filter((host) => knownText(host) !== undefined);
  const gateways = root.get('spec', 'gateways').items().map((one) => knownText(one));
  const wildcard = hosts.find((host) => host.text === '*');
  if (wildcard && (gateways.length === 0 || gateways.includes('mesh'))) yield { at: wildcard, message: 'host * is refused in the mesh; name a gateway or the hosts' };
  for (const [index, host] of hosts.entries()) {
    const before = hosts.slice(0, index).find((other) => hostsOverlap(other.text ?? '', host.text ?? ''));
    if (before) yield { at: host, message: `hosts ${before.text ?? ''} and ${host.text ?? ''} of one VirtualService have names in common, which Istio refuses` };
  }
}

/** Wildcards are held against all others. */
const MAX_PAIRS = 100_000;
/** What two routes match. */
const MAX_MATCHES = 200_000;
/** What some four hundred Gateways are. */
const MAX_GATEWAY_PAIRS = 100_000;

interface Bounds {
  readonly pairs: Bound;
  readonly matches: Bound;
  readonly gateways: Bound;
}

/** Said at the later one, once for every host. */
function* pairProblems(claims: readonly Claim[], bounds: Bounds): Iterable<Problem> {
  const byHost = new Map<string, Claim[]>();
  const wildcards: Claim[] = [];
  for (const claim of claims) {
    for (const { at, name } of claim.hosts) {
      const others = isWildcard(name) ? wildcards : (byHost.get(name) ?? []);
      if (!bounds.pairs.allows(others.length, at)) return;
      const problem = others.flatMap((other) => conflict(claim, other, { at, name, matches: bounds.matches }) ?? [])[0];
      if (problem) yield problem;
    }
    const names = new Set(claim.hosts.map((host) => host.name));
    for (const name of names) addTo(byHost, name, claim);
    if ([...names].some((name) => isWildcard(name))) wildcards.push(claim);
  }
}

function conflict(claim: Claim, other: Claim, { at, name, matches }: Claim['hosts'][number] & { readonly matches: Bound }): Problem | undefined {
  const together = togetherness(other.manifest, claim.manifest);
  const taken = other.hosts.find((host) => host.name === name || (isWildcard(host.name) && isWildcard(name) && hostsOverlap(host.name, name)));
  const gateway = claim.gateways.find((one) => other.gateways.includes(one));
  if (together === 'no' || !taken || gateway === undefined) return undefined;
  const message = gateway === 'mesh' ? meshMessage(claim, other, at.text ?? name) : gatewayMessage(claim, other, { host: name, taken: taken.name, gateway, matches });
  if (message === undefined) return undefined;
  const isCertain = together === 'surely' && taken.name === name;
  return { at, message, related: [{ at: taken.at, message: 'claimed here, too' }], ...(isCertain ? {} : { severity: 'warning' }) };
}

/** Of a name and a wildcard the name comes first; `*` alone is refused in the mesh. */
function isWildcard(host: string): boolean {
  return host.startsWith('*') && host !== '*';
}

function meshMessage(claim: Claim, other: Claim, host: string): string | undefined {
  if (host === '*' || !areSeenTogether(claim.manifest, other.manifest)) return undefined;
  return `host ${host} is claimed in the mesh by VirtualService ${titleOf(other.manifest)}, too; only one of them is in force`;
}

/** At a gateway the routes of all are joined: only what both take for themselves is lost. */
function gatewayMessage(claim: Claim, other: Claim, { host, taken, gateway, matches }: { host: string; taken: string; gateway: string; matches: Bound }): string | undefined {
  const shared = host === taken ? sharedMatch(claim.manifest, other.manifest, matches) : undefined;
  if (shared === undefined) return undefined;
  const name = gateway.startsWith('/') ? gateway.slice(1) : gateway;
  return `host ${shown(host)} at gateway ${name} is claimed by VirtualService ${titleOf(other.manifest)}, too, and both take ${shared}`;
}

/** One problem for each server, with the Gateway that is surely beside it first. */
function* gatewayProblems(manifests: readonly Manifest[], bounds: Bounds): Iterable<Problem> {
  const gateways = manifests.map((manifest) => listeningOf(manifest));
  for (const [index, own] of gateways.entries()) {
    if (!bounds.gateways.allows(index, own.gateway.root.get('metadata', 'name'))) return;
    const beside = gateways.slice(0, index).map((other) => ({ other, together: togetherness(other.gateway, own.gateway) }));
    const sorted = [...beside.filter(({ together }) => together === 'surely'), ...beside.filter(({ together }) => together === 'perhaps')];
    const said = new Set<number>();
    for (const { other, together } of sorted) {
      for (const { server, problem } of gatewayConflicts(own, other)) {
        if (said.has(server)) continue;
        said.add(server);
        yield together === 'surely' ? problem : lowered(problem);
      }
    }
  }
}

function lowered(problem: Problem): Problem {
  return { ...problem, severity: problem.severity ?? 'warning' };
}

function shown(host: string): string {
  return host.replace('.?.svc.cluster.local', '');
}

function titleOf({ name = '', namespace }: Manifest): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
