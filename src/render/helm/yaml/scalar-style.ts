/**
 * In which style go-yaml prints a string, and how it escapes.
 * Follows yaml_emitter_analyze_scalar and yaml_emitter_select_scalar_style of go.yaml.in/yaml v2.4 and v3.0 (emitterc.go, encode.go).
 */
import { resolvePlain } from '../../../yaml/scalar.ts';

/** `v2` is behind `toYaml` (sigs.k8s.io/yaml), `v3` behind `toYamlPretty`. */
export type Dialect = 'v2' | 'v3';
export type PrintedStyle = 'plain' | 'single' | 'double' | 'literal';

interface Allowed {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
  readonly hasBreaks: boolean;
}

const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP = /^[0-9]{4}-([0-9]{1,2})-([0-9]{1,2})(?:[Tt ]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})?)?$/;
const OLD_BOOLEANS = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);

/** The style that the encoder asks for and the emitter allows; keys are `isKey`. */
export function styleOf(text: string, dialect: Dialect, isKey: boolean): PrintedStyle {
  if (SIMPLE.test(text) && !mayResolve(text)) return 'plain';
  const allowed = analyze(text, dialect);
  const wanted = text.includes('\n') ? 'literal' : isString(text, dialect) ? 'plain' : 'double';
  let style: PrintedStyle = isKey && allowed.hasBreaks ? 'double' : wanted;
  if (style === 'plain' && (!allowed.plain || (text === '' && isKey))) style = 'single';
  if (style === 'single' && !allowed.single) style = 'double';
  if (style === 'literal' && (!allowed.block || isKey)) style = 'double';
  return style;
}

/** Words that start with a letter and hold nothing but letters, digits, `-`, `_`, `.` and `/` need no analysis. */
const SIMPLE = /^[A-Za-z][A-Za-z0-9_./-]*$/;

function mayResolve(text: string): boolean {
  return text.length <= 5 && typeof resolvePlain(text) !== 'string';
}

/** Whether the text, unquoted, would be read as a string. */
function isString(text: string, dialect: Dialect): boolean {
  if (text === '<<') return true; // the package's lookup table has no entry for the hint of `<`
  if (typeof resolvePlain(text) !== 'string' || isTimestamp(text) || BASE_60.test(text)) return false;
  return dialect === 'v2' || !OLD_BOOLEANS.has(text);
}

function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (!match) return false;
  const [, month, day, hour, minute, second] = match.map(Number);
  const inDay = hour === undefined || Number.isNaN(hour) || (hour < 24 && Number(minute) < 60 && Number(second) < 60);
  const days = new Date(Date.UTC(Number(text.slice(0, 4)), Number(month), 0)).getUTCDate();
  return inDay && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
}

/** What the encoder must escape in a double-quoted scalar besides `"` and `\`. */
export function isPrintable(code: number, dialect: Dialect): boolean {
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0 || code === 0xfeff || code === 0xfffe || code === 0xffff) return false;
  return code <= 0xffff && dialect.length > 0;
}

export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

function isBlank(text: string, index: number): boolean {
  const unit = text[index];
  return unit === undefined || unit === ' ' || unit === '\t';
}

/** An indicator at this place that would mean something to a parser (in block context). */
function isIndicator(text: string, index: number): boolean {
  const unit = text.charAt(index);
  if (unit === ':') return isBlank(text, index + 1);
  if (index === 0) return '#,[]{}&*!|>\'"%@`'.includes(unit) || ((unit === '?' || unit === '-') && isBlank(text, 1));
  return unit === '#' && (isBlank(text, index - 1) || isBreak(text.charCodeAt(index - 1)));
}

function analyze(text: string, dialect: Dialect): Allowed {
  if (text === '') return { plain: true, single: true, block: false, hasBreaks: false };
  const found = { indicator: text.startsWith('---') || text.startsWith('...'), special: false, tab: false, breaks: false, breakSpace: false, spaceBreak: false };
  let previous: 'space' | 'break' | 'other' = 'other';
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0;
    if (isIndicator(text, index)) found.indicator = true;
    if (code === 9 && dialect === 'v3') found.tab = true;
    else if (!isPrintable(code, dialect)) found.special = true;
    const kind = code === 0x20 ? 'space' : isBreak(code) ? 'break' : 'other';
    if (kind === 'space' && previous === 'break') found.breakSpace = true;
    if (kind === 'break' && previous === 'space') found.spaceBreak = true;
    if (kind === 'break') found.breaks = true;
    previous = kind;
    if (code > 0xffff) index += 1;
  }
  const isEdge = (code: number): boolean => code === 0x20 || isBreak(code);
  const hasEdge = isEdge(text.charCodeAt(0)) || isEdge(text.charCodeAt(text.length - 1));
  const isHard = found.spaceBreak || found.special;
  return {
    plain: !(hasEdge || found.breakSpace || isHard || found.tab || found.breaks || found.indicator),
    single: !(found.breakSpace || isHard || found.tab),
    block: !isHard && !text.endsWith(' '),
    hasBreaks: found.breaks,
  };
}

const NAMED: Readonly<Record<number, string>> = {
  0x00: '0', 0x07: 'a', 0x08: 'b', 0x09: 't', 0x0a: 'n', 0x0b: 'v', 0x0c: 'f', 0x0d: 'r', 0x1b: 'e', 0x22: '"', 0x5c: '\\', 0x85: 'N', 0xa0: '_', 0x2028: 'L', 0x2029: 'P',
};

/** How a character is written inside double quotes; `undefined` where it stands for itself. */
export function escapeOf(code: number, dialect: Dialect): string | undefined {
  if (isPrintable(code, dialect) && !isBreak(code) && code !== 0x22 && code !== 0x5c) return undefined;
  const named = NAMED[code];
  if (named !== undefined) return `\\${named}`;
  const hex = code.toString(16).toUpperCase();
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
