/** Whether one match block of a VirtualService takes every request of another. Conditions of a block all have to hold. */
import type { Node, Route } from '#rule';
import { plainText } from './plain-text.ts';

/**
 * `inner` absent stands for every request. Wrong only on the silent side: what cannot be compared is not covered.
 * HTTP and TCP routes are tried in their order; of TLS routes the most specific server name decides, so that only equal ones cover.
 */
export function coversMatch(outer: Node, inner: Node | undefined, protocol: Route['protocol']): boolean {
  return conditionsOf(outer).every(([key, condition]) => holds(key, condition, { outer, inner: inner?.get(key), match: inner, protocol }));
}

/** What decides nothing is left out. */
function conditionsOf(match: Node): [string, Node][] {
  return match.entries().filter(([key, value]) => key !== 'name' && key !== 'statPrefix' && key !== 'ignoreUriCase' && !value.isNull);
}

interface Compared {
  readonly outer: Node;
  readonly inner: Node | undefined;
  readonly match: Node | undefined;
  readonly protocol: Route['protocol'];
}

function holds(key: string, condition: Node, { outer, inner, match, protocol }: Compared): boolean {
  switch (key) {
    case 'uri':
      return isAnyPath(condition) || (inner?.exists === true && coversText(condition, inner, { foldsCase: outer.get('ignoreUriCase').value === true, innerFolds: match?.get('ignoreUriCase').value === true }));
    case 'scheme': case 'method': case 'authority':
      return inner?.exists === true && coversText(condition, inner, {});
    case 'headers': case 'queryParams':
      return condition.entries().every(([name, value]) => inner?.has(name) === true && coversValue(value, inner.get(name)));
    case 'withoutHeaders':
      return condition.entries().every(([name, value]) => inner?.has(name) === true && (plainText(value) === plainText(inner.get(name)) || isPresence(inner.get(name))));
    case 'sourceLabels':
      return condition.entries().every(([name, value]) => inner?.has(name) === true && plainText(value) === plainText(inner.get(name)));
    case 'gateways': case 'destinationSubnets': case 'sniHosts':
      return coversList(condition, inner, protocol === 'tls' && key === 'sniHosts');
    default:
      return inner?.exists === true && plainText(condition) === plainText(inner);
  }
}

/** Paths begin with a slash. */
function isAnyPath(uri: Node): boolean {
  const { prefix, regex } = { prefix: uri.get('prefix').text, regex: uri.get('regex').text };
  return prefix === '' || prefix === '/' || regex === '.*' || regex === '/.*';
}

/** Every alternative of the inner list is one of the outer; the names of TLS have to be the same. */
function coversList(outer: Node, inner: Node | undefined, isExact: boolean): boolean {
  const allowed = new Set(outer.items().map((item) => item.text));
  const wanted = inner?.items().map((item) => item.text) ?? [];
  return wanted.length > 0 && wanted.every((one) => allowed.has(one)) && (!isExact || wanted.length === allowed.size);
}

/** A condition on a header that only asks for its presence: `{}`. */
function isPresence(value: Node): boolean {
  return value.kind === 'mapping' ? value.entries().length === 0 : value.isNull;
}

function coversValue(outer: Node, inner: Node): boolean {
  if (isPresence(outer) || outer.get('regex').text === '.*') return true;
  return coversText(outer, inner, {});
}

interface Folding {
  readonly foldsCase?: boolean;
  readonly innerFolds?: boolean;
}

/** One of `exact`, `prefix` and `regex` each. */
function coversText(outer: Node, inner: Node, { foldsCase = false, innerFolds = false }: Folding): boolean {
  if (innerFolds && !foldsCase) return false;
  const normal = (text: string | undefined): string | undefined => (foldsCase ? text?.toLowerCase() : text);
  const prefix = normal(outer.get('prefix').text);
  const exact = normal(outer.get('exact').text);
  const innerExact = normal(inner.get('exact').text);
  const innerPrefix = normal(inner.get('prefix').text);
  if (prefix !== undefined) return (innerExact ?? innerPrefix)?.startsWith(prefix) === true;
  if (exact !== undefined) return innerExact === exact;
  const regex = outer.get('regex').text;
  return regex !== undefined && (regex === '.*' || regex === inner.get('regex').text);
}
