/** What Istio takes for the headers of a route. Follows istio/istio, pkg/config/validation/validation.go and header_value_validator.go (1.31). */
import { type Node, type Problem } from '#rule';
import { isGiven, spelledOut } from './istio-values.ts';

/** What a route, or one of its destinations, does with headers. */
export function* headerProblems(headers: Node): Iterable<Problem> {
  for (const direction of ['request', 'response']) {
    for (const action of ['add', 'set']) {
      for (const [name, value] of headers.get(direction, action).entries()) yield* operationProblems(value, name, { isRequest: direction === 'request' });
    }
    for (const name of headers.get(direction, 'remove').items()) {
      const text = spelledOut(name);
      const message = text === undefined ? undefined : nameProblem(text, { isRequest: false });
      if (message !== undefined) yield { at: name, message };
    }
  }
}

interface Direction {
  readonly isRequest: boolean;
}

function* operationProblems(at: Node, name: string, direction: Direction): Iterable<Problem> {
  const message = nameProblem(name, direction) ?? (at.exists ? valueProblem(spelledOut(at) ?? '') : undefined);
  if (message !== undefined) yield { at, message };
}

/** Only a request may be given another authority. */
function nameProblem(name: string, { isRequest }: Direction): string | undefined {
  if (name === '') return 'the name of a header is empty';
  if (isAuthority(name) && isRequest) return undefined;
  return name.startsWith(':') || name.toLowerCase() === 'host' ? `header ${name} is the proxy's own and cannot be changed here` : undefined;
}

export function isAuthority(name: string): boolean {
  return [':authority', 'host'].includes(name.toLowerCase());
}

/** `%` begins a variable of the proxy, and `%%` stands for itself. */
function valueProblem(value: string): string | undefined {
  if (/[\0-\u0008\u000A-\u001F\u007F]/.test(value)) return 'the value of a header holds characters that none may hold';
  let rest = value.replaceAll('%%', '');
  while (rest.includes('%')) {
    const match = /%[^%(]*(?:\((?:[^)\\]|\\.)*\) *)?%/.exec(rest);
    if (!match) return `the value ${value} has a % that begins no variable; %% stands for one`;
    rest = rest.slice(match.index + match[0].length);
  }
  return undefined;
}

/** The authority is set in one place. */
export function* authorityProblems(route: Node): Iterable<Problem> {
  const setters = ['set', 'add'].flatMap((action) => route.get('headers', 'request', action).entries()).filter(([name]) => isAuthority(name)).map(([, value]) => value);
  const rewrite = route.get('rewrite', 'authority');
  const all = [...(isGiven(rewrite) && spelledOut(rewrite) !== '' ? [rewrite] : []), ...setters];
  const [, second] = all;
  if (second) yield { at: second, message: 'the authority of a request is set more than once; one place decides it' };
}

const HEADER = /^[-_A-Za-z0-9!#$%&'*+.^`|~]+$/;
const PSEUDO: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** The headers that a match asks for; claims of a token stand among them. */
export function* matchedHeaderProblems(headers: Node): Iterable<Problem> {
  for (const [name, value] of headers.entries()) {
    if (name === '') yield { at: value, message: 'the name of a header is empty' };
    else if (!PSEUDO.has(name) && !name.startsWith('@request.auth.claims') && !HEADER.test(name)) yield { at: value, message: `${name} is no name of a header` };
    if (value.exists && value.isKnown && value.isNull) yield { at: value, message: `nothing is said of header ${name}; an empty mapping asks that it is there` };
    yield* emptyPrefixProblem(value);
  }
}

export function* emptyPrefixProblem(match: Node): Iterable<Problem> {
  const prefix = match.get('prefix');
  if (prefix.exists && prefix.isKnown && prefix.text === '') yield { at: prefix, message: 'an empty prefix is refused by the proxy; leave the match out, or use an exact one' };
}

/** Names of headers for other origins; `*` is all of them. */
export function* corsHeaderProblems(names: Node): Iterable<Problem> {
  for (const name of names.items()) {
    const text = spelledOut(name);
    if (text !== undefined && text !== '*' && !HEADER.test(text)) yield { at: name, message: text === '' ? 'the name of a header is empty' : `${text} is no name of a header` };
  }
}
