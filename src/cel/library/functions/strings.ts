/**
 * Functions of strings that the package lacks, or counts in UTF-16 units: version 2 of cel-go's extension, as Kubernetes has it
 * (cel-go 0.26, ext/strings.go). Names with `k8s_` take the place of the package's own, see compile.ts.
 */
import { spend, weight } from '../cost.ts';
import { CelFailure } from '../failure.ts';
import { define, type Registered } from './registered.ts';
import { formatted } from './format-text.ts';

const MAX_TEXT = 10_000_000;
const SURROGATE = /[\ud800-\udfff]/;

/** Characters as CEL counts them. */
interface Characters {
  readonly length: number;
  slice(start: number, end?: number): string;
  /** The index of a character from one of a UTF-16 unit, and back. */
  fromUnit(unit: number): number;
  toUnit(index: number): number;
}

function charactersOf(text: string): Characters {
  if (!SURROGATE.test(text)) {
    return { length: text.length, slice: (start, end) => text.slice(start, end), fromUnit: (unit) => unit, toUnit: (index) => index };
  }
  spend(text.length / 4);
  const all = [...text];
  return {
    length: all.length,
    slice: (start, end) => all.slice(start, end).join(''),
    fromUnit: (unit) => (unit < 0 ? unit : [...text.slice(0, unit)].length),
    toUnit: (index) => all.slice(0, index).join('').length,
  };
}

function outOfRange(index: bigint): CelFailure {
  return new CelFailure(`index out of range: ${index}`);
}

function charAt(text: string, index: bigint): string {
  const characters = charactersOf(text);
  if (index < 0n || index > characters.length) throw outOfRange(index);
  return characters.slice(Number(index), Number(index) + 1);
}

function indexOf(text: string, part: string, offset = 0n): bigint {
  if (part === '') return offset;
  if (offset < 0n) throw outOfRange(offset);
  const characters = charactersOf(text);
  if (offset >= characters.length) return -1n;
  return BigInt(characters.fromUnit(text.indexOf(part, characters.toUnit(Number(offset)))));
}

function lastIndexOf(text: string, part: string, offset?: bigint): bigint {
  const characters = charactersOf(text);
  if (part === '') return offset ?? BigInt(characters.length);
  if (offset !== undefined && offset < 0n) throw outOfRange(offset);
  if (offset !== undefined && offset >= characters.length) return -1n;
  return BigInt(characters.fromUnit(text.lastIndexOf(part, offset === undefined ? undefined : characters.toUnit(Number(offset)))));
}

function substring(text: string, start: bigint, end?: bigint): string {
  const characters = charactersOf(text);
  const last = end ?? BigInt(characters.length);
  if (end !== undefined && start > end) throw new CelFailure(`invalid substring range: start ${start}, end ${end}`);
  for (const index of [start, last]) if (index < 0n || index > characters.length) throw outOfRange(index);
  return characters.slice(Number(start), Number(last));
}

/** With a limit the last part holds the rest; a negative one is none. */
function split(text: string, separator: string, limit = -1n): string[] {
  if (limit === 0n) return [];
  if (limit === 1n) return [text];
  const parts = separator === '' ? [...text] : text.split(separator);
  spend(parts.length);
  if (limit < 0n || parts.length <= limit) return parts;
  const kept = Number(limit) - 1;
  return [...parts.slice(0, kept), parts.slice(kept).join(separator)];
}

function replace(text: string, from: string, to: string, limit = -1n): string {
  const most = limit < 0n ? Infinity : Number(limit);
  const pieces: string[] = [];
  let start = 0;
  let size = 0;
  for (let count = 0; count < most; count += 1) {
    const at = from === '' ? nextGap(text, start, count) : text.indexOf(from, start);
    if (at === -1) break;
    pieces.push(text.slice(start, at), to);
    size += at - start + to.length;
    spend(1 + weight(to));
    if (size > MAX_TEXT) throw new CelFailure('the result is too long');
    start = at + from.length;
  }
  return pieces.join('') + text.slice(start);
}

/** Nothing is found before the first character, between any two and behind the last. */
function nextGap(text: string, start: number, count: number): number {
  if (count === 0) return 0;
  if (start >= text.length) return -1;
  return start + (String.fromCodePoint(text.codePointAt(start) ?? 0).length);
}

function join(parts: readonly unknown[], separator = ''): string {
  let size = 0;
  for (const part of parts) {
    if (typeof part !== 'string') throw new CelFailure('join: the list holds something else than strings');
    size += part.length + separator.length;
  }
  spend(size / 10);
  if (size > MAX_TEXT) throw new CelFailure('the result is too long');
  return parts.join(separator);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'], ['\b', '\\b'], ['\f', '\\f'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t'], ['\v', '\\v'], ['\\', '\\\\'], ['"', '\\"'],
]);

function quote(text: string): string {
  return `"${[...text].map((character) => ESCAPES.get(character) ?? (SURROGATE.test(character) && character.length === 1 ? '\ufffd' : character)).join('')}"`;
}

const SPACE = /^\s+|\s+$/g;

export const stringFunctions: readonly Registered[] = [
  define('string.charAt(int): string', charAt),
  define('string.k8s_indexOf(string): int', indexOf),
  define('string.k8s_indexOf(string, int): int', indexOf),
  define('string.k8s_lastIndexOf(string): int', lastIndexOf),
  define('string.k8s_lastIndexOf(string, int): int', lastIndexOf),
  define('string.k8s_substring(int): string', substring),
  define('string.k8s_substring(int, int): string', substring),
  define('string.k8s_split(string): list<string>', split),
  define('string.k8s_split(string, int): list<string>', split),
  define('string.k8s_lowerAscii(): string', (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
  define('string.k8s_upperAscii(): string', (text: string) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase())),
  define('string.k8s_trim(): string', (text: string) => text.replace(SPACE, '')),
  define('list.k8s_join(): string', join),
  define('list.k8s_join(string): string', join),
  define('string.replace(string, string): string', replace),
  define('string.replace(string, string, int): string', replace),
  define('string.format(list): string', formatted),
  define('StringsNamespace.quote(string): string', (_: unknown, text: string) => quote(text)),
];
