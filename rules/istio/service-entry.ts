import { defineRule, type Node, type Problem } from '#rule';
import { isPatchFile } from '../shared/istio-fragments.ts';
import { isHttp, isKnownProtocol, isTls } from '../shared/istio-protocols.ts';
import { hostNameProblem, isAddress, isGiven, isLabelName, nameProblem, numberOf, spelledOut, textOf } from '../shared/istio-values.ts';

const HIGHEST = 65_535;

export default defineRule({
  id: 'istio/service-entry',
  on: 'manifest',
  kinds: ['ServiceEntry.networking.istio.io'],
  title: 'A ServiceEntry is one that Istio takes',
  why: 'Istio refuses the whole ServiceEntry on admission: the mesh does not know the host, and calls to it are blocked or go around the proxy.',
  severity: 'error',

  *check(manifest) {
    const spec = manifest.root.get('spec');
    if (spec.kind !== 'mapping' || isPatchFile(manifest)) return;
    yield* hostProblems(spec);
    const ports = spec.get('ports').items().filter((port) => isGiven(port) && port.kind === 'mapping');
    yield* portProblems(ports);
    yield* resolutionProblems(spec, ports);
  },
});

function* hostProblems(spec: Node): Iterable<Problem> {
  const hosts = spec.get('hosts');
  if (!hosts.exists || (hosts.kind === 'sequence' && hosts.items().length === 0)) yield { at: hosts.exists ? hosts : spec, message: 'the ServiceEntry has no hosts' };
  for (const host of hosts.items()) {
    if (spelledOut(host) === '*') yield { at: host, message: 'host * is every host; name it, or a domain such as *.example.org' };
    else yield* hostNameProblem(host);
  }
  const [selector, endpoints] = [spec.get('workloadSelector'), spec.get('endpoints')];
  if (isGiven(selector) && isGiven(endpoints)) yield { at: endpoints, message: 'endpoints stands beside workloadSelector; a ServiceEntry has only one of them' };
}

function* portProblems(ports: readonly Node[]): Iterable<Problem> {
  const [names, numbers] = [new Set<string>(), new Set<number>()];
  for (const port of ports) {
    const [name, number, protocol] = [port.get('name'), port.get('number'), port.get('protocol')];
    const own = textOf(name);
    if (own !== '' && names.has(own)) yield { at: name, message: `port name ${own} is there twice` };
    else if (own !== '' && !isLabelName(own)) yield { at: name, message: `${own} is no name of a port: letters, digits and dashes, at most 63` };
    names.add(own);
    const value = numberOf(number);
    if (value !== undefined && numbers.has(value)) yield { at: number, message: `port ${value} is there twice` };
    if (value !== undefined) numbers.add(value);
    yield* rangeProblem(number);
    if (numberOf(port.get('targetPort')) !== 0) yield* rangeProblem(port.get('targetPort'));
    if (textOf(protocol) !== '' && !isKnownProtocol(textOf(protocol))) yield { at: protocol, message: `${textOf(protocol)} is no protocol; it is one of HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TLS, TCP, MONGO, MYSQL, REDIS` };
  }
}

function* rangeProblem(at: Node): Iterable<Problem> {
  const port = numberOf(at);
  if (port !== undefined && (port < 1 || port > HIGHEST)) yield { at, message: `port ${port} is none from 1 to ${HIGHEST}` };
}

/** By what `resolution` says; NONE where it says nothing. */
function* resolutionProblems(spec: Node, ports: readonly Node[]): Iterable<Problem> {
  const at = spec.get('resolution');
  const resolution = at.exists ? spelledOut(at) : 'NONE';
  const endpoints = spec.get('endpoints').items();
  if (resolution === 'NONE' && endpoints.length > 0) yield { at: spec.get('endpoints'), message: 'endpoints are for resolution STATIC or DNS; NONE takes the address that was asked for' };
  if (resolution === 'STATIC') for (const endpoint of endpoints) yield* endpointProblems(endpoint, ports, { isNamed: false });
  if (resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN') yield* dnsProblems(spec, ports);
  if (resolution === 'DYNAMIC_DNS') yield* dynamicProblems(spec, ports);
  yield* severalHostsProblem(spec, { ports, resolution });
}

/** Plain TCP does not say which host is meant. */
function* severalHostsProblem(spec: Node, { ports, resolution }: { readonly ports: readonly Node[]; readonly resolution: string | undefined }): Iterable<Problem> {
  const other = ports.find((port) => (!port.get('protocol').exists || port.get('protocol').isKnown) && !isHttp(textOf(port.get('protocol'))) && !isTls(textOf(port.get('protocol'))));
  if (other && resolution !== undefined && resolution !== 'NONE' && spec.get('hosts').items().length > 1) {
    yield { at: other, message: 'a port that is neither HTTP nor TLS stands beside several hosts, which it cannot tell apart' };
  }
}

function* dnsProblems(spec: Node, ports: readonly Node[]): Iterable<Problem> {
  const endpoints = spec.get('endpoints').items();
  for (const host of endpoints.length === 0 ? spec.get('hosts').items() : []) {
    const name = spelledOut(host);
    if (name !== undefined && name !== '*' && name.includes('*')) yield { at: host, message: `host ${name} has a wildcard, which DNS cannot resolve; give endpoints, or resolution DYNAMIC_DNS` };
  }
  if (spelledOut(spec.get('resolution')) === 'DNS_ROUND_ROBIN' && endpoints.length > 1) yield { at: spec.get('endpoints'), message: `resolution DNS_ROUND_ROBIN takes one endpoint, not ${endpoints.length}` };
  for (const endpoint of endpoints) yield* endpointProblems(endpoint, ports, { isNamed: true });
}

/** `isNamed`: the address may be a name. */
function* endpointProblems(endpoint: Node, ports: readonly Node[], { isNamed }: { readonly isNamed: boolean }): Iterable<Problem> {
  const at = endpoint.get('address');
  const address = textOf(at);
  const socket = address.startsWith('unix://') && !isNamed ? address.slice('unix://'.length) : undefined;
  if (socket !== undefined) yield* socketProblems(endpoint, { socket, ports });
  else if (address !== '' && !isAddress(address) && (!isNamed || nameProblem(address) !== undefined)) {
    yield { at, message: `address ${address} is no IP address${isNamed ? ' and no name in the DNS' : '; resolution DNS takes names'}` };
  }
  const names = new Set(ports.map((port) => textOf(port.get('name'))));
  for (const [name, port] of endpoint.get('ports').entries()) {
    if (!names.has(name)) yield { at: port, message: `port ${name} is none of the ServiceEntry: ${[...names].join(', ')}` };
    else yield* rangeProblem(port);
  }
}

function* socketProblems(endpoint: Node, { socket, ports }: { readonly socket: string; readonly ports: readonly Node[] }): Iterable<Problem> {
  const at = endpoint.get('address');
  if (!socket.startsWith('/') && !socket.startsWith('@')) yield { at, message: `socket ${socket} is no absolute path` };
  if (isGiven(endpoint.get('ports'))) yield { at: endpoint.get('ports'), message: 'an endpoint at a socket has no ports' };
  if (ports.length !== 1) yield { at, message: `a socket serves one port, and the ServiceEntry has ${ports.length}` };
}

const DYNAMIC: ReadonlySet<string> = new Set(['http', 'http2', 'grpc', 'tls']);

function* dynamicProblems(spec: Node, ports: readonly Node[]): Iterable<Problem> {
  for (const host of spec.get('hosts').items()) {
    const name = spelledOut(host);
    if (name !== undefined && !name.startsWith('*')) yield { at: host, message: `host ${name} has no wildcard, which resolution DYNAMIC_DNS is for` };
  }
  for (const key of ['addresses', 'endpoints']) if (spec.get(key).items().length > 0) yield { at: spec.get(key), message: `${key} stands beside resolution DYNAMIC_DNS, which takes the hosts alone` };
  for (const port of ports) {
    const at = port.get('protocol');
    const protocol = at.exists ? spelledOut(at) : '';
    if (protocol !== undefined && !DYNAMIC.has(protocol.toLowerCase())) yield { at: at.exists ? at : port, message: `protocol ${protocol === '' ? 'TCP' : protocol} cannot have resolution DYNAMIC_DNS; HTTP, HTTP2, GRPC and TLS can` };
  }
}
