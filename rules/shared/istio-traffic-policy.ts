/** What Istio refuses of a traffic policy. Follows istio/istio, pkg/config/validation/validation.go and agent/validation.go (1.31). */
import type { Node, Problem } from '#rule';
import { durationProblem, isGiven, isSetTrue, negativeProblems, numberOf, textOf } from './istio-values.ts';

const PARTS = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls', 'portLevelSettings', 'tunnel', 'proxyProtocol', 'retryBudget'];

export function* trafficPolicyProblems(policy: Node): Iterable<Problem> {
  if (!isGiven(policy) || policy.kind !== 'mapping') return;
  if (PARTS.every((key) => !isGiven(policy.get(key)))) yield { at: policy, message: 'the traffic policy is empty; leave it out' };
  if (isGiven(policy.get('tunnel')) && isGiven(policy.get('proxyProtocol'))) yield { at: policy.get('proxyProtocol'), message: 'proxyProtocol stands beside tunnel; a traffic policy has only one of them' };
  yield* settingsProblems(policy);
  for (const settings of policy.get('portLevelSettings').items()) {
    if (!isGiven(settings)) continue;
    if (!isGiven(settings.get('port'))) yield { at: settings, message: 'the settings name no port' };
    if (PARTS.slice(0, 4).every((key) => !isGiven(settings.get(key)))) yield { at: settings, message: 'the settings of the port are empty; leave them out' };
    yield* settingsProblems(settings);
  }
}

function* settingsProblems(policy: Node): Iterable<Problem> {
  yield* outlierProblems(policy.get('outlierDetection'));
  yield* connectionProblems(policy.get('connectionPool'));
  yield* balancerProblems(policy.get('loadBalancer'));
  yield* tlsProblems(policy.get('tls'));
}

function* outlierProblems(outlier: Node): Iterable<Problem> {
  yield* durationProblem(outlier.get('baseEjectionTime'));
  yield* durationProblem(outlier.get('interval'));
  const failures = outlier.get('consecutiveLocalOriginFailures');
  if ((numberOf(failures) ?? 0) > 0 && !isSetTrue(outlier.get('splitExternalLocalOriginErrors'))) {
    yield { at: failures, message: 'consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true' };
  }
  for (const key of ['maxEjectionPercent', 'minHealthPercent']) {
    const value = numberOf(outlier.get(key));
    if (value !== undefined && (value < 0 || value > 100)) yield { at: outlier.get(key), message: `${key} is ${value}, not from 0 to 100` };
  }
}

function* connectionProblems(pool: Node): Iterable<Problem> {
  if (!isGiven(pool) || pool.kind !== 'mapping') return;
  const [http, tcp] = [pool.get('http'), pool.get('tcp')];
  if (!isGiven(http) && !isGiven(tcp)) yield { at: pool, message: 'the connection pool has neither http nor tcp; leave it out' };
  yield* negativeProblems(http, ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams']);
  yield* durationProblem(http.get('idleTimeout'));
  if (textOf(http.get('h2UpgradePolicy')) === 'UPGRADE' && isSetTrue(http.get('useClientProtocol'))) {
    yield { at: http.get('useClientProtocol'), message: 'useClientProtocol stands beside h2UpgradePolicy: UPGRADE; only one of them decides' };
  }
  const keepAlive = http.get('http2KeepAlive');
  for (const key of isGiven(keepAlive) && keepAlive.kind === 'mapping' ? ['interval', 'timeout'] : []) {
    if (isGiven(keepAlive.get(key))) yield* durationProblem(keepAlive.get(key));
    else yield { at: keepAlive, message: `http2KeepAlive has no ${key}` };
  }
  yield* negativeProblems(tcp, ['maxConnections']);
  for (const key of ['connectTimeout', 'maxConnectionDuration']) yield* durationProblem(tcp.get(key));
  for (const key of ['time', 'interval']) yield* durationProblem(tcp.get('tcpKeepalive', key));
}

const MOST_ENTRIES = 5_000_011;

function* balancerProblems(balancer: Node): Iterable<Problem> {
  if (!isGiven(balancer) || balancer.kind !== 'mapping') return;
  const hash = balancer.get('consistentHash');
  const cookie = hash.get('httpCookie');
  if (isGiven(cookie) && cookie.kind === 'mapping' && textOf(cookie.get('name')) === '' && (!cookie.get('name').exists || cookie.get('name').isKnown)) yield { at: cookie, message: 'the cookie has no name' };
  const maglev = hash.get('maglev');
  const size = maglev.get('tableSize').exists ? numberOf(maglev.get('tableSize')) : 0;
  if (isGiven(maglev) && size !== undefined && (size >= MOST_ENTRIES || !isPrime(size))) yield { at: maglev.get('tableSize'), message: `tableSize is ${size}, which is no prime number below ${MOST_ENTRIES}` };
  if (isGiven(balancer.get('localityLbSetting')) && isGiven(balancer.get('zoneAwareLbSetting'))) {
    yield { at: balancer.get('zoneAwareLbSetting'), message: 'zoneAwareLbSetting stands beside localityLbSetting; only one of them decides' };
  }
  yield* warmupProblems(balancer.get('warmup'));
}

function* warmupProblems(warmup: Node): Iterable<Problem> {
  if (!isGiven(warmup) || warmup.kind !== 'mapping') return;
  if (!isGiven(warmup.get('duration'))) yield { at: warmup, message: 'warmup has no duration' };
  else yield* durationProblem(warmup.get('duration'));
  const [least, aggression] = [numberOf(warmup.get('minimumPercent')), numberOf(warmup.get('aggression'))];
  if (least !== undefined && least > 100) yield { at: warmup.get('minimumPercent'), message: `minimumPercent is ${least}, above 100` };
  if (aggression !== undefined && aggression <= 0) yield { at: warmup.get('aggression'), message: `aggression is ${aggression}, not above 0` };
}

/** By division, as the proxy does it; below five million that are a thousand divisions. */
function isPrime(size: number): boolean {
  if (!Number.isInteger(size) || size < 1) return false;
  if (size < 4) return true;
  if (size % 2 === 0) return false;
  for (let factor = 3; factor * factor <= size; factor += 2) if (size % factor === 0) return false;
  return true;
}

function* tlsProblems(tls: Node): Iterable<Problem> {
  if (!isGiven(tls) || tls.kind !== 'mapping') return;
  const mode = textOf(tls.get('mode'));
  const has = (key: string): boolean => isGiven(tls.get(key)) && tls.get(key).text !== '';
  const isSkipped = isSetTrue(tls.get('insecureSkipVerify'));
  const verified = mode === 'SIMPLE' ? ['caCertificates', 'credentialName', 'subjectAltNames'] : mode === 'MUTUAL' ? ['caCertificates', 'subjectAltNames'] : [];
  const useless = isSkipped ? verified.find((key) => has(key)) : undefined;
  if (useless !== undefined) yield { at: tls.get(useless), message: `${useless} stands beside insecureSkipVerify: true, which verifies nothing` };
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return;
  const doubled = has('credentialName') ? ['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'].find((key) => has(key)) : undefined;
  if (doubled !== undefined) yield { at: tls.get(doubled), message: `${doubled} stands beside credentialName, which names all of them` };
  if (mode === 'SIMPLE' || has('credentialName')) return;
  for (const key of ['clientCertificate', 'privateKey']) if (!has(key)) yield { at: tls, message: `mode MUTUAL needs ${key}` };
}
