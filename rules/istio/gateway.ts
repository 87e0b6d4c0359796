import { defineRule, type Node, type Problem } from '#rule';
import { isPatchFile } from '../shared/istio-fragments.ts';
import { isHttp, isKnownProtocol, isTls } from '../shared/istio-protocols.ts';
import { hostProblem, isAddress, isGiven, isLabelName, spelledOut, textOf } from '../shared/istio-values.ts';

export default defineRule({
  id: 'istio/gateway',
  on: 'manifest',
  kinds: ['Gateway.networking.istio.io'],
  title: 'A Gateway is one that Istio takes',
  why: 'Istio refuses the whole Gateway on admission: the proxy listens as before, or not at all.',
  severity: 'error',

  *check(manifest) {
    const spec = manifest.root.get('spec');
    if (!isGiven(spec) || spec.kind !== 'mapping' || isPatchFile(manifest)) return;
    const servers = spec.get('servers');
    if (!servers.exists || (servers.kind === 'sequence' && servers.items().length === 0)) yield { at: spec, message: 'the Gateway has no servers' };
    const names = new Set<string>();
    for (const server of servers.items()) if (server.kind === 'mapping') yield* serverProblems(server, names);
  },
});

/** `names` are those of the ports before; numbers of ports are `istio/port`. */
function* serverProblems(server: Node, names: Set<string>): Iterable<Problem> {
  const hosts = server.get('hosts');
  if (!hosts.exists || (hosts.kind === 'sequence' && hosts.items().length === 0)) yield { at: server, message: 'the server has no hosts' };
  for (const host of hosts.items()) yield* serverHostProblem(host);
  const port = server.get('port');
  if (!isGiven(port) || port.kind !== 'mapping') {
    if (!port.exists || port.isKnown) yield { at: server, message: 'the server has no port' };
    return;
  }
  yield* portProblems(port, names);
  yield* tlsProblems(server);
}

/** A name behind a namespace: `*`, `.`, or one by name. */
function* serverHostProblem(at: Node): Iterable<Problem> {
  const text = spelledOut(at);
  if (text === undefined) return;
  const slash = text.indexOf('/');
  const [namespace, host] = slash < 0 ? [undefined, text] : [text.slice(0, slash), text.slice(slash + 1)];
  if (namespace !== undefined && namespace !== '*' && namespace !== '.' && !isLabelName(namespace)) yield { at, message: `"${namespace}" of ${text} is no namespace; it is a name, * or .` };
  else if (host !== '*' && !host.includes('.')) yield { at, message: `host ${host} is a short name; a Gateway takes whole ones, such as ${host === '' ? 'models' : host}.example.org` };
  else if (host.includes('*') && host !== '*' && !host.startsWith('*.')) yield { at, message: `host ${host} has a wildcard elsewhere than for its first label` };
  else if (!isAddress(host) && hostProblem(host) !== undefined) yield { at, message: hostProblem(host) ?? '' };
}

function* portProblems(port: Node, names: Set<string>): Iterable<Problem> {
  const [protocol, name] = [port.get('protocol'), port.get('name')];
  const spelt = protocol.exists ? spelledOut(protocol) : '';
  if (spelt !== undefined && spelt !== '' && !isKnownProtocol(spelt)) yield { at: protocol, message: `${spelt} is no protocol; it is one of HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TLS, TCP, MONGO, MYSQL, REDIS` };
  const own = name.exists ? spelledOut(name) : '';
  if (own === '') yield { at: name.exists ? name : port, message: 'the port has no name' };
  else if (own !== undefined && names.has(own)) yield { at: name, message: `port name ${own} is there twice; each server has one of its own` };
  if (own !== undefined) names.add(own);
}

function* tlsProblems(server: Node): Iterable<Problem> {
  const [tls, protocol] = [server.get('tls'), textOf(server.get('port', 'protocol'))];
  if (protocol === '' || !isKnownProtocol(protocol)) return;
  if (isTls(protocol)) {
    if (!isGiven(tls)) yield { at: server, message: `the server of protocol ${protocol} has no tls` };
    return;
  }
  if (!isGiven(tls) || tls.kind !== 'mapping') return;
  const isPlain = isHttp(protocol) && ['', 'PASSTHROUGH'].includes(textOf(tls.get('mode'))) && ['caCertificates', 'privateKey', 'serverCertificate'].every((key) => textOf(tls.get(key)) === '');
  if (!isPlain) yield { at: tls, message: isHttp(protocol) ? `tls of a server of protocol ${protocol} may hold httpsRedirect alone` : `a server of protocol ${protocol} has no tls` };
}
