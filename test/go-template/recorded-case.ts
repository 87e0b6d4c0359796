/** Runs a case that was recorded with Go's own text/template: the same data, the same functions. */
import { SourceFile } from '../../src/source.ts';
import { FunctionError, TemplateError, TemplateSet, type MissingKey } from '../../src/render/go-template/engine.ts';
import { printValue } from '../../src/render/go-template/fmt-print.ts';
import { plain } from '../../src/render/traced-text.ts';
import { Dict, Func, GoObject, List, Num, type NumKind, type Value } from '../../src/render/go-template/value.ts';
import { Bool } from '../../src/render/go-template/value.ts';
import { caseFunctions, joinText, textOf, wholeOf } from './case-functions.ts';

export interface RecordedCase {
  readonly template: string;
  readonly templates?: readonly (readonly [string, string])[];
  readonly data?: unknown;
  readonly missingKey?: MissingKey;
  readonly delims?: readonly [string, string];
  readonly output?: string;
  readonly error?: string;
}

export interface Result {
  readonly output?: string;
  readonly error?: string;
}

/** What ours makes of a case; anything but a TemplateError is thrown. */
export function runCase(recorded: RecordedCase, limits: { steps?: number } = {}): Result {
  const delimiters = recorded.delims ? { leftDelim: recorded.delims[0], rightDelim: recorded.delims[1] } : {};
  const set = new TemplateSet('set', caseFunctions);
  try {
    for (const [name, text] of recorded.templates ?? []) set.add(name, new SourceFile(name, text), delimiters);
    const main = set.add('main', new SourceFile('main', recorded.template), delimiters);
    const options = { missingKey: recorded.missingKey, limits };
    return { output: set.execute(main, decode(recorded.data ?? null), options).text };
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.message };
    throw error;
  }
}

const numKinds: ReadonlyMap<string, NumKind> = new Map([
  ['$int', 'int'],
  ['$int64', 'int64'],
  ['$uint8', 'uint8'],
  ['$rune', 'rune'],
  ['$duration', 'duration'],
]);

export function decode(data: unknown): Value {
  if (data === null || data === undefined) return null;
  if (typeof data === 'string') return plain(data);
  if (typeof data === 'number') return new Num('float64', data);
  if (typeof data === 'boolean') return new Bool(data);
  if (Array.isArray(data)) return new List(data.map(decode));
  if (typeof data !== 'object') throw new TypeError(`no case holds a ${typeof data}`);
  const entries = Object.entries(data);
  const [key, inner] = entries.find(([name]) => name.startsWith('$')) ?? [];
  if (key !== undefined) return special(key, inner);
  return new Dict(entries.map(([name, value]): [string, Value] => [name, decode(value)]));
}

function special(key: string, inner: unknown): Value {
  const kind = numKinds.get(key);
  if (kind) return new Num(kind, BigInt(String(inner)));
  switch (key) {
    case '$float':
      return new Num('float64', floatOf(String(inner)));
    case '$strings':
      return new List(stringsOf(inner).map(plain), { elementType: 'string' });
    case '$bytes':
      return new List(
        Array.from(Buffer.from(String(inner)), (byte) => new Num('uint8', byte)),
        { elementType: 'byte' },
      );
    case '$stringMap':
      return new Dict(
        Object.entries(Object(inner)).map(([name, text]): [string, Value] => [name, plain(String(text))]),
        { elementType: 'string' },
      );
    default:
      return specialObject(key, inner);
  }
}

function specialObject(key: string, inner: unknown): Value {
  switch (key) {
    case '$point':
      return point();
    case '$named':
      return new GoObject('main.Named', { fields: [['Label', plain(String(inner))]], methods: [['String', { params: [], run: () => plain(`named ${String(inner)}`) }]], print: () => plain(`named ${String(inner)}`) });
    case '$values': {
      const underlying = decode(inner);
      if (!(underlying instanceof Dict)) throw new TypeError('$values is a mapping');
      return new GoObject('main.Values', { underlying, methods: [['Size', { params: [], run: () => new Num('int', underlying.entries.size) }]] });
    }
    case '$func':
      return func(String(inner));
    default:
      throw new TypeError(`no case knows ${key}`);
  }
}

function func(name: string): Func {
  switch (name) {
    case 'upper':
      return new Func(name, ([text]) => plain(textOf(text).toUpperCase()), { params: ['string'] });
    case 'add':
      return new Func(name, ([a, b]) => new Num('int', wholeOf(a) + wholeOf(b)), { params: ['int', 'int'] });
    case 'join':
      return new Func(name, joinText, { params: ['string'], variadic: 'string' });
    default:
      return new Func(name, failing, { params: [] });
  }
}

function point(): GoObject {
  const sum = (more: readonly Value[]): Value => new Num('int', more.reduce((total, value) => total + wholeOf(value), 3n));
  return new GoObject('main.Point', {
    fields: [
      ['X', new Num('int', 3)],
      ['Y', new Num('float64', 1.5)],
      ['Name', plain('p')],
      ['Any', new Dict([['in', new Num('int', 1)]])],
      ['None', null],
      ['Tags', new List([plain('a'), plain('b')], { elementType: 'string' })],
    ],
    methods: [
      ['Sum', { params: [], variadic: 'int', run: sum }],
      ['Join', { params: ['string', 'any', 'any'], run: ([separator, a = null, b = null]) => plain(`${shown(a)}${textOf(separator)}${shown(b)}`) }],
      ['Fails', { params: [], run: failing }],
    ],
  });
}

function shown(value: Value): string {
  return printValue(value, () => undefined).text;
}

function failing(): Value {
  throw new FunctionError('it fails');
}

function stringsOf(inner: unknown): string[] {
  return Array.isArray(inner) ? inner.map(String) : [];
}

function floatOf(text: string): number {
  return text === 'Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}
