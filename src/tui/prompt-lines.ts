/** What is typed, as lines: a label, the text, and below it why it was not taken. */
import type { Paint } from '../report/ansi.ts';
import { EXAMPLE_DAY } from './dialogue.ts';
import { inputText, type LineInput } from './line-input.ts';
import type { Field, Prompt } from './state.ts';
import { fit, widthOf } from './text.ts';

export interface PromptLines {
  readonly lines: readonly string[];
  /** Where the cursor stands in them, from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
}

/** Shown where nothing is typed. */
const HINTS: Readonly<Partial<Record<Field['name'], string>>> = { until: `a day (${EXAMPLE_DAY}), or for good` };

export function promptLines({ fields, at, error }: Prompt, columns: number, paint: Paint): PromptLines {
  const labelCells = Math.max(...fields.map(({ name }) => name.length)) + 2;
  const shown = fields.map(({ name, input }) => ({ name, ...inputLine(input, columns - labelCells) }));
  const lines = shown.map(({ name, line }) => {
    const hint = line === '' ? HINTS[name] : undefined;
    return `${paint('path', `${name}:`.padEnd(labelCells))}${hint === undefined ? line : paint('faint', fit(hint, columns - labelCells))}`.trimEnd();
  });
  const about = error === undefined ? '' : paint('warning', fit(error, columns));
  return { lines: ['', ...lines, about], cursor: { row: 1 + at, column: labelCells + (shown[at]?.cursor ?? 0) } };
}

/** The part of what is typed in which the cursor stands. */
function inputLine(input: LineInput, width: number): { readonly line: string; readonly cursor: number } {
  const before = inputText({ ...input, characters: input.characters.slice(0, input.cursor) });
  const after = inputText({ ...input, characters: input.characters.slice(input.cursor) });
  const room = Math.max(1, width - 1);
  let from = 0;
  const characters = Array.from(before);
  while (from < characters.length && widthOf(characters.slice(from).join('')) > room) from += 1;
  const shown = characters.slice(from).join('');
  return { line: fit(`${shown}${after}`, width), cursor: widthOf(shown) };
}
