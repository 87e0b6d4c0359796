/** TOML as github.com/BurntSushi/toml v1.6 (encode.go) prints maps: plain keys first, then tables, two spaces a level. */
import { FunctionError } from '../go-template/functions.ts';
import { Bool, Dict, List, Num, type Value } from '../go-template/value.ts';
import { concat, plain, TracedText } from '../traced-text.ts';
import { escapeText } from './escape-text.ts';
import { tomlTime } from './functions/time-object.ts';
import { formatJsonFloat } from './go-number.ts';
import { SerialisationError, type Spend } from './json-text.ts';
import { boolText, jsonView, spelled } from './scalar-text.ts';

const MAX_DEPTH = 200;

interface Printing {
  readonly parts: TracedText[];
  readonly spend: Spend;
}

/** A document; fails with the package's message. */
export function tomlText(value: Value, spend: Spend): TracedText {
  if (value === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  const seen = jsonView(value);
  if (isTableArray(seen)) throw new SerialisationError('toml: top-level values must be Go maps or structs');
  if (!(seen instanceof Dict)) return inlineText(value, spend);
  const parts: TracedText[] = [];
  writeTable(seen, [], { parts, spend });
  return concat(parts);
}

function isTable(value: Value): boolean {
  return value instanceof Dict || isTableArray(value);
}

function isTableArray(value: Value): value is List {
  return value instanceof List && value.items.length > 0 && value.items.every((item) => item instanceof Dict);
}

function writeTable(dict: Dict, path: readonly TracedText[], printing: Printing): void {
  const { parts, spend } = printing;
  if (path.length > MAX_DEPTH) throw new SerialisationError('toml: nested too deeply');
  const entries = dict.sortedEntries().filter(({ value }) => value !== null);
  spend(1 + entries.length);
  const pad = plain('  '.repeat(path.length));
  for (const { key, value } of entries.filter((entry) => !isTable(jsonView(entry.value)))) {
    parts.push(pad, keyText(key), plain(' = '), inlineText(value, spend), plain('\n'));
  }
  for (const { key, value } of entries) {
    const seen = jsonView(value);
    const below = [...path, keyText(key)];
    if (seen instanceof Dict) writeHeader(seen, below, '[', ']', printing);
    else if (isTableArray(seen)) for (const item of seen.items) if (item instanceof Dict) writeHeader(item, below, '[[', ']]', printing);
  }
}

function writeHeader(dict: Dict, path: readonly TracedText[], open: string, close: string, printing: Printing): void {
  const { parts } = printing;
  if (path.length === 1 && parts.length > 0) parts.push(plain('\n'));
  else if (open === '[[' && parts.length > 0) parts.push(plain('\n'));
  const dotted = path.flatMap((key, index) => (index === 0 ? [key] : [plain('.'), key]));
  parts.push(plain('  '.repeat(path.length - 1) + open), ...dotted, plain(`${close}\n`));
  writeTable(dict, path, printing);
}

function keyText(key: TracedText): TracedText {
  return /^[A-Za-z0-9_-]+$/.test(key.text) ? key : quotedText(key);
}

const NAMED: Readonly<Record<number, string>> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

function quotedText(text: TracedText): TracedText {
  const escaped = escapeText(text, (code) => NAMED[code] ?? (code < 0x20 || code === 0x7f ? `\\u${code.toString(16).padStart(4, '0')}` : undefined));
  return concat([plain('"'), escaped, plain('"')]);
}

function inlineText(given: Value, spend: Spend): TracedText {
  spend(1);
  const time = tomlTime(given);
  if (time) return time;
  const value = jsonView(given);
  if (value instanceof TracedText) return quotedText(value);
  if (value instanceof Bool) return boolText(value);
  if (value instanceof Num) return numberText(value);
  if (value instanceof List) {
    const items = value.items.map((item) => (item === null ? failNil() : inlineText(item, spend)));
    return concat([plain('['), ...items.flatMap((item, index) => (index === 0 ? [item] : [plain(', '), item])), plain(']')]);
  }
  if (value instanceof Dict) {
    const pairs = value.sortedEntries().map(({ key, value: below }) => concat([keyText(key), plain(' = '), inlineText(below, spend)]));
    return concat([plain('{'), ...pairs.flatMap((pair, index) => (index === 0 ? [pair] : [plain(', '), pair])), plain('}')]);
  }
  throw new SerialisationError('toml: unsupported type');
}

function failNil(): never {
  throw new SerialisationError('toml: cannot encode array with nil element');
}

/** Floats keep a point, so that they stay floats. */
function numberText(value: Num): TracedText {
  if (typeof value.value === 'bigint') return spelled(value.value.toString(), value.traced);
  const text = formatJsonFloat(value.value);
  if (text === undefined) return spelled(Number.isNaN(value.value) ? 'nan' : value.value > 0 ? 'inf' : '-inf', value.traced);
  return spelled(/[.e]/.test(text) ? text : `${text}.0`, value.traced);
}
