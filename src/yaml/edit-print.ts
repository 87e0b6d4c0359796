/** Nested data as YAML lines or in flow style, the way the file around it is written. */
import { columnOf } from './edit-lines.ts';
import { writtenEntries } from './edit-place.ts';
import { doubleQuoted, isList, isRecord, scalarToken } from './edit-token.ts';
import type { PlainData } from './text-edit.ts';
import type { Tree } from './tree.ts';

/** How a file indents. */
export interface Layout {
  readonly step: number;
  /** Whether the dashes of a list under a key stand deeper than the key. */
  readonly indentsLists: boolean;
}

/** One line; deeper lines follow it. */
interface Line {
  readonly indent: number;
  readonly text: string;
}

/** How a document indents, from the first block that tells; two columns and indented lists where none does. */
export function layoutOf(root: Tree, text: string): Layout {
  const seen: Seen = { budget: 2000 };
  look(root, text, seen);
  return { step: seen.step ?? 2, indentsLists: seen.indentsLists ?? true };
}

interface Seen {
  budget: number;
  step?: number;
  indentsLists?: boolean;
}

function look(tree: Tree, text: string, seen: Seen): void {
  seen.budget -= 1;
  if (seen.budget < 0 || (seen.step !== undefined && seen.indentsLists !== undefined)) return;
  if (tree.kind === 'sequence' && !tree.isFlow) for (const item of tree.items) look(item, text, seen);
  if (tree.kind !== 'mapping' || tree.isFlow) return;
  for (const { key, value } of writtenEntries(tree)) {
    if (value.kind === 'mapping' || value.kind === 'sequence') {
      const depth = value.isFlow ? 0 : columnOf(text, value.start) - columnOf(text, key.start);
      if (value.kind === 'mapping' && depth > 0 && depth <= 8) seen.step ??= depth;
      if (value.kind === 'sequence' && !value.isFlow) seen.indentsLists ??= depth > 0;
    }
    look(value, text, seen);
  }
}

/** Whether data needs lines of its own below its key. */
export function isNested(data: PlainData): boolean {
  return isList(data) ? data.length > 0 : isRecord(data) && Object.keys(data).length > 0;
}

export function keyToken(key: string, isInFlow: boolean): string {
  return scalarToken(key, { style: 'plain', isInFlow });
}

/** `key: value` and the lines below it. */
export function entryLines(key: string, value: PlainData, indent: number, layout: Layout): Line[] {
  return keyedLines(keyToken(key, false), value, indent, layout);
}

/** `- value` and the lines below it, with as many blanks after the dash as the list has. */
export function itemLines(value: PlainData, indent: number, layout: Layout, gap = 1): Line[] {
  const inside = dataLines(value, indent + 1 + gap, layout);
  const [first, ...rest] = inside;
  return [{ indent, text: `-${' '.repeat(gap)}${first?.text ?? ''}` }, ...rest];
}

/** The lines of data, all at `indent` or deeper. */
export function dataLines(data: PlainData, indent: number, layout: Layout): Line[] {
  if (!isNested(data)) return [{ indent, text: flowText(data, false) }];
  if (isList(data)) return data.flatMap((item) => itemLines(item, indent, layout));
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => entryLines(key, value, indent, layout));
}

function keyedLines(key: string, value: PlainData, indent: number, layout: Layout): Line[] {
  if (!isNested(value)) return [{ indent, text: `${key}: ${flowText(value, false)}` }];
  return [{ indent, text: `${key}:` }, ...dataLines(value, childIndent(value, indent, layout), layout)];
}

/** Where the value of a key at `indent` starts. */
export function childIndent(value: PlainData, indent: number, { step, indentsLists }: Layout): number {
  return isList(value) && !indentsLists ? indent : indent + step;
}

/** Lines joined, each with its indentation. */
export function joinLines(lines: readonly Line[], lineBreak: string): string {
  return lines.map(({ indent, text }) => ' '.repeat(indent) + text).join(lineBreak);
}

/** Data on one line; as JSON where the mapping around it is written so. */
export function flowText(data: PlainData, isJson: boolean): string {
  if (isList(data)) return `[${data.map((item) => inFlow(item, isJson)).join(', ')}]`;
  if (!isRecord(data)) return scalarToken(data, { style: isJson ? 'double' : 'plain', isInFlow: false });
  return `{${Object.entries(data).map(([key, value]) => flowEntry(key, value, isJson)).join(', ')}}`;
}

export function flowEntry(key: string, value: PlainData, isJson: boolean): string {
  return `${isJson ? doubleQuoted(key) : keyToken(key, true)}: ${inFlow(value, isJson)}`;
}

export function inFlow(data: PlainData, isJson: boolean): string {
  if (isList(data) || isRecord(data)) return flowText(data, isJson);
  return scalarToken(data, { style: isJson ? 'double' : 'plain', isInFlow: true });
}
