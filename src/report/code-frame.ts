/** The lines around a place, with the place underlined. */
import type { Location, Range, SourceFile } from '../source.ts';
import type { Paint, Style } from './ansi.ts';
import { cellsOf, firstOf, glyphsOf, lastOf, textOf, type Glyph } from './glyphs.ts';
import { spanOf } from './place.ts';
import type { Concealed } from './concealed.ts';

export interface FrameOptions {
  readonly width: number;
  readonly paint: Paint;
  /** What the underline is painted in. */
  readonly style: Style;
  readonly concealed: Concealed;
}

/** A part of a line, and where in it the marked stretch is, in columns of the terminal. */
interface View {
  readonly text: string;
  readonly caret: number;
  readonly length: number;
}

const linesBefore = 2;
const linesAfter = 1;
/** Of a longer range only the first lines and the last are shown. */
const maximalMarkedLines = 5;
/** A character may take no column; no more than this many for each column are looked at. */
const charactersPerCell = 4;
const minimalRoom = 20;

/** The place must be one that is shown itself. No lines for what concerns a file as a whole. */
export function codeFrame({ file, range }: Location, { width, paint, style, concealed }: FrameOptions): string[] {
  if (file.text === '' || (range.start === 0 && range.end === 0)) return [];
  const { line, column, endLine, endColumn } = spanOf(file, range.start, range.end);
  const lastLine = endColumn === 1 && endLine > line ? endLine - 1 : endLine;
  const numbers = numbersAround(line, lastLine, lastShownLine(file));
  const digits = `${numbers.at(-1) ?? line}`.length;
  const room = Math.max(minimalRoom, width - digits - 7);

  return numbers.flatMap((number) => {
    if (number === undefined) return [paint('faint', `  ${' '.repeat(digits)} ...`)];
    const isMarked = number >= line && number <= lastLine;
    const gutter = `${isMarked ? paint(style, '>') : ' '} ${paint('faint', `${`${number}`.padStart(digits)} |`)}`;
    const { text, startOf, endOf } = shownLine(file, number, concealed(file));
    if (number !== line) return [joined(gutter, headOf(text, room))];
    const view = viewOf(text, { start: startOf(column - 1), end: endLine === line ? endOf(endColumn - 1) : text.length, room });
    const underline = `${' '.repeat(view.caret)}${paint(style, '^'.repeat(view.length))}`;
    return [joined(gutter, view.text), `  ${' '.repeat(digits)} ${paint('faint', '|')} ${underline}`];
  });
}

function joined(gutter: string, text: string): string {
  return text.trim() === '' ? gutter : `${gutter} ${text}`;
}

/** A line end at the end of a file starts no line worth showing. */
function lastShownLine(file: SourceFile): number {
  return file.lineStart(file.lineCount) === file.text.length ? file.lineCount - 1 : file.lineCount;
}

const MASK = '(masked)';

/** A line with what is secret in it masked, and where a stretch that starts or ends at a column of the file does so in it. */
interface ShownLine {
  readonly text: string;
  readonly startOf: (column: number) => number;
  readonly endOf: (column: number) => number;
}

function shownLine(file: SourceFile, number: number, secrets: readonly Range[]): ShownLine {
  const line = lineText(file, number);
  const from = file.lineStart(number);
  const hidden = secrets.flatMap(({ start, end }) => {
    const [first, last] = [Math.max(start - from, indentOf(line)), Math.min(end - from, line.length)];
    return first < last ? [{ first, last }] : [];
  });
  if (hidden.length === 0) return { text: line, startOf: (column) => column, endOf: (column) => column };
  const parts = hidden.map(({ first }, index) => `${line.slice(hidden[index - 1]?.last ?? 0, first)}${MASK}`);
  const moved = (column: number, inside: number): number => hidden.reduce((place, { first, last }) => {
    if (column >= last) return place + MASK.length - (last - first);
    return column > first ? place - (column - first) + inside : place;
  }, column);
  return { text: `${parts.join('')}${line.slice(hidden.at(-1)?.last ?? 0)}`, startOf: (column) => moved(column, 0), endOf: (column) => moved(column, MASK.length) };
}

/** The masked lines of a text in several lines keep their place. */
function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** As {@link SourceFile.line}, without looking at the whole of a line that may be very long. */
function lineText(file: SourceFile, number: number): string {
  if (number >= file.lineCount) return file.text.slice(file.lineStart(number));
  const end = file.lineStart(number + 1) - 1;
  return file.text.slice(file.lineStart(number), file.text[end - 1] === '\r' ? end - 1 : end);
}

/** `undefined` stands for lines left out. */
function numbersAround(first: number, last: number, lastShown: number): (number | undefined)[] {
  const from = Math.max(1, first - linesBefore);
  const to = Math.max(last, Math.min(lastShown, last + linesAfter));
  if (last - first < maximalMarkedLines) return numbersFrom(from, to);
  return [...numbersFrom(from, first + maximalMarkedLines - 3), undefined, ...numbersFrom(last, to)];
}

function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function headOf(line: string, room: number): string {
  const glyphs = glyphsOf(line, 0, room * charactersPerCell);
  if (line.length <= room * charactersPerCell && cellsOf(glyphs) <= room) return textOf(glyphs);
  return `${textOf(firstOf(glyphs, room - 1))}…`;
}

/** The part of a line in which the marked stretch is seen, with `…` where something was cut. */
function viewOf(line: string, { start, end, room }: { start: number; end: number; room: number }): View {
  const reach = room * charactersPerCell;
  const from = Math.min(start, line.length);
  const to = Math.min(Math.max(end, from), line.length);
  const before = glyphsOf(line, Math.max(0, from - reach), from);
  const marked = glyphsOf(line, from, Math.min(to, from + reach));
  const after = to > from + reach ? [] : glyphsOf(line, to, to + reach);
  const isWhole = from <= reach && to + reach >= line.length && cellsOf([...before, ...marked, ...after]) <= room;
  if (isWhole) return { text: textOf([...before, ...marked, ...after]), caret: cellsOf(before), length: Math.max(1, cellsOf(marked)) };

  const beforeShown = lastOf(before, Math.max(Math.floor(room / 3), room - 2 - cellsOf([...marked, ...after])));
  const isCutBefore = from > reach || beforeShown.length < before.length;
  const caret = cellsOf(beforeShown) + (isCutBefore ? 1 : 0);
  const rest = firstOf([...marked, ...after], room - caret - 1);
  const isCutAfter = to + reach < line.length || rest.length < marked.length + after.length;
  const markedShown: Glyph[] = rest.slice(0, marked.length);
  return {
    text: `${isCutBefore ? '…' : ''}${textOf([...beforeShown, ...rest])}${isCutAfter ? '…' : ''}`,
    caret,
    length: Math.max(1, cellsOf(markedShown)),
  };
}
