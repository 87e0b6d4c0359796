/** One scalar as YAML text: plain where it may stand so and means the same, else in quotes. */
import { resolvePlain } from './scalar.ts';
import type { ScalarStyle } from './tree.ts';
import type { PlainData, PlainScalar } from './text-edit.ts';

export interface TokenContext {
  readonly style: ScalarStyle;
  readonly isInFlow: boolean;
}

/** Longer keys cannot stand on the line of their value. */
const MAX_KEY_LENGTH = 1000;
const PLAIN_START = /^(?:[^-?:,[\]{}#&*!|>'"%@`\s]|-(?=[^\s,[\]{}#&*!|>'"%@`-])|--(?=[A-Za-z0-9]))/u;
const UNSAFE_IN_PLAIN = /[\n\r\t\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]|: |:$| #|^\s|\s$/u;
const RESERVED = new Set(['=', '<<', '...', '']);
/** Quotes cannot hold these as they are, or editors do not show them. */
const NEEDS_ESCAPE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]/u;

/** A value in the style of the one it replaces, if that style can hold it. */
export function scalarToken(value: PlainScalar, { style, isInFlow }: TokenContext): string {
  if (typeof value !== 'string') return wordOf(value);
  if (style === 'single' && !NEEDS_ESCAPE.test(value)) return singleQuoted(value);
  if (style !== 'single' && style !== 'double' && isPlainText(value, isInFlow)) return value;
  const isLighterSingle = style === 'plain' && /["\\]/.test(value) && !value.includes("'") && !NEEDS_ESCAPE.test(value);
  return isLighterSingle ? singleQuoted(value) : doubleQuoted(value);
}

/** Whether the text, unquoted, is read as exactly this string. */
export function isPlainText(text: string, isInFlow: boolean): boolean {
  return canStandPlain(text, isInFlow) && typeof resolvePlain(text) === 'string';
}

/** Whether the text may stand unquoted, whatever it then means. */
export function canStandPlain(text: string, isInFlow: boolean): boolean {
  if (RESERVED.has(text) || !PLAIN_START.test(text) || UNSAFE_IN_PLAIN.test(text)) return false;
  return !isInFlow || !/[,[\]{}]/.test(text);
}

export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Also valid JSON. */
export function doubleQuoted(text: string): string {
  return `"${escapeDouble(text)}"`;
}

const ESCAPES = new Map([['"', '\\"'], ['\\', '\\\\'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t']]);

export function escapeDouble(text: string): string {
  return text.replaceAll(/["\\]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]/gu, (found) => ESCAPES.get(found) ?? unicodeEscape(found));
}

function unicodeEscape(found: string): string {
  let text = '';
  for (let at = 0; at < found.length; at += 1) text += `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return found.length > 1 ? found : text; // a pair of escapes would be no character to YAML
}

/** Whether text can be written in YAML at all: half a surrogate pair cannot, nor can a key longer than a line may hold. */
export function isWritable(data: PlainData): boolean {
  if (typeof data === 'string') return !/\p{Surrogate}/u.test(data);
  if (typeof data !== 'object' || data === null) return true;
  if (isList(data)) return data.every(isWritable);
  return Object.entries(data).every(([key, value]) => isWritableKey(key) && isWritable(value));
}

export function isWritableKey(key: string): boolean {
  return isWritable(key) && key.length <= MAX_KEY_LENGTH && !key.includes('\n');
}

export function isList(data: PlainData): data is readonly PlainData[] {
  return Array.isArray(data);
}

export function isRecord(data: PlainData): data is { readonly [key: string]: PlainData } {
  return typeof data === 'object' && data !== null && !isList(data);
}

/** A number, boolean or null as YAML reads it back. */
function wordOf(value: number | boolean | null): string {
  if (typeof value !== 'number' || Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}
