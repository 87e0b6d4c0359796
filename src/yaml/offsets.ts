/** Where each character of a decoded scalar stands in the text it was decoded from. */
import type { ScalarStyle, ScalarTree } from './tree.ts';

/** The raw stretch between the quotes of a scalar, or all of it. */
export function contentRange(tree: ScalarTree): { start: number; end: number } {
  const isQuoted = (tree.style === 'single' || tree.style === 'double') && tree.end - tree.start >= 2;
  return isQuoted ? { start: tree.start + 1, end: tree.end - 1 } : { start: tree.start, end: tree.end };
}

/**
 * The raw offset of each offset into the decoded text (length + 1 entries), or one number where they run in step.
 * `undefined` where the style folds lines: then only the whole scalar has a place.
 */
export function scalarOffsets(tree: ScalarTree, source: string): number | readonly number[] | undefined {
  const { start, end } = contentRange(tree);
  const raw = source.slice(start, end);
  if (raw === tree.text) return start;
  const offsets = decode(raw, tree.style, tree.text);
  return offsets?.map((offset) => offset + start);
}

function decode(raw: string, style: ScalarStyle, text: string): number[] | undefined {
  if (style === 'single' && !raw.includes('\n')) return singleQuoted(raw);
  if (style === 'double' && !raw.includes('\n')) return doubleQuoted(raw);
  if (style === 'literal') return literalBlock(raw, text);
  return undefined;
}

function singleQuoted(raw: string): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    offsets.push(at);
    if (raw[at] === "'") at += 1;
  }
  offsets.push(raw.length);
  return offsets;
}

const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function doubleQuoted(raw: string): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    offsets.push(at);
    if (raw[at] !== '\\') continue;
    const length = ESCAPE_LENGTHS[raw[at + 1] ?? ''] ?? 2;
    if (length === 10 && Number.parseInt(raw.slice(at + 2, at + 10), 16) > 0xffff) offsets.push(at);
    at += length - 1;
  }
  offsets.push(raw.length);
  return offsets;
}

/** `|` blocks: a header line, then lines that lose their common indentation. */
function literalBlock(raw: string, text: string): number[] | undefined {
  const offsets: number[] = [];
  const lines = text.split('\n');
  let at = raw.indexOf('\n') + 1;
  if (at === 0) return undefined;
  for (const [index, line] of lines.entries()) {
    const rawEnd = endOfLine(raw, at);
    const rawLine = raw.slice(at, rawEnd.end);
    const isLast = index === lines.length - 1;
    if (!rawLine.endsWith(line) && !isLast) return undefined;
    const start = at + rawLine.length - line.length;
    for (let column = 0; column < line.length; column += 1) offsets.push(Math.min(start + column, raw.length));
    offsets.push(Math.min(rawEnd.end, raw.length));
    at = rawEnd.next;
  }
  return offsets.length === text.length + 1 ? offsets : undefined;
}

function endOfLine(raw: string, from: number): { end: number; next: number } {
  const newline = raw.indexOf('\n', from);
  if (newline < 0) return { end: raw.length, next: raw.length };
  return { end: raw[newline - 1] === '\r' ? newline - 1 : newline, next: newline + 1 };
}

/** The raw stretch of `[start, end)` of the decoded text. */
export function rawStretch(offsets: number | readonly number[], start: number, end: number): { start: number; end: number } {
  if (typeof offsets === 'number') return { start: offsets + start, end: offsets + end };
  const from = offsets[start] ?? offsets.at(-1) ?? 0;
  return { start: from, end: Math.max(from, offsets[end] ?? offsets.at(-1) ?? from) };
}
