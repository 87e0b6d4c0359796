/** Functions that cut text. Follow strings.go of Masterminds/sprig and Go's package strings; what remains keeps its authors. */
import { Buffer } from 'node:buffer';
import { FunctionError } from '../../go-template/functions.ts';
import type { Range } from '../../../source.ts';
import { concat, plain, TracedText } from '../../traced-text.ts';
import { fixed, intAt, textAt, type FunctionTable } from './arguments.ts';
import { byteLengthOf, isAscii, sliceBytes } from './bytes.ts';

/** What `unicode.IsSpace` knows. */
const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export function isSpaceCharacter(character: string): boolean {
  return SPACE.test(character);
}

/** `strings.TrimSpace`. */
export function trimSpace(text: TracedText): TracedText {
  const { start, end } = withoutSpace(text.text, { start: 0, end: text.length });
  return text.slice(start, end);
}

/** The stretch without the spaces at its ends; an empty one where there is nothing else. */
export function withoutSpace(source: string, { start, end }: Range): Range {
  let from = start;
  let to = end;
  while (from < to && SPACE.test(source.charAt(from))) from += 1;
  while (to > from && SPACE.test(source.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}

/** `strings.Trim`: every character of the set, at both ends. */
function trimSet(text: TracedText, set: string): TracedText {
  const characters = new Set(set);
  const runes = [...text.text];
  let first = 0;
  let last = runes.length;
  let start = 0;
  let end = text.length;
  while (first < last && characters.has(runes[first] ?? '')) start += runes[first++]?.length ?? 0;
  while (last > first && characters.has(runes[last - 1] ?? '')) end -= runes[--last]?.length ?? 0;
  return text.slice(start, end);
}

function trunc(count: number, text: TracedText): TracedText {
  const length = byteLengthOf(text.text);
  if (count < 0 && length + count > 0) return sliceBytes(text, length + count, length);
  return count >= 0 && length > count ? sliceBytes(text, 0, count) : text;
}

function substr(start: number, end: number, text: TracedText): TracedText {
  const length = byteLengthOf(text.text);
  if (start < 0) return cut(text, 0, end, length);
  return cut(text, start, end < 0 || end > length ? length : end, length);
}

function cut(text: TracedText, start: number, end: number, length: number): TracedText {
  if (end > length || end < 0) throw new FunctionError(`runtime error: slice bounds out of range [:${end}]${end < 0 ? '' : ` with length ${length}`}`);
  if (start > end) throw new FunctionError(`runtime error: slice bounds out of range [${start}:${end}]`);
  return sliceBytes(text, start, end);
}

/** `goutils.AbbreviateFull`. */
function abbreviate(text: TracedText, left: number, width: number): TracedText {
  const length = byteLengthOf(text.text);
  if (length <= width) return text;
  let offset = Math.min(left, length);
  if (length - offset < width - 3) offset = length - (width - 3);
  if (offset <= 4) return concat([sliceBytes(text, 0, width - 3), plain('...')]);
  if (width < 7) return plain('');
  const rest = offset + width - 3 < length ? abbreviate(sliceBytes(text, offset, length), 0, width - 3) : sliceBytes(text, length - (width - 3), length);
  return concat([plain('...'), rest]);
}

/** `goutils.Initials`, which takes bytes for characters: of `Ünï` it leaves `Ã`. */
function initials(text: TracedText): TracedText {
  const parts: TracedText[] = [];
  let isAfterGap = true;
  let at = 0;
  for (const character of text.text) {
    const bytes = isAscii(character) ? character : Buffer.from(character).toString('latin1');
    const first = [...bytes].findIndex((byte) => !SPACE.test(byte));
    if (first >= 0 && (isAfterGap || SPACE.test(bytes.slice(0, first)))) {
      const whole = text.slice(at, at + character.length);
      parts.push(bytes === character ? whole : TracedText.derived(bytes.charAt(first), [whole]));
    }
    isAfterGap = SPACE.test(bytes.slice(-1));
    at += character.length;
  }
  return concat(parts);
}

function nospace(text: TracedText): TracedText {
  const parts: TracedText[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && !SPACE.test(text.text.charAt(at))) continue;
    if (at > start) parts.push(text.slice(start, at));
    start = at + 1;
  }
  return concat(parts);
}

export const trimmingFunctions: FunctionTable = [
  ['trim', fixed(['string'], (args) => trimSpace(textAt(args, 0)))],
  ...(['trimAll', 'trimall'] as const).map((name) => [name, fixed(['string', 'string'], (args) => trimSet(textAt(args, 1), textAt(args, 0).text))] as const),
  ['trimSuffix', fixed(['string', 'string'], (args) => {
    const [suffix, text] = [textAt(args, 0).text, textAt(args, 1)];
    return text.text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
  })],
  ['trimPrefix', fixed(['string', 'string'], (args) => {
    const [prefix, text] = [textAt(args, 0).text, textAt(args, 1)];
    return text.text.startsWith(prefix) ? text.slice(prefix.length) : text;
  })],
  ['nospace', fixed(['string'], (args) => nospace(textAt(args, 0)))],
  ['initials', fixed(['string'], (args) => initials(textAt(args, 0)))],
  ['trunc', fixed(['int', 'string'], (args) => trunc(intAt(args, 0), textAt(args, 1)))],
  ['substr', fixed(['int', 'int', 'string'], (args) => substr(intAt(args, 0), intAt(args, 1), textAt(args, 2)))],
  ['abbrev', fixed(['int', 'string'], (args) => (intAt(args, 0) < 4 ? textAt(args, 1) : abbreviate(textAt(args, 1), 0, intAt(args, 0))))],
  ['abbrevboth', fixed(['int', 'int', 'string'], (args) => {
    const [left, right, text] = [intAt(args, 0), intAt(args, 1), textAt(args, 2)];
    return right < 4 || (left > 0 && right < 7) ? text : abbreviate(text, left, right);
  })],
];
