/** `|` and `>` with the lines below them. */
import { CARRIAGE_RETURN, isLineEnd, leave, LINE_FEED, PIPE, SPACE, TAB } from './characters.ts';

export interface BlockScalar {
  readonly text: string;
  /** Behind the last line that belongs to it. */
  readonly end: number;
}

/** A header without an indentation of its own: `|`, `|-`, `>`, `>-`; a comment may follow. */
const HEADER = /[|>](-?) *(?: #[^\n]*)?\r?(?:\n|$)/y;

/** Reads the block whose header stands at an offset; its lines stand deeper than `indent`. Blocks without a line are left. */
export function readBlockScalar(text: string, at: number, indent: number): BlockScalar {
  HEADER.lastIndex = at;
  const header = HEADER.exec(text);
  if (!header) leave();
  const { lines, end } = linesOf(text, at + header[0].length, indent);
  const body = text.charCodeAt(at) === PIPE ? lines.join('\n') : folded(lines);
  const hasLineEnd = text.charCodeAt(end - 1) === LINE_FEED;
  return { text: header[1] === '-' || !hasLineEnd ? body : `${body}\n`, end };
}

/** The lines without their common indentation, up to the last one that is not blank. */
function linesOf(text: string, from: number, indent: number): { lines: string[]; end: number } {
  const lines: string[] = [];
  let end = from;
  let common = 0;
  let last = 0;
  for (let start = from; start < text.length; ) {
    let at = start;
    while (text.charCodeAt(at) === SPACE) at += 1;
    const column = at - start;
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    if (isLineEnd(text, at)) {
      // A blank line that is longer than the indentation is text; whether it is the last one, only the package can tell.
      if (column > common) leave();
      lines.push('');
    } else {
      if (column < common || column <= indent) break;
      if (common === 0) common = column;
      if (text.charCodeAt(at) === TAB) leave();
      lines.push(lineText(text, start + common, newline < 0 ? text.length : newline));
      last = lines.length;
      end = next;
    }
    start = next;
  }
  if (last === 0) leave();
  lines.length = last;
  return { lines, end };
}

function lineText(text: string, start: number, end: number): string {
  if (text.charCodeAt(end - 1) !== CARRIAGE_RETURN) return text.slice(start, end);
  return end === text.length ? leave() : text.slice(start, end - 1);
}

/** Lines that are folded into one; blank and deeper lines would stay lines. */
function folded(lines: readonly string[]): string {
  if (lines.some((line) => line === '' || line.startsWith(' ') || line.startsWith('\t'))) leave();
  return lines.join(' ');
}
