/** Puts a new entry or item below the last one of a mapping or list, in its style and indentation. */
import type { SourceFile } from '../source.ts';
import { fill, isEmptyFlow, isJson } from './edit-entry.ts';
import { below, columnOf, contentEnd, entryEnd, inOrder, isCutBlock, lineBreak, lineEnd, lineStart, startsBlock } from './edit-lines.ts';
import { isInFlow, isShared, writtenEntries, type Container, type Place } from './edit-place.ts';
import { entryLines, flowEntry, inFlow, itemLines, joinLines, layoutOf } from './edit-print.ts';
import type { Edits, PlainData } from './text-edit.ts';
import type { MappingTree, SequenceTree } from './tree.ts';

export function insertKey(place: Place<MappingTree>, key: string, value: PlainData): Edits {
  const { file, document, tree, above } = place;
  if (isShared(document, tree) || !document.root) return undefined;
  if (isEmptyFlow(file.text, tree) && !isInFlow(above)) return fill(place, { [key]: value });
  if (tree.isFlow) return insertInFlow(file, tree, flowEntry(key, value, isJson(tree, file.path)));
  return insertBelow(place, (indent) => joinLines(entryLines(key, value, indent, layoutOf(document.root ?? tree, file.text)), lineBreak(file.text, tree.start)));
}

export function insertItem(place: Place<SequenceTree>, value: PlainData): Edits {
  const { file, document, tree, above } = place;
  if (isShared(document, tree) || !document.root) return undefined;
  if (isEmptyFlow(file.text, tree) && !isInFlow(above)) return fill(place, [value]);
  const [first] = tree.items;
  if (tree.isFlow) return insertInFlow(file, tree, inFlow(value, isJson(first ?? tree, file.path)));
  const layout = layoutOf(document.root, file.text);
  const gap = /^-( +)\S/.exec(file.text.slice(tree.start, lineEnd(file.text, tree.start)))?.[1]?.length ?? 1;
  return insertBelow(place, (indent) => joinLines(itemLines(value, indent, layout, gap), lineBreak(file.text, tree.start)));
}

function insertBelow({ file, tree }: Place<Container>, print: (indent: number) => string): Edits {
  const { text } = file;
  if (!startsBlock(text, tree.start) || isCutBlock(text, tree)) return undefined;
  const column = columnOf(text, tree.start);
  const at = below(text, contentEnd(text, tree), column);
  return at === undefined ? undefined : inOrder(file, [{ start: at, end: at, text: lineBreak(text, tree.start) + print(column) }]);
}

/** After the last entry; on a line of its own where that one has one. */
export function insertInFlow(file: SourceFile, tree: Container, printed: string): Edits {
  const { text } = file;
  const close = tree.end - 1;
  const end = lastEnd(text, tree);
  if (end === undefined) return fillFlow(file, tree, printed);
  const tail = /^[ \t]*(?:\r?\n[ \t]*)*,/.exec(text.slice(end, close));
  const afterComma = end + (tail?.[0].length ?? 0);
  if (!/^(?:\s|#[^\r\n]*(?![^\r\n]))*$/.test(text.slice(afterComma, close))) return undefined;
  const start = lastStart(tree);
  const ownIndent = /^[ \t]*$/.exec(text.slice(lineStart(text, start), start))?.[0];
  if (ownIndent === undefined || lineStart(text, start) <= tree.start) {
    if (text.slice(afterComma, close).includes('#')) return undefined;
    return inOrder(file, [{ start: afterComma, end: afterComma, text: tail ? ` ${printed}` : `, ${printed}` }]);
  }
  const at = Math.min(lineEnd(text, afterComma), close);
  const line = lineBreak(text, tree.start) + ownIndent + printed + (tail ? ',' : '');
  return inOrder(file, [...(tail ? [] : [{ start: end, end, text: ',' }]), { start: at, end: at, text: line }]);
}

function fillFlow(file: SourceFile, tree: Container, printed: string): Edits {
  const inside = file.text.slice(tree.start + 1, tree.end - 1);
  if (inside.trim() !== '') return undefined;
  const text = inside === ' ' ? ` ${printed} ` : printed;
  return inOrder(file, [{ start: tree.start + 1, end: tree.end - 1, text }]);
}

function lastEnd(text: string, tree: Container): number | undefined {
  if (tree.kind === 'sequence') {
    const last = tree.items.at(-1);
    return last && contentEnd(text, last);
  }
  const last = writtenEntries(tree).at(-1);
  if (!last) return undefined;
  const colon = last.value.end === last.value.start ? /^[ \t]*:/.exec(text.slice(last.key.end, tree.end)) : null;
  return Math.max(entryEnd(text, last), last.key.end + (colon?.[0].length ?? 0));
}

function lastStart(tree: Container): number {
  return (tree.kind === 'sequence' ? tree.items.at(-1)?.start : writtenEntries(tree).at(-1)?.key.start) ?? tree.start;
}
