/**
 * The keys and values that a generator is given: literals, files and files of variables.
 * Follows kustomize 5.7, api/kv/kv.go and `ParseFileSource` of api/internal/generators/utils.go. No key is refused for its characters: upstream's validator takes all.
 */
import { SourceFile, type Location } from '../../source.ts';
import { tracedScalar } from '../../yaml/author.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias } from '../../yaml/tree.ts';
import { plain, TracedText, concat, type Author } from '../traced-text.ts';
import type { BuildContext, FileLoader } from './build-context.ts';
import { BuildError } from './build-error.ts';

/** A value of a generated object. */
export interface KeyValue {
  readonly key: TracedText;
  /** Bytes that are no text, or a text. */
  readonly value: TracedText | Uint8Array;
  /** What asks for it. */
  readonly at: Location;
}

export interface Reading {
  readonly files: FileLoader;
  readonly build: BuildContext;
}

/** @throws BuildError where a source cannot be read or says no key and value */
export function keyValues(args: Node, reading: Reading): KeyValue[] {
  const envs = [...args.get('envs').items(), ...(args.get('env').text ? [args.get('env')] : [])];
  return [
    ...envs.flatMap((env) => wrapped(`env source files: ${listed(envs)}`, () => variables(env, reading))),
    ...sources(args.get('literals'), 'literal sources', (item) => literal(item, reading.build)),
    ...sources(args.get('files'), 'file sources:', (item) => fileContent(item, reading)),
  ];
}

function sources(list: Node, what: string, read: (item: Node) => KeyValue): KeyValue[] {
  const items = list.items();
  return items.map((item) => wrapped(`${what} ${listed(items)}`, () => read(item)));
}

/** A list as Go prints it. */
function listed(items: readonly Node[]): string {
  return `[${items.map((item) => item.written ?? '').join(' ')}]`;
}

function wrapped<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BuildError) throw new BuildError(`loading KV pairs: ${what}: ${error.message}`, error.at);
    throw error;
  }
}

function tracedOf(item: Node, { nearness }: BuildContext): TracedText {
  const scalar = item.tree && resolveAlias(item.tree);
  return scalar?.kind === 'scalar' ? tracedScalar(scalar, nearness) : TracedText.empty;
}

/** `key=value`, with quotes around all of the value taken away. */
function literal(item: Node, build: BuildContext): KeyValue {
  const source = tracedOf(item, build);
  const equals = source.text.indexOf('=');
  if (equals <= 0) throw new BuildError(`invalid literal source ${source.text}, expected key=value`, item.at);
  const value = source.slice(equals + 1);
  const [first] = value.text;
  const isQuoted = value.length >= 2 && (first === '"' || first === "'") && value.text.endsWith(first);
  return { key: source.slice(0, equals), value: isQuoted ? value.slice(1, value.length - 1) : value, at: item.at };
}

/** `key=path`, or a path whose last part is the key. */
function fileContent(item: Node, { files, build }: Reading): KeyValue {
  const source = tracedOf(item, build);
  const parts = source.text.split('=');
  const [key = '', path = ''] = parts;
  if (parts.length > 2) throw new BuildError(`source ${JSON.stringify(source.text)} key name or file path contains '='`, item.at);
  if (parts.length === 2 && key === '') throw new BuildError(`missing key name for file path ${JSON.stringify(path)} in source ${JSON.stringify(source.text)}`, item.at);
  if (parts.length === 2 && path === '') throw new BuildError(`missing file path for key name ${JSON.stringify(key)} in source ${JSON.stringify(source.text)}`, item.at);
  const at = { item, build };
  if (parts.length === 2) return { key: source.slice(0, key.length), value: contentOf(path, files, at), at: item.at };
  return { key: baseName(source), value: contentOf(source.text, files, at), at: item.at };
}

/** As Go's `path.Base`. */
function baseName(path: TracedText): TracedText {
  let end = path.length;
  while (end > 0 && path.text[end - 1] === '/') end -= 1;
  if (end === 0) return plain(path.length === 0 ? '.' : '/');
  return path.slice(path.text.lastIndexOf('/', end - 1) + 1, end);
}

const MARK = '\uFEFF';

function contentOf(path: string, files: FileLoader, { item, build }: { readonly item: Node; readonly build: BuildContext }): TracedText | Uint8Array {
  const bytes = files.bytes(path, item.at);
  build.budget.spend(bytes.length / 10, item.at);
  const text = utf8(bytes);
  if (text === undefined) return bytes;
  return tracedFile(text, files, { path, at: item.at, nearness: build.nearness });
}

interface Named {
  readonly path: string;
  readonly at: Location;
  readonly nearness: number;
}

/** A file as its own author, all of it. */
function tracedFile(text: string, files: FileLoader, { path, at, nearness }: Named): TracedText {
  const withoutMark = text.startsWith(MARK) ? text.slice(1) : text;
  const file = sourceFile(withoutMark, files, { path, at, nearness });
  const author: Author = { file, start: 0, end: withoutMark.length, text: withoutMark, nearness, offsets: 0 };
  const content = TracedText.of(author);
  return withoutMark === text ? content : concat([plain(MARK), content]);
}

/** The file that all others see, unless they cannot read it as text. */
function sourceFile(text: string, files: FileLoader, { path, at }: Named): SourceFile {
  try {
    const file = files.text(path, at);
    if (file.text === text) return file;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
  }
  return new SourceFile(path, text, { shownAt: at });
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A longer line ends the reading, and nobody is told. */
const LONGEST_LINE = 64 * 1024;

/** `KEY=value` a line; empty lines and comments say nothing, a key alone stands for no text. */
function variables(env: Node, { files, build }: Reading): KeyValue[] {
  const path = env.text ?? '';
  const bytes = files.bytes(path, env.at);
  build.budget.spend(bytes.length / 10, env.at);
  const text = utf8(bytes);
  if (text === undefined) throw new BuildError(`${path} has invalid utf8 bytes`, env.at);
  const content = tracedFile(text.startsWith(MARK) ? text.slice(1) : text, files, { path, at: env.at, nearness: build.nearness });
  const found: KeyValue[] = [];
  for (let start = 0; start < content.length; ) {
    const newline = content.text.indexOf('\n', start);
    const end = newline < 0 ? content.length : newline;
    if (end - start >= LONGEST_LINE) break;
    const pair = variable(content.slice(start, content.text[end - 1] === '\r' ? Math.max(start, end - 1) : end), env.at);
    if (pair) found.push(pair);
    start = end + 1;
  }
  return found;
}

function variable(line: TracedText, at: Location): KeyValue | undefined {
  const trimmed = line.slice(line.text.search(/[^\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|$/));
  if (trimmed.length === 0 || trimmed.text.startsWith('#')) return undefined;
  const equals = trimmed.text.indexOf('=');
  const key = equals < 0 ? trimmed : trimmed.slice(0, equals);
  return key.length === 0 ? undefined : { key, value: equals < 0 ? TracedText.empty : trimmed.slice(equals + 1), at };
}
