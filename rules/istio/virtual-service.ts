import { coversHost, defineRule, suggest, type Manifest, type Node, type Problem } from '#rule';
import { isPatchFile } from '../shared/istio-fragments.ts';
import { destinationProblems, httpRouteProblems } from '../shared/istio-http-route.ts';
import { hostNameProblem, hostProblem, isAddress, isGiven, isLabelName, nameProblem, spelledOut } from '../shared/istio-values.ts';

export default defineRule({
  id: 'istio/virtual-service',
  on: 'manifest',
  kinds: ['VirtualService.networking.istio.io'],
  title: 'A VirtualService is one that Istio takes',
  why: 'Istio refuses the whole VirtualService on admission, and where its webhook is not installed it drops it: the routes from before stay in force.',
  severity: 'error',

  *check(manifest) {
    const spec = manifest.root.get('spec');
    if (spec.kind !== 'mapping' || isPatchFile(manifest)) return;
    const isDelegate = spec.get('hosts').items().length === 0;
    yield* wholeProblems(spec, { isDelegate });
    for (const name of spec.get('gateways').items()) yield* gatewayNameProblem(name);
    yield* hostProblems(manifest);
    for (const route of spec.get('http').items()) if (route.kind === 'mapping') yield* httpRouteProblems(route, { isDelegate });
    for (const route of spec.get('tls').items()) yield* tlsProblems(route, spec);
    for (const route of spec.get('tcp').items()) yield* streamProblems(route, 'tcp');
  },
});

const ROUTES = ['http', 'tls', 'tcp'];
const FIELDS = ['hosts', 'gateways', 'exportTo', ...ROUTES];

/** A misspelt key, which `kubernetes/schema` reports, speaks for the routes that it leaves out. */
function* wholeProblems(spec: Node, { isDelegate }: { readonly isDelegate: boolean }): Iterable<Problem> {
  const lists = ROUTES.map((key) => spec.get(key));
  const isMisspelt = spec.keys().some((key) => !FIELDS.includes(key.written ?? '') && suggest(key.written ?? '', ROUTES) !== undefined);
  if (!isMisspelt && lists.every((list) => !isGiven(list) || (list.kind === 'sequence' && list.items().length === 0))) yield { at: spec, message: 'the VirtualService has neither http nor tls nor tcp routes' };
  if (!isDelegate || isGiven(spec.get('hosts')) && spec.get('hosts').kind !== 'sequence') return;
  for (const key of ['gateways', 'tls', 'tcp']) {
    if (spec.get(key).items().length > 0) yield { at: spec.get(key), message: `a VirtualService without hosts is a delegate and has no ${key}` };
  }
}

/** `namespace/name`, or a name in the DNS from before. */
function* gatewayNameProblem(at: Node): Iterable<Problem> {
  const name = spelledOut(at);
  if (name === undefined) return;
  const slash = name.indexOf('/');
  if (slash < 0) {
    const problem = nameProblem(name);
    if (problem !== undefined) yield { at, message: problem };
    return;
  }
  const [namespace, own] = [name.slice(0, slash), name.slice(slash + 1)];
  const wrong = [namespace, own].find((part) => !isLabelName(part));
  if (wrong !== undefined) yield { at, message: `gateway ${name} is not of the form namespace/name: "${wrong}" is no name` };
}

/** At a gateway, names that the proxy makes up for the port of a service stand for it, too. */
function* hostProblems({ root }: Manifest): Iterable<Problem> {
  const spec = root.get('spec');
  const isForTls = spec.get('tls').items().length > 0;
  for (const host of spec.get('hosts').items()) {
    const name = spelledOut(host) ?? '';
    if (!isAddress(name) && !(isForTls && name.startsWith('outbound_'))) yield* hostNameProblem(host);
  }
}

function* tlsProblems(route: Node, spec: Node): Iterable<Problem> {
  const matches = route.get('match').items();
  if (matches.length === 0) yield { at: route, message: 'the TLS route matches nothing; it needs sniHosts' };
  for (const match of matches) {
    const hosts = match.get('sniHosts').items();
    if (hosts.length === 0) yield { at: match, message: 'the match of a TLS route has no sniHosts' };
    for (const host of hosts) yield* sniProblem(host, spec);
  }
  yield* streamProblems(route, 'TLS');
}

function* sniProblem(at: Node, spec: Node): Iterable<Problem> {
  const name = spelledOut(at);
  if (name === undefined || isAddress(name)) return;
  const problem = name.startsWith('outbound_') ? undefined : hostProblem(name);
  if (problem !== undefined) yield { at, message: problem };
  const hosts = spec.get('hosts').items().map((host) => spelledOut(host));
  if (problem !== undefined || hosts.includes(undefined) || hosts.some((host) => host !== undefined && coversHost(host, name))) return;
  yield { at, message: `sniHost ${name} is none of the hosts: ${hosts.join(', ')}` };
}

function* streamProblems(route: Node, title: string): Iterable<Problem> {
  const destinations = route.get('route').items();
  if (destinations.length === 0) yield { at: route, message: `the ${title} route has no route` };
  for (const destination of destinations) yield* destinationProblems(destination.get('destination'));
}
