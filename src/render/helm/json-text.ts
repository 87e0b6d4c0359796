/** JSON as Go's encoding/json prints it: keys sorted, floats shortest, `<` `>` `&` escaped. Each scalar keeps its author. */
import { Buffer } from 'node:buffer';
import { Bool, Dict, List, Num, type Value } from '../go-template/value.ts';
import { concat, plain, TracedText } from '../traced-text.ts';
import { formatJsonFloat } from './go-number.ts';
import { boolText, bytesOf, containerText, isBytes, jsonView, spelled } from './scalar-text.ts';
import { escapeText } from './escape-text.ts';

/** Charges a run's budget for each value that is printed. */
export type Spend = (steps: number) => void;

export interface JsonStyle {
  /** Spaces a level; 0 prints everything on one line. */
  readonly indent: number;
  readonly escapesHtml: boolean;
}

/** Thrown where encoding/json fails: `json: unsupported value: NaN`. */
export class SerialisationError extends Error {}

/** Deeper nesting is refused rather than recursed into. */
const MAX_DEPTH = 1000;

/** `json.Marshal` or `json.MarshalIndent`. */
export function jsonText(value: Value, style: JsonStyle, spend: Spend): TracedText {
  const parts: TracedText[] = [];
  write(parts, value, { style, spend }, 0);
  return concat(parts);
}

interface Writing {
  readonly style: JsonStyle;
  readonly spend: Spend;
}

function write(parts: TracedText[], value: Value, writing: Writing, depth: number): void {
  const { style } = writing;
  writing.spend(1);
  if (depth > MAX_DEPTH) throw new SerialisationError('json: unsupported value: nested too deeply');
  const seen = jsonView(value);
  if (seen instanceof Dict) {
    const entries = seen.sortedEntries();
    writeItems(parts, { open: '{', close: '}', at: seen.at, count: entries.length, style, depth }, (index) => {
      const entry = entries[index];
      if (!entry) return;
      parts.push(quoted(entry.key, style), plain(style.indent > 0 ? ': ' : ':'));
      write(parts, entry.value, writing, depth + 1);
    });
  } else if (seen instanceof List && !isBytes(seen)) {
    const { items } = seen;
    writeItems(parts, { open: '[', close: ']', at: seen.at, count: items.length, style, depth }, (index) => {
      write(parts, items[index] ?? null, writing, depth + 1);
    });
  } else parts.push(scalar(seen, style));
}

interface Items {
  readonly open: string;
  readonly close: string;
  readonly at: Dict['at'];
  readonly count: number;
  readonly style: JsonStyle;
  readonly depth: number;
}

function writeItems(parts: TracedText[], { open, close, at, count, style, depth }: Items, writeItem: (index: number) => void): void {
  if (count === 0) {
    parts.push(containerText(open + close, at));
    return;
  }
  const line = (level: number): string => (style.indent > 0 ? `\n${' '.repeat(style.indent * level)}` : '');
  for (let index = 0; index < count; index += 1) {
    parts.push(plain((index === 0 ? open : ',') + line(depth + 1)));
    writeItem(index);
  }
  parts.push(plain(line(depth) + close));
}

function scalar(value: Value, style: JsonStyle): TracedText {
  if (value === null) return plain('null');
  if (value instanceof TracedText) return quoted(value, style);
  if (value instanceof Bool) return boolText(value);
  if (value instanceof Num) return numberText(value);
  if (value instanceof List) return plain(`"${Buffer.from(bytesOf(value)).toString('base64')}"`);
  throw new SerialisationError('json: unsupported type: func()');
}

/** A number as JSON spells it. */
export function numberText(value: Num): TracedText {
  if (typeof value.value === 'bigint') return spelled(value.value.toString(), value.traced);
  const text = formatJsonFloat(value.value);
  if (text === undefined) throw new SerialisationError(`json: unsupported value: ${Number.isNaN(value.value) ? 'NaN' : value.value > 0 ? '+Inf' : '-Inf'}`);
  return spelled(text, value.traced);
}

function quoted(text: TracedText, style: JsonStyle): TracedText {
  const quote = plain('"');
  return concat([quote, escapeText(text, (code) => jsonEscape(code, style.escapesHtml)), quote]);
}

const NAMED: Readonly<Record<number, string>> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

function jsonEscape(code: number, escapesHtml: boolean): string | undefined {
  const isHtml = escapesHtml && (code === 0x3c || code === 0x3e || code === 0x26);
  if (code >= 0x20 && !isHtml && code !== 34 && code !== 92 && code !== 0x2028 && code !== 0x2029) return undefined;
  return NAMED[code] ?? `\\u${code.toString(16).padStart(4, '0')}`;
}
