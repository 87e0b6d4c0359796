/**
 * Takes an entry out of its mapping, with its lines and with what belongs to it: the comment on its lines, comments below that stand
 * deeper, and the comment lines directly above it, in its own column and without a blank line between. A comment at the very top of a
 * document is about the document and stays. A mapping that loses its last entry becomes `{}`.
 */
import { below, columnOf, endsInBlock, entryEnd, inOrder, isKeptBlock, lineStart, nextLine, startsBlock } from './edit-lines.ts';
import { isShared, touchesShared, writtenEntries, type EntryPlace } from './edit-place.ts';
import type { Edits } from './text-edit.ts';
import type { EntryTree, Tree } from './tree.ts';

export function removeEntry(place: EntryPlace): Edits {
  const { file, document, tree, entry } = place;
  const extent = { start: entry.key.start, end: entryEnd(file.text, entry) };
  if (isShared(document, tree) || touchesShared(document, extent)) return undefined;
  const written = writtenEntries(tree);
  if (written.filter(({ key }) => key.text === entry.key.text).length !== 1) return undefined;
  if (tree.isFlow) return removeFromFlow(place, written);
  if (!startsBlock(file.text, entry.key.start)) return undefined;
  return written.length === 1 ? empty(place) : removeLines(place, written);
}

function removeLines({ file, document, tree, entry }: EntryPlace, written: readonly EntryTree[]): Edits {
  const { text } = file;
  const column = columnOf(text, entry.key.start);
  const end = below(text, entryEnd(text, entry), column);
  if (end === undefined) return undefined;
  if (entry === written[0] && text.slice(lineStart(text, entry.key.start), entry.key.start).includes('-')) {
    const next = /^\s*/.exec(text.slice(end))?.[0].length ?? 0;
    return inOrder(file, [{ start: entry.key.start, end: end + next, text: '' }]);
  }
  const own = commentStart(text, entry.key.start);
  const start = tree === document.root && isHead(text, own) ? lineStart(text, entry.key.start) : own;
  const before = written[written.indexOf(entry) - 1];
  return inOrder(file, [lineRange(text, start, before ? blanksBelow(text, end, before.value) : end)]);
}

/** A block above would take the blank lines below what is removed: `|+` all of them, every other one those with blanks in them. */
function blanksBelow(text: string, end: number, above: Tree): number {
  const blank = /^\s*(?:\n|$)/.exec(text.slice(end))?.[0] ?? '';
  const isTaken = isKeptBlock(text, above) || (endsInBlock(above) && /[ \t]/.test(blank));
  return isTaken ? Math.max(end, lineStart(text, end + blank.length) - 1) : end;
}

function lineRange(text: string, start: number, end: number): { start: number; end: number; text: string } {
  return { start, end: nextLine(text, end), text: '' };
}

/** Where the comment lines above a key start, or its own line. */
export function commentStart(text: string, key: number): number {
  let start = lineStart(text, key);
  const indent = text.slice(start, key);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!text.startsWith(`${indent}#`, above)) break;
    start = above;
  }
  return start;
}

/** Whether nothing of the document stands above. */
export function isHead(text: string, offset: number): boolean {
  const above = text.slice(0, offset).trimEnd();
  return above === '' || above.startsWith('---', lineStart(above, above.length));
}

/** The last entry of a block mapping. */
function empty({ file, entry, above }: EntryPlace): Edits {
  const { text } = file;
  const { key } = entry;
  const end = entryEnd(text, entry);
  const step = above.at(-1);
  if (!step || !('entry' in step)) return inOrder(file, [{ start: key.start, end, text: '{}' }]);
  const between = /^([ \t]*:)[ \t]*(?:#[^\r\n]*)?\r?\n/.exec(text.slice(step.entry.key.end, key.start));
  const last = below(text, end, columnOf(text, key.start));
  if (!between || last === undefined || !/^(?:\s|#[^\r\n]*(?![^\r\n]))*$/.test(text.slice(step.entry.key.end + between[0].length, key.start))) return undefined;
  const colon = step.entry.key.end + (between[1]?.length ?? 0);
  return inOrder(file, [{ start: colon, end: colon, text: ' {}' }, lineRange(text, commentStart(text, key.start), last)]);
}

function removeFromFlow({ file, tree, entry }: EntryPlace, written: readonly EntryTree[]): Edits {
  const { text } = file;
  const index = written.indexOf(entry);
  const [before, next] = [written[index - 1], written[index + 1]];
  const end = flowEnd(text, entry);
  if (next) {
    const between = text.slice(end, next.key.start);
    if (!/^\s*,[ \t]*(?:#[^\r\n]*)?\s*$/.test(between)) return undefined;
    return inOrder(file, [{ start: entry.key.start, end: next.key.start, text: '' }]);
  }
  if (!before) return emptyFlow(file.text.slice(tree.start + 1, tree.end - 1).includes('#'), { file, tree });
  const start = flowEnd(text, before);
  return /^\s*,\s*$/.test(text.slice(start, entry.key.start)) ? inOrder(file, [{ start, end, text: '' }]) : undefined;
}

function emptyFlow(hasComment: boolean, { file, tree }: Pick<EntryPlace, 'file' | 'tree'>): Edits {
  return hasComment ? undefined : inOrder(file, [{ start: tree.start + 1, end: tree.end - 1, text: '' }]);
}

export function flowEnd(text: string, entry: EntryTree): number {
  const end = entryEnd(text, entry);
  if (entry.value.end > entry.value.start) return end;
  const colon = /^[ \t]*:/.exec(text.slice(entry.key.end, entry.key.end + 200));
  return Math.max(end, entry.key.end + (colon?.[0].length ?? 0));
}
