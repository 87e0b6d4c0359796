/** What Istio refuses of one HTTP route. Follows istio/istio, pkg/config/validation/virtualservice.go and validation.go (1.31). */
import { type Node, type Problem } from '#rule';
import { authorityProblems, corsHeaderProblems, emptyPrefixProblem, headerProblems, matchedHeaderProblems } from './istio-headers.ts';
import { durationProblem, hostNameProblem, isGiven, isLabelName, numberOf, percentProblem, spelledOut, textOf } from './istio-values.ts';
import { retryProblems } from './istio-retries.ts';

export interface RouteRole {
  /** Of a VirtualService without hosts. */
  readonly isDelegate: boolean;
}

export function* httpRouteProblems(route: Node, role: RouteRole): Iterable<Problem> {
  yield* actionProblems(route, role);
  for (const match of route.get('match').items()) yield* matchProblems(match);
  for (const headers of [route.get('headers'), ...route.get('route').items().map((destination) => destination.get('headers'))]) yield* headerProblems(headers);
  yield* authorityProblems(route);
  yield* corsProblems(route.get('corsPolicy'));
  yield* faultProblems(route.get('fault'));
  yield* destinationProblems(route.get('mirror'));
  for (const mirror of route.get('mirrors').items()) yield* destinationProblems(mirror.get('destination'));
  yield* redirectProblems(route);
  yield* rewriteProblems(route.get('rewrite'));
  yield* retryProblems(route.get('retries'));
  yield* durationProblem(route.get('timeout'));
  for (const destination of route.get('route').items()) yield* destinationProblems(destination.get('destination'));
}

/** A route does one thing. */
function* actionProblems(route: Node, { isDelegate }: RouteRole): Iterable<Problem> {
  const has = (key: string): boolean => (key === 'route' ? route.get(key).items().length > 0 : isGiven(route.get(key)));
  if (!isDelegate && has('delegate')) {
    for (const key of ['redirect', 'route']) if (has(key)) yield { at: route.get(key), message: `a route that names a delegate cannot have a ${key}; the delegate decides` };
    return;
  }
  if (isDelegate && has('delegate')) yield { at: route.get('delegate'), message: 'a delegate cannot name another one' };
  const [action] = ['redirect', 'directResponse'].filter((key) => has(key));
  const others = action === 'redirect' ? ['route', 'fault', 'rewrite', 'directResponse'] : ['route', 'fault', 'rewrite'];
  if (action !== undefined) {
    for (const key of others) if (has(key)) yield { at: route.get(key), message: `${key} stands beside ${action}; a route has only one of them` };
  } else if (!has('route')) yield { at: route, message: 'the route has neither route nor redirect nor directResponse' };
  if (has('mirror') && route.get('mirrors').items().length > 0) yield { at: route.get('mirrors'), message: 'mirrors stands beside mirror; a route has only one of them' };
}

function* matchProblems(match: Node): Iterable<Problem> {
  yield* matchedHeaderProblems(match.get('headers'));
  for (const [name, value] of match.get('withoutHeaders').entries()) if (name !== '') yield* emptyPrefixProblem(value);
  for (const key of ['scheme', 'method', 'authority']) yield* emptyPrefixProblem(match.get(key));
  for (const [, value] of match.get('queryParams').entries()) yield* emptyPrefixProblem(value);
  const namespace = match.get('sourceNamespace');
  if (textOf(namespace) !== '' && !isLabelName(textOf(namespace))) yield { at: namespace, message: `${textOf(namespace)} is no name of a namespace` };
}

/** A destination by its host, subset and port; wrong numbers of ports are `istio/port`. */
export function* destinationProblems(destination: Node): Iterable<Problem> {
  if (!isGiven(destination) || destination.kind !== 'mapping') return;
  const [host, subset, port] = [destination.get('host'), destination.get('subset'), destination.get('port')];
  if (textOf(host) === '*') yield { at: host, message: 'host * is no destination; name a service' };
  else yield* hostNameProblem(host);
  if (textOf(subset) !== '' && !isLabelName(textOf(subset))) yield { at: subset, message: `${textOf(subset)} is no name of a subset: letters, digits and dashes, at most 63` };
  if (isGiven(port) && port.kind === 'mapping' && !port.get('number').exists) yield { at: port, message: 'port has no number' };
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*']);

function* corsProblems(policy: Node): Iterable<Problem> {
  for (const origin of policy.get('allowOrigins').items()) {
    const [key, value] = origin.entries()[0] ?? [];
    if (key !== undefined && value?.isKnown === true && value.text === '') yield { at: value, message: `${key} of an origin is empty` };
  }
  for (const method of policy.get('allowMethods').items()) {
    const text = spelledOut(method);
    if (text !== undefined && !METHODS.has(text)) yield { at: method, message: `${text} is no method; it is one of ${[...METHODS].join(', ')}` };
  }
  yield* corsHeaderProblems(policy.get('allowHeaders'));
  yield* corsHeaderProblems(policy.get('exposeHeaders'));
  yield* durationProblem(policy.get('maxAge'));
}

const GRPC: ReadonlySet<string> = new Set([
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'UNAUTHENTICATED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS',
]);

function* faultProblems(fault: Node): Iterable<Problem> {
  if (!isGiven(fault)) return;
  const [abort, delay] = [fault.get('abort'), fault.get('delay')];
  if (!isGiven(abort) && !isGiven(delay)) yield { at: fault, message: 'fault has neither abort nor delay' };
  yield* percentProblem(abort.get('percentage'));
  yield* percentProblem(delay.get('percentage'));
  const [status, code] = [numberOf(abort.get('httpStatus')), textOf(abort.get('grpcStatus'))];
  if (status !== undefined && (status < 200 || status > 600)) yield { at: abort.get('httpStatus'), message: `status ${status} is none from 200 to 599` };
  if (code !== '' && !GRPC.has(code)) yield { at: abort.get('grpcStatus'), message: `${code} is no status of gRPC, such as NOT_FOUND` };
  yield* durationProblem(delay.get('fixedDelay'));
}

function* redirectProblems(route: Node): Iterable<Problem> {
  const redirect = route.get('redirect');
  if (!isGiven(redirect) || redirect.kind !== 'mapping') return;
  const has = (key: string): boolean => isGiven(redirect.get(key)) && redirect.get(key).text !== '';
  if (has('uri') && has('prefixRewrite')) yield { at: redirect.get('prefixRewrite'), message: 'prefixRewrite stands beside uri; a redirect has only one of them' };
  const other = has('prefixRewrite') ? route.get('match').items().map((match) => match.get('uri')).find((uri) => isGiven(uri) && !uri.has('prefix')) : undefined;
  if (other) yield { at: other, message: 'prefixRewrite of the redirect needs a prefix in every match of the URI' };
  if (!['uri', 'prefixRewrite', 'authority', 'port', 'derivePort', 'scheme'].some((key) => has(key))) yield { at: redirect, message: 'the redirect has neither uri nor authority, scheme or port' };
  const code = numberOf(redirect.get('redirectCode'));
  if (code !== undefined && code !== 0 && (code < 300 || code > 399)) yield { at: redirect.get('redirectCode'), message: `status ${code} redirects nowhere; it is one from 300 to 399` };
  const scheme = textOf(redirect.get('scheme'));
  if (scheme !== '' && scheme !== 'http' && scheme !== 'https') yield { at: redirect.get('scheme'), message: `scheme ${scheme} is neither http nor https` };
}

function* rewriteProblems(rewrite: Node): Iterable<Problem> {
  if (!isGiven(rewrite) || rewrite.kind !== 'mapping') return;
  const has = (key: string): boolean => isGiven(rewrite.get(key)) && rewrite.get(key).text !== '';
  if (has('uri') && has('uriRegexRewrite')) yield { at: rewrite.get('uriRegexRewrite'), message: 'uriRegexRewrite stands beside uri; a rewrite has only one of them' };
  if (!['uri', 'uriRegexRewrite', 'authority'].some((key) => has(key))) yield { at: rewrite, message: 'the rewrite has neither uri nor uriRegexRewrite nor authority' };
}
