/** Lines around an offset: where an entry ends, and where the next one may be put. */
import type { Range, SourceFile } from '../source.ts';
import { writtenEntries } from './edit-place.ts';
import type { TextEdit } from './text-edit.ts';
import type { EntryTree, ScalarTree, Tree } from './tree.ts';

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line's content, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The line end that the lines around the offset have. */
export function lineBreak(text: string, offset: number): string {
  const after = text.indexOf('\n', offset);
  const newline = after >= 0 ? after : text.lastIndexOf('\n', offset);
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** What stands before the first key or dash of a block on its line: blanks and the dashes of the lists around it. */
export function startsBlock(text: string, offset: number): boolean {
  return /^ *(?:- +)*$/.test(text.slice(lineStart(text, offset), offset));
}

/** Whether nothing but a comment follows on the line. */
export function isLastOnLine(text: string, offset: number): boolean {
  return /^(?:[ \t]*|[ \t]+#.*)$/.test(text.slice(offset, lineEnd(text, offset)));
}

/** Where what a tree says ends: before the line end and the comments that follow. */
export function contentEnd(text: string, tree: Tree): number {
  if (tree.kind === 'mapping' && !tree.isFlow) {
    const last = writtenEntries(tree).at(-1);
    if (last) return entryEnd(text, last);
  }
  if (tree.kind === 'sequence' && !tree.isFlow) {
    const last = tree.items.at(-1);
    if (last) return contentEnd(text, last);
  }
  if (tree.kind === 'scalar' && isBlockScalar(tree)) return blockEnd(text, tree);
  return tree.start === tree.end ? beforeBlanks(text, tree.end) : tree.end;
}

/** An empty value ends at the colon or dash before it. */
function beforeBlanks(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return end;
}

export function entryEnd(text: string, { key, value }: EntryTree): number {
  return Math.max(key.end, contentEnd(text, value));
}

export function isBlockScalar({ style }: ScalarTree): boolean {
  return style === 'literal' || style === 'folded';
}

/** Where a block's last line ends. Blank lines below it belong to it only where its header keeps them. */
export function blockEnd(text: string, { start, end }: Range): number {
  const raw = text.slice(start, end);
  const lines = raw.split('\n');
  if (raw.endsWith('\n')) lines.pop();
  const isKept = /^[|>][0-9]*\+/.test(raw);
  const indent = lines.slice(1).find((line) => line.trim() !== '')?.search(/\S/) ?? 0;
  while (!isKept && lines.length > 1 && isBlank(lines.at(-1) ?? '', indent)) lines.pop();
  const length = lines.join('\n').length;
  return start + (raw.endsWith('\r', length) ? length - 1 : length);
}

function isBlank(line: string, indent: number): boolean {
  return line.trim() === '' && line.replace('\r', '').length <= indent;
}

/**
 * Where lines of a block at `column` go whose last entry ends at `end`: below its line and below the comments that stand deeper, which
 * belong to what is inside. Comments at the block's own column or before it stay below the new lines. `undefined` where a new line would
 * change what is above it.
 */
export function below(text: string, end: number, column: number): number | undefined {
  if (!isLastOnLine(text, end)) return undefined;
  let at = lineEnd(text, end);
  for (let next = nextLine(text, at); next < text.length; next = nextLine(text, next)) {
    const line = text.slice(next, lineEnd(text, next));
    const comment = /^( *)#/.exec(line);
    if (comment && (comment[1] ?? '').length > column) at = next + line.length;
    else if (line.trim() !== '') break;
  }
  return at;
}

/** A last block without a line end would gain one by a line below it. */
export function isCutBlock(text: string, tree: Tree): boolean {
  const last = tree.end >= text.length && !text.endsWith('\n') ? lastScalar(tree) : undefined;
  return last !== undefined && isBlockScalar(last) && !/^[|>][0-9]*-/.test(text.slice(last.start, last.start + 8));
}

/** Whether the last that a tree says is a block. */
export function endsInBlock(tree: Tree): boolean {
  const last = lastScalar(tree);
  return last !== undefined && isBlockScalar(last);
}

/** Whether a tree ends in a block whose blank lines below count (`|+`). */
export function isKeptBlock(text: string, tree: Tree): boolean {
  const last = lastScalar(tree);
  return last !== undefined && isBlockScalar(last) && /^[|>][0-9]*\+/.test(text.slice(last.start, last.start + 8));
}

function lastScalar(tree: Tree | undefined): ScalarTree | undefined {
  if (tree?.kind === 'mapping') return lastScalar(writtenEntries(tree).at(-1)?.value);
  if (tree?.kind === 'sequence') return lastScalar(tree.items.at(-1));
  return tree?.kind === 'scalar' ? tree : undefined;
}

/** Edits in the order of the file; those that touch become one. */
export function inOrder(file: SourceFile, edits: readonly { readonly start: number; readonly end: number; readonly text: string }[]): TextEdit[] {
  const joined: { start: number; end: number; text: string }[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last && last.end === edit.start) Object.assign(last, { end: edit.end, text: last.text + edit.text });
    else joined.push({ ...edit });
  }
  return joined
    .filter(({ start, end, text }) => file.text.slice(start, end) !== text)
    .map(({ start, end, text }) => ({ file, range: { start, end }, text }));
}
