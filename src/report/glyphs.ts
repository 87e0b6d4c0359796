/** A line of code as a terminal shows it: which text takes how many columns. */
import { visibleCharacters } from './escape.ts';

export interface Glyph {
  readonly text: string;
  /** Columns of the terminal. */
  readonly cells: number;
}

const tabCells = 4;
const combining = /^[\p{Mn}\p{Me}\uFE0E\uFE0F]$/u;
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18AFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}])$/u;

/** How far before a stretch it is looked for what decides how its first characters are shown. */
const lookBehind = 80;

/** The glyphs of the stretch of a line from one UTF-16 offset to another. */
export function glyphsOf(line: string, from: number, to: number): Glyph[] {
  const start = Math.max(0, from - lookBehind);
  if (isPlain(line.slice(start, to))) return Array.from(line.slice(from, to), (text) => ({ text, cells: 1 }));
  return visibleCharacters(line.slice(start, to)).flatMap(({ at, shown, character }) => (start + at < from ? [] : [glyphOf(shown, character)]));
}

/** Most code: nothing in it needs a closer look. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text) && !text.includes('##');
}

function glyphOf(shown: string, character: string): Glyph {
  if (character === '\t') return { text: ' '.repeat(tabCells), cells: tabCells };
  if (shown !== character) return { text: shown, cells: shown.length };
  if (character >= ' ' && character <= '~') return { text: character, cells: 1 };
  if (combining.test(character)) return { text: character, cells: 0 };
  return { text: character, cells: wide.test(character) ? 2 : 1 };
}

export function cellsOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, { cells }) => sum + cells, 0);
}

export function textOf(glyphs: readonly Glyph[]): string {
  return glyphs.map(({ text }) => text).join('');
}

/** As many of the first glyphs as fit. */
export function firstOf(glyphs: readonly Glyph[], cells: number): Glyph[] {
  let used = 0;
  const end = glyphs.findIndex((glyph) => (used += glyph.cells) > cells);
  return end < 0 ? [...glyphs] : glyphs.slice(0, end);
}

/** As many of the last glyphs as fit. */
export function lastOf(glyphs: readonly Glyph[], cells: number): Glyph[] {
  return firstOf([...glyphs].reverse(), cells).reverse();
}
