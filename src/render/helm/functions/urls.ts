/** `urlParse` and `urlJoin`. Follow url.go of Masterminds/sprig and Go's package net/url for what occurs in charts. */
import { FunctionError } from '../../go-template/functions.ts';
import { goQuote } from '../../go-template/quote.ts';
import { Dict } from '../../go-template/value.ts';
import { concat, plain, TracedText } from '../../traced-text.ts';
import { dictAt, fixed, kindName, textAt, type Arguments, type FunctionTable } from './arguments.ts';

const USERINFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
 
const CONTROL = /[\u0000-\u001f\u007f]/;

function failure(url: string, why: string): FunctionError {
  return new FunctionError(`unable to parse url: parse ${goQuote(url)}: ${why}`);
}

/** The parts of a URL; each is a stretch of the text. */
function urlParse(args: Arguments): Dict {
  const url = textAt(args, 0);
  const source = url.text;
  if (CONTROL.test(source)) throw failure(source, 'net/url: invalid control character in URL');
  if (source.startsWith(':')) throw failure(source, 'missing protocol scheme');
  const hash = source.indexOf('#');
  const beforeFragment = hash < 0 ? url : url.slice(0, hash);
  const scheme = SCHEME.exec(beforeFragment.text)?.[1] ?? '';
  const rest = scheme === '' ? beforeFragment : beforeFragment.slice(scheme.length + 1);
  const question = rest.text.indexOf('?');
  const location = question < 0 ? rest : rest.slice(0, question);
  const parts = authorityParts(location, scheme !== '', source);
  return new Dict([
    ['scheme', scheme === scheme.toLowerCase() ? url.slice(0, scheme.length) : TracedText.derived(scheme.toLowerCase(), [url])],
    ['query', question < 0 ? plain('') : rest.slice(question + 1)],
    ['fragment', hash < 0 ? plain('') : decoded(url.slice(hash + 1))],
    ...parts,
  ]);
}

function authorityParts(location: TracedText, hasScheme: boolean, url: string): [string, TracedText][] {
  const none = plain('');
  const nothing: [string, TracedText][] = [['opaque', none], ['host', none], ['hostname', none], ['userinfo', none]];
  if (hasScheme && location.length > 0 && !location.text.startsWith('/')) return [...nothing, ['opaque', location], ['path', none]];
  if (!location.text.startsWith('//') || (!hasScheme && location.text.startsWith('///'))) {
    if (!hasScheme && location.text.split('/', 1)[0]?.includes(':')) throw failure(url, 'first path segment in URL cannot contain colon');
    return [...nothing, ['path', decoded(location)]];
  }
  const slash = location.text.indexOf('/', 2);
  const authority = location.slice(2, slash < 0 ? undefined : slash);
  const at = authority.text.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const bad = /[ "<>^`{|}\\]/.exec(host.text)?.[0];
  if (bad !== undefined) throw failure(url, `invalid character ${goQuote(bad)} in host name`);
  if (at >= 0 && !USERINFO.test(authority.text.slice(0, at))) throw failure(url, 'net/url: invalid userinfo');
  return [
    ['opaque', none],
    ['userinfo', at < 0 ? none : authority.slice(0, at)],
    ['host', host],
    ['hostname', hostname(host, url)],
    ['path', slash < 0 ? none : decoded(location.slice(slash))],
  ];
}

function hostname(host: TracedText, url: string): TracedText {
  if (host.text.startsWith('[')) return host.slice(1, Math.max(1, host.text.indexOf(']')));
  const colon = host.text.indexOf(':');
  if (colon < 0) return host;
  const port = host.text.slice(host.text.lastIndexOf(':'));
  if (!/^:[0-9]*$/.test(port)) throw failure(url, `invalid port ${goQuote(port)} after host`);
  return host.slice(0, colon);
}

function decoded(text: TracedText): TracedText {
  if (!text.text.includes('%')) return text;
  try {
    return TracedText.derived(decodeURIComponent(text.text), [text]);
  } catch {
    throw failure(text.text, `invalid URL escape ${goQuote(/%.{0,2}/.exec(text.text)?.[0] ?? '%')}`);
  }
}

function part(dict: Dict, key: string): TracedText {
  const value = dict.get(key);
  if (value === undefined) return TracedText.empty;
  if (value instanceof TracedText) return value;
  throw new FunctionError(`unable to parse ${key} key, must be of type string, but ${kindName(value)} found`);
}

/** What `url.URL.String` escapes in a path. */
function encodedPath(text: TracedText): TracedText {
  const encoded = encodeURI(text.text).replaceAll(/[?#[\]]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return encoded === text.text ? text : TracedText.derived(encoded, [text]);
}

function urlJoin(args: Arguments): TracedText {
  const dict = dictAt(args, 0);
  const [scheme, host, path, query, opaque, fragment, user] = ['scheme', 'host', 'path', 'query', 'opaque', 'fragment', 'userinfo'].map((key) => part(dict, key));
  const login = user?.text ?? '';
  if (!USERINFO.test(login)) throw new FunctionError(`unable to parse userinfo in dict: parse ${goQuote(`proto://${login}@host`)}: net/url: invalid userinfo`);
  const when = (text: TracedText | undefined, before: string, after = ''): TracedText[] => (text && text.length > 0 ? [plain(before), text, plain(after)] : []);
  const hasAuthority = [scheme, host, user].some((text) => text && text.length > 0);
  const slashes = hasAuthority && [host, path, user].some((text) => text && text.length > 0) && ((host?.length ?? 0) > 0 || (user?.length ?? 0) > 0);
  const location = opaque && opaque.length > 0 ? [opaque] : [plain(slashes ? '//' : ''), ...when(user, '', '@'), ...when(host, ''), ...pathParts(path, slashes)];
  return concat([...when(scheme, '', ':'), ...location, ...when(query, '?'), ...when(fragment, '#')]);
}

function pathParts(path: TracedText | undefined, hasHost: boolean): TracedText[] {
  if (!path || path.length === 0) return [];
  const encoded = encodedPath(path);
  return hasHost && !encoded.text.startsWith('/') ? [plain('/'), encoded] : [encoded];
}

export const urlFunctions: FunctionTable = [
  ['urlParse', fixed(['string'], urlParse)],
  ['urlJoin', fixed(['map'], urlJoin)],
];
