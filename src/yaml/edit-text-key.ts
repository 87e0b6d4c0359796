/**
 * A key in a mapping that stands in the text of a template or in a text that is YAML itself (`patch: |`, `templatePatch: |`): on a line below
 * its last entry. Only where all of the mapping was written there line by line, and no action between its key and that entry decides or
 * repeats anything: then whatever brings the entry brings the new line as well, and nothing else can bring the key.
 */
import { Nearness, type Piece, type SourceFile } from '../source.ts';
import { columnOf, inOrder, isBlockScalar, lineBreak, lineEnd, lineStart, nextLine } from './edit-lines.ts';
import { scalarAt } from './edit-place.ts';
import { entryLines, joinLines } from './edit-print.ts';
import { onlyPiece } from './edit-rendered.ts';
import { isInAction } from './edit-template.ts';
import type { Node } from './node.ts';
import type { Edits, PlainData } from './text-edit.ts';

export function insertKeyInText(node: Node, key: string, value: PlainData): Edits {
  const holder = node.key && writtenPiece(node.key);
  const last = node.keys().at(-1);
  if (!holder || !last) return undefined;
  const { file } = holder.at;
  const pieces = node.keys().map(writtenPiece);
  const below = pieces.at(-1);
  if (!below || !pieces.every((piece) => piece?.at.file === file && piece.at.range.start > holder.at.range.end)) return undefined;
  const at = endOfEntry(file, node.get(String(last.path.at(-1))), below);
  const column = columnOf(file.text, below.at.range.start);
  const step = column - columnOf(file.text, holder.at.range.start);
  if (at === undefined || step < 1 || !isStraight(file.text.slice(holder.at.range.end, lineStart(file.text, at)))) return undefined;
  const eol = lineBreak(file.text, at);
  const text = joinLines(entryLines(key, value, column, { step, indentsLists: true }), eol);
  return text.includes('{{') ? undefined : inOrder(file, [{ start: at, end: at, text: eol + text }]);
}

/** The place of a key that stands there as it is rendered, between the actions of a template or in the lines of a `|` block. */
function writtenPiece(key: Node): Piece | undefined {
  const piece = onlyPiece(key);
  if (piece?.verbatim !== true || piece.at.file.shownAt || !key.trace.traced) return undefined;
  const { file, range } = piece.at;
  if (file.text.slice(range.start, range.end) !== key.written || isInAction(file.text, range.start)) return undefined;
  return isInBlock(piece) || (piece.nearness === Nearness.template && file.text.includes('{{')) ? piece : undefined;
}

function isInBlock({ at: { file, range } }: Piece): boolean {
  const tree = scalarAt(file, range)?.tree;
  return tree !== undefined && isBlockScalar(tree) && tree.style === 'literal';
}

/** The end of the line of an entry that has just one, and whose value is a scalar. */
function endOfEntry(file: SourceFile, value: Node, { at: { range } }: Piece): number | undefined {
  const { text } = file;
  const [start, end] = [lineStart(text, range.start), lineEnd(text, range.end)];
  const isAlone = /^ *$/.test(text.slice(start, range.start)) && /^:[ \t]+[^\s|>#&*!{[]|^:[ \t]+\{\{/.test(text.slice(range.end, end));
  if (value.kind !== 'scalar' || !isAlone || !isStraight(text.slice(start, end)) || /-\}\}[ \t]*$/.test(text.slice(start, end))) return undefined;
  const next = nextContent(text, end);
  return next !== undefined && next.indent > columnOf(text, range.start) && !next.isOutside ? undefined : end;
}

/** The next line that is not blank; comments and actions do not go on with a value. */
function nextContent(text: string, offset: number): { readonly indent: number; readonly isOutside: boolean } | undefined {
  for (let at = nextLine(text, offset); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    if (line.trim() !== '') return { indent: line.search(/\S/), isOutside: /^\s*(?:#|\{\{)/.test(line) };
  }
  return undefined;
}

const DECIDES = /\{\{-?\s*(?:if|else|end|range|with|define|block|template|include|break|continue|\/\*)(?![A-Za-z0-9_])/;

/** Whether lines hold values only: no action that decides, repeats or prints entries of its own. */
function isStraight(text: string): boolean {
  if (!text.includes('{{')) return true;
  const isBalanced = text.split('\n').every((line) => line.split('{{').length === line.split('}}').length && !/^\s*\{\{/.test(line));
  return isBalanced && !DECIDES.test(text);
}
