/** `url` as Go reads the URL of a request: absolute, or an absolute path (k8s.io/apiserver, pkg/cel/library/urls.go, 0.36; Go 1.25, net/url). */
import type { Comparable } from '../equality.ts';
import { CelFailure } from '../failure.ts';
import { define, type Registered, type RegisteredType } from './registered.ts';

export class Url implements Comparable {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly text: string;

  constructor({ text, scheme, host, path, query }: { readonly text: string; readonly scheme: string; readonly host: string; readonly path: string; readonly query: string }) {
    this.text = text;
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
  }

  equals(other: unknown): boolean {
    return other instanceof Url && other.text === this.text;
  }
}

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):(?=\/)/;
const CONTROL = /[\x00-\x1f\x7f]/;
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
const HOST = /^(?:\[[0-9a-fA-F:.]+(?:%25[^\]]*)?\]|[^\s<>"[\]\\^`{|}:/?#]*)(?::[0-9]*)?$/;

function urlOf(text: string): Url | undefined {
  if (CONTROL.test(text)) return undefined;
  const scheme = SCHEME.exec(text)?.[1] ?? '';
  const rest = scheme === '' ? text : text.slice(scheme.length + 1);
  if (!rest.startsWith('/')) return undefined;
  const mark = rest.indexOf('?');
  const [before, query] = mark < 0 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)];
  if (!before.startsWith('//') || (scheme === '' && before.startsWith('///'))) return BAD_ESCAPE.test(before) ? undefined : new Url({ text, scheme: scheme.toLowerCase(), host: '', path: before, query });
  const slash = before.indexOf('/', 2);
  const authority = before.slice(2, slash < 0 ? undefined : slash);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const path = slash < 0 ? '' : before.slice(slash);
  if (!HOST.test(host) || BAD_ESCAPE.test(path)) return undefined;
  return new Url({ text, scheme: scheme.toLowerCase(), host, path, query });
}

function needUrl(text: string): Url {
  const url = urlOf(text);
  if (!url) throw new CelFailure(`URL parse error: ${JSON.stringify(text)}`);
  return url;
}

const PORT = /:([0-9]*)$/;

function hostname({ host }: Url): string {
  return host.replace(PORT, '').replace(/^\[(.*)\]$/, '$1');
}

function port({ host }: Url): string {
  return host.startsWith('[') && host.endsWith(']') ? '' : PORT.exec(host)?.[1] ?? '';
}

const LONE = /^[\ud800-\udfff]$/;

/** Go leaves alone what stands escaped already. */
function escapedPath({ path }: Url): string {
  return path.replace(/[^A-Za-z0-9\-._~$&+,/:;=@!'()*%[\]]/gu, (character) => encodeURIComponent(LONE.test(character) ? '\ufffd' : character));
}

function queryOf({ query }: Url): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const at = part.indexOf('=');
    const [key, value] = [at < 0 ? part : part.slice(0, at), at < 0 ? '' : part.slice(at + 1)].map(unescaped);
    if (key === undefined || value === undefined) continue;
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}

function unescaped(text: string): string | undefined {
  if (BAD_ESCAPE.test(text)) return undefined;
  const bytes = text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'));
  return bytes;
}

export const urlTypes: readonly RegisteredType[] = [{ name: 'kubernetes.URL', constructor: Url }];

export const urlFunctions: readonly Registered[] = [
  define('url(string): kubernetes.URL', needUrl),
  define('isURL(string): bool', (text: string) => urlOf(text) !== undefined),
  define('kubernetes.URL.getScheme(): string', ({ scheme }: Url) => scheme),
  define('kubernetes.URL.getHost(): string', ({ host }: Url) => host),
  define('kubernetes.URL.getHostname(): string', hostname),
  define('kubernetes.URL.getPort(): string', port),
  define('kubernetes.URL.getEscapedPath(): string', escapedPath),
  define('kubernetes.URL.getQuery(): map<string, list<string>>', queryOf),
];
