/** The routes of a VirtualService and of Gateway API routes in one shape. Follows istio, networking/v1/virtual_service.proto and gateway-api, apis/v1. */
import { groupOf, knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import { onceFor } from '../../once.ts';
import type { Node } from '../../yaml/node.ts';

/** One entry of `http`, `tls` or `tcp`, or one rule of a Gateway API route. */
export interface Route {
  readonly protocol: 'http' | 'tls' | 'tcp' | 'gateway';
  readonly index: number;
  readonly node: Node;
  /** Conditions of which one has to hold; none means that everything is taken. */
  readonly matches: readonly Node[];
  readonly list: Node;
  /** Entries of the list that share the traffic. */
  readonly destinations: readonly Node[];
}

const PROTOCOLS = ['http', 'tls', 'tcp'] as const;

/** The HTTP, TLS and TCP routes of a VirtualService. */
export function routesOf({ root }: Pick<Manifest, 'root'>): readonly Route[] {
  return routesBelow(root);
}

/** Many rules look at them. */
const routesBelow = onceFor((root: Node): readonly Route[] =>
  PROTOCOLS.flatMap((protocol) => root.get('spec', protocol).items().map((node, index) => routeOf({ protocol, node, index, list: node.get('route'), matches: node.get('match') }))));

/** Kinds of the Gateway API that send requests to backends. */
export const GATEWAY_ROUTES: readonly string[] = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map((kind) => `${kind}.gateway.networking.k8s.io`);

/** The rules of a route of the Gateway API. */
export function gatewayRulesOf({ root }: Pick<Manifest, 'root'>): readonly Route[] {
  return rulesBelow(root);
}

const rulesBelow = onceFor((root: Node): readonly Route[] =>
  root.get('spec', 'rules').items().map((node, index) => routeOf({ protocol: 'gateway', node, index, list: node.get('backendRefs'), matches: node.get('matches') })));

function routeOf({ matches, list, ...rest }: Pick<Route, 'protocol' | 'index' | 'node' | 'list'> & { readonly matches: Node }): Route {
  return { ...rest, list, matches: matches.items(), destinations: list.items() };
}

/** What a route is called in a message: its name, else its place in the list. */
export function routeTitle({ node, index }: Route): string {
  const name = knownText(node.get('name'));
  return name === undefined || name === '' ? `route ${index + 1}` : `route "${name}"`;
}

/** Where a VirtualService sends requests, or copies of them: every `destination`, `mirror` and `mirrors[].destination`. */
export function destinationsOf({ root }: Pick<Manifest, 'root'>): readonly Node[] {
  return destinationsBelow(root);
}

const destinationsBelow = onceFor((root: Node): readonly Node[] => routesBelow(root).flatMap(({ node, destinations }) => [
  ...destinations.map((entry) => entry.get('destination')),
  ...(node.has('mirror') ? [node.get('mirror')] : []),
  ...node.get('mirrors').items().map((mirror) => mirror.get('destination')),
]));

/** The group that a backend reference means; `''` for a Service. */
export function backendKind(backend: Node): string {
  const kind = knownText(backend.get('kind')) ?? 'Service';
  const group = knownText(backend.get('group')) ?? '';
  return group === '' ? kind : `${kind}.${group}`;
}

/** Whether a manifest is a Gateway API route. */
export function isGatewayRoute({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): boolean {
  return GATEWAY_ROUTES.includes(`${kind}.${groupOf(apiVersion)}`);
}
