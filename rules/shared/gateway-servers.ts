/** Servers of Istio's Gateways that get in each other's way. Follows istio, pkg/config/analysis/analyzers/gateway/conflictinggateway.go (86c9f01). */
import { hostsOverlap, knownText, type Manifest, type Node, type Problem } from '#rule';
import { labelsOf, type Labels } from './pod-labels.ts';

/** What a Gateway listens for, read once. */
export interface Listening {
  readonly gateway: Manifest;
  readonly selector: Labels | undefined;
  readonly servers: readonly Server[];
}

export function listeningOf(gateway: Manifest): Listening {
  return { gateway, selector: labelsOf(gateway.root.get('spec', 'selector')), servers: serversOf(gateway) };
}

/** Two Gateways of one proxy that listen for one host at one port. Plain HTTP servers are joined, which is no conflict. */
export function* gatewayConflicts(own: Listening, { gateway: other, ...theirs }: Listening): Iterable<GatewayConflict> {
  if (!areOfOneProxy(own.selector, theirs.selector)) return;
  for (const [index, server] of own.servers.entries()) {
    const rival = theirs.servers.find((one) => one.port === server.port && !areJoined(one, server) && sharedHost(one, server) !== undefined);
    if (!rival) continue;
    const host = sharedHost(rival, server) ?? '';
    const protocols = server.protocol === rival.protocol ? '' : `, as ${rival.protocol} instead of ${server.protocol}`;
    yield {
      server: index,
      problem: {
        at: server.node.get('port', 'number'),
        message: `Gateway ${other.name ?? ''} listens for ${host} at port ${server.port} of the same proxy, too${protocols}`,
        related: [{ at: rival.node.get('port', 'number'), message: 'the other server' }],
      },
    };
  }
}

export interface GatewayConflict {
  /** Which of the servers. */
  readonly server: number;
  readonly problem: Problem;
}

/** Istio joins the routes of plain HTTP servers. */
function areJoined(a: Server, b: Server): boolean {
  return a.protocol === b.protocol && a.protocol.startsWith('HTTP') && a.protocol !== 'HTTPS';
}

interface Server {
  readonly node: Node;
  readonly port: number;
  readonly protocol: string;
  readonly hosts: readonly string[];
}

function serversOf({ root }: Manifest): Server[] {
  return root.get('spec', 'servers').items().flatMap((node) => {
    const port = node.get('port', 'number');
    const hosts = node.get('hosts').items().flatMap((host) => knownText(host) ?? []);
    return port.isKnown && port.number !== undefined ? [{ node, port: port.number, protocol: (knownText(node.get('port', 'protocol')) ?? '').toUpperCase(), hosts }] : [];
  });
}

function sharedHost(a: Server, b: Server): string | undefined {
  return a.hosts.find((one) => b.hosts.some((other) => hostsOverlap(withoutNamespace(one), withoutNamespace(other)) && areNamespacesShared(one, other)));
}

function withoutNamespace(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}

function areNamespacesShared(a: string, b: string): boolean {
  const [first, second] = [a, b].map((host) => (host.includes('/') ? host.slice(0, host.indexOf('/')) : '*'));
  return first === '*' || second === '*' || first === second;
}

/** The labels of one are among those of the other: some proxy has all of them. */
function areOfOneProxy(first: Labels | undefined, second: Labels | undefined): boolean {
  if (!first || !second || first.size === 0 || second.size === 0) return false;
  return isWithin(first, second) || isWithin(second, first);
}

function isWithin(few: Labels, many: Labels): boolean {
  return [...few].every(([key, value]) => many.get(key) === value);
}
