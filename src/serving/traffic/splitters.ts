/** What routes and graphs give to Services: one share for each place where requests are sent. */
import { kindKey, knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import { conditionText } from './conditions.ts';
import { graphShares } from './graph-shares.ts';
import { serviceOfHost, type ServiceName } from './hosts.ts';
import { backendKind, gatewayRulesOf, isGatewayRoute, routesOf, type Route } from './routes.ts';
import { sharesOf, weightOf } from './weights.ts';

/** A share of the requests that come to an entry and fulfil a condition. */
export interface ServiceShare {
  /** Hosts, or the name of a graph, by which requests come in. */
  readonly entry: string;
  /** The splitting object: `VirtualService fraud-scoring`. */
  readonly by: string;
  readonly condition: string;
  /** Absent where it cannot be known. */
  readonly percent?: number;
  /** Only copies are sent there. */
  readonly isCopy?: boolean;
  readonly service: ServiceName;
}

/** Kinds that split traffic. */
export function serviceShares(manifest: Manifest): ServiceShare[] {
  const kind = kindKey(manifest);
  if (kind === 'VirtualService.networking.istio.io') return virtualServiceShares(manifest);
  if (kind === 'InferenceGraph.serving.kserve.io') return graphShares(manifest);
  return isGatewayRoute(manifest) ? gatewayShares(manifest) : [];
}

function virtualServiceShares(manifest: Manifest): ServiceShare[] {
  const base = { entry: textsOf(manifest.root.get('spec', 'hosts')), by: titleOf(manifest) };
  return routesOf(manifest).flatMap((route) => {
    const condition = conditionText(route);
    const service = (destination: Node): ServiceName | undefined => serviceOfHost(knownText(destination.get('host')) ?? '', manifest.namespace);
    const split = shares(route, 0).flatMap(({ entry, percent }) => withService({ ...base, condition, ...percent }, service(entry.get('destination'))));
    return [...split, ...mirrors(route).flatMap(({ destination, percent }) => withService({ ...base, condition, isCopy: true, ...percent }, service(destination)))];
  });
}

function gatewayShares(manifest: Manifest): ServiceShare[] {
  const hosts = textsOf(manifest.root.get('spec', 'hostnames'));
  const parents = manifest.root.get('spec', 'parentRefs').items().map((parent) => knownText(parent.get('name')) ?? '?').join(', ');
  const base = { entry: hosts === '' ? `gateway ${parents}` : hosts, by: titleOf(manifest) };
  return gatewayRulesOf(manifest).flatMap((route) => shares(route, 1).flatMap(({ entry, percent }) => {
    const name = knownText(entry.get('name'));
    const namespace = knownText(entry.get('namespace')) ?? manifest.namespace;
    const isServed = backendKind(entry) === 'Service' || backendKind(entry).startsWith('InferencePool.');
    return withService({ ...base, condition: conditionText(route), ...percent }, name === undefined || !isServed ? undefined : { name, ...(namespace === undefined ? {} : { namespace }) });
  }));
}

interface Share {
  readonly entry: Node;
  readonly percent: { readonly percent?: number };
}

/** Istio does not look at the weight of a single destination; the Gateway API does. */
function shares({ destinations, protocol }: Route, absent: number): Share[] {
  const isSingle = destinations.length === 1 && protocol !== 'gateway';
  const weights = destinations.map((entry) => (isSingle ? 1 : entry.get('weight').isKnown ? weightOf(entry, absent) : undefined));
  const percents = sharesOf(weights);
  return destinations.map((entry, index) => ({ entry, percent: known(percents[index]) }));
}

function mirrors({ node }: Route): { destination: Node; percent: { readonly percent?: number } }[] {
  const single = node.get('mirror').exists ? [{ destination: node.get('mirror'), percent: copied(node.get('mirrorPercentage', 'value')) }] : [];
  return [...single, ...node.get('mirrors').items().map((mirror) => ({ destination: mirror.get('destination'), percent: copied(mirror.get('percentage', 'value')) }))];
}

/** Without a percentage everything is copied. */
function copied(percentage: Node): { readonly percent?: number } {
  return percentage.exists ? known(percentage.isKnown ? percentage.number : undefined) : { percent: 100 };
}

function known(percent: number | undefined): { readonly percent?: number } {
  return percent === undefined ? {} : { percent };
}

function withService(share: Omit<ServiceShare, 'service'>, service: ServiceName | undefined): ServiceShare[] {
  return service ? [{ ...share, service }] : [];
}

function textsOf(list: Node): string {
  return list.items().map((item) => knownText(item) ?? '?').join(', ');
}

function titleOf({ kind, name = '' }: Manifest): string {
  return `${kind} ${name}`.trimEnd();
}
