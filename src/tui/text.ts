/** Lines of a screen: harmless, and measured in columns of the terminal. Colours are put on afterwards. */
import { clip, visible } from '../report/escape.ts';
import { cellsOf, firstOf, glyphsOf, lastOf, textOf, type Glyph } from '../report/glyphs.ts';

/** Longer texts are cut before they are looked at closely. */
const maximalText = 4000;

/** The text in one line of at most so many columns, `…` where something was cut. */
export function fit(text: string, cells: number): string {
  return fitGlyphs(glyphs(text), cells);
}

/** The same, with the end kept: of a path the name counts. */
export function fitEnd(text: string, cells: number): string {
  const all = glyphs(text);
  if (cellsOf(all) <= cells) return textOf(all);
  return cells <= 0 ? '' : `…${textOf(lastOf(all, cells - 1))}`;
}

/** Exactly so many columns wide. */
export function column(text: string, cells: number): string {
  const shown = fit(text, cells);
  return shown + ' '.repeat(Math.max(0, cells - widthOf(shown)));
}

/** How many columns a text takes that is harmless already. */
export function widthOf(text: string): number {
  return cellsOf(glyphs(text));
}

/** The text in lines of at most so many columns, broken between words where there are any; later lines are indented. */
export function wrap(text: string, cells: number, { indent = 0 }: { readonly indent?: number } = {}): string[] {
  const lines: string[] = [];
  let line: Glyph[] = [];
  const room = (): number => Math.max(1, cells - (lines.length === 0 ? 0 : indent));
  const end = (): void => {
    lines.push(`${' '.repeat(lines.length === 0 ? 0 : indent)}${textOf(line)}`);
    line = [];
  };
  for (const word of wordsOf(glyphs(text))) {
    let rest = word;
    const gap: Glyph[] = line.length === 0 ? [] : [{ text: ' ', cells: 1 }];
    if (cellsOf([...line, ...gap, ...rest]) <= room()) {
      line.push(...gap, ...rest);
      continue;
    }
    if (line.length > 0) end();
    while (cellsOf(rest) > room()) {
      const first = firstOf(rest, room());
      line = first.length === 0 ? rest.slice(0, 1) : first;
      rest = rest.slice(line.length);
      end();
    }
    line = [...rest];
  }
  if (line.length > 0 || lines.length === 0) end();
  return lines;
}

function wordsOf(all: readonly Glyph[]): Glyph[][] {
  const words: Glyph[][] = [];
  let isBetween = true;
  for (const glyph of all) {
    if (glyph.text === ' ') isBetween = true;
    else if (isBetween) {
      words.push([glyph]);
      isBetween = false;
    } else words.at(-1)?.push(glyph);
  }
  return words;
}

function glyphs(text: string): Glyph[] {
  const line = visible(clip(text, maximalText));
  return glyphsOf(line, 0, line.length);
}

function fitGlyphs(all: readonly Glyph[], cells: number): string {
  if (cellsOf(all) <= cells) return textOf(all);
  return cells <= 0 ? '' : `${textOf(firstOf(all, cells - 1))}…`;
}
