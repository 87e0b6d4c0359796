/**
 * Takes an entry of a mapping to the end of another mapping of the same document, with its comments and as it is written: lines are only
 * indented anew. Where the other mapping does not exist, the keys that lead there are written above the entry.
 */
import { isEmptyFlow, isJson } from './edit-entry.ts';
import { insertInFlow } from './edit-insert.ts';
import { below, columnOf, contentEnd, entryEnd, inOrder, isCutBlock, isKeptBlock, lineBreak, lineEnd, lineStart, nextLine, startsBlock } from './edit-lines.ts';
import { covers, isInFlow, isShared, touchesShared, writtenEntries, type EntryPlace, type Place } from './edit-place.ts';
import { keyToken, layoutOf } from './edit-print.ts';
import { commentStart, flowEnd, isHead, removeEntry } from './edit-remove.ts';
import type { Range } from '../source.ts';
import { canStandPlain, doubleQuoted } from './edit-token.ts';
import type { Edits } from './text-edit.ts';
import type { MappingTree, Tree } from './tree.ts';

export interface Destination {
  /** The mapping that is there. */
  readonly place: Place<MappingTree>;
  /** Keys below it that are not. */
  readonly missing: readonly string[];
}

export function moveEntry(entry: EntryPlace, to: Destination): Edits {
  const target = to.place.tree;
  const name = to.missing[0] ?? entry.entry.key.text;
  const isTaken = [...target.entries, ...writtenEntries(target)].some(({ key }) => key.text === name);
  if (entry.file !== to.place.file || entry.document !== to.place.document || isTaken || !isFree(entry, to.place)) return undefined;
  if (to.missing.length > 0 && target !== entry.tree) return undefined;
  if (entry.tree.isFlow || target.isFlow) return moveInFlow(entry, to);
  return moveLines(entry, to);
}

/** Neither what moves nor where it goes is something that an alias stands for; nor does it hold one, whose anchor has to stay above. */
function isFree({ document, tree, entry }: EntryPlace, target: Place<MappingTree>): boolean {
  const extent = { start: entry.key.start, end: Math.max(entry.key.end, entry.value.end) };
  const isShape = isShared(document, tree) || isShared(document, target.tree) || touchesShared(document, extent);
  return !isShape && (target.tree === tree || !covers(extent, target.tree)) && !holdsAlias(entry.value);
}

function holdsAlias(tree: Tree): boolean {
  if (tree.kind === 'alias') return true;
  if (tree.kind === 'sequence') return tree.items.some(holdsAlias);
  return tree.kind === 'mapping' && writtenEntries(tree).some(({ key, value, mergedBy }) => mergedBy !== undefined || key.text === '<<' || holdsAlias(value));
}

function moveLines(from: EntryPlace, to: Destination): Edits {
  const { file, document, entry, tree } = from;
  const { text } = file;
  const target = to.place.tree;
  const removed = removal(from);
  if (!removed || !document.root || !startsBlock(text, target.start) || !startsBlock(text, entry.key.start) || isKeptBlock(text, entry.value) || isCutBlock(text, entry.value)) return undefined;
  const column = columnOf(text, target.start);
  const { step } = layoutOf(document.root, text);
  const heads = to.missing.map((key, depth) => ' '.repeat(column + depth * step) + `${keyToken(key, false)}:`);
  const lines = shifted(from, column + heads.length * step - columnOf(text, entry.key.start));
  if (!lines) return undefined;
  const eol = lineBreak(text, entry.key.start);
  const block = [...heads, ...lines].join(eol);
  if (target === tree) return replaceLines(from, block);
  if (isCutBlock(text, target) || isKeptBlock(text, target)) return undefined;
  const at = below(text, contentEnd(text, target), column);
  return at === undefined ? undefined : joined(from, removed, { at, block, eol });
}

/** The only entry of an item takes the comments on its lines with it. */
function removal(from: EntryPlace): Edits {
  const { file, tree, entry, above } = from;
  const step = above.at(-1);
  if (!step || 'entry' in step || writtenEntries(tree).length > 1) return removeEntry(from);
  const extent = extentOf(from);
  return extent && inOrder(file, [{ start: entry.key.start, end: extent.end, text: '{}' }]);
}

/** What moves: the lines of the entry and the comments that belong to it. */
function extentOf({ file: { text }, document, tree, entry }: EntryPlace): Range | undefined {
  const end = below(text, entryEnd(text, entry), columnOf(text, entry.key.start));
  const own = commentStart(text, entry.key.start);
  const isBare = isFirstOfItem(text, entry.key.start) || (tree === document.root && isHead(text, own));
  return end === undefined ? undefined : { start: isBare ? lineStart(text, entry.key.start) : own, end };
}

/** Its lines, moved by `by` columns. */
function shifted(from: EntryPlace, by: number): string[] | undefined {
  const { file: { text }, entry } = from;
  const extent = extentOf(from);
  if (!extent) return undefined;
  const { start, end } = extent;
  const lines: string[] = [];
  for (let at = start; at <= end && at < text.length; at = nextLine(text, at)) {
    const line = at === lineStart(text, entry.key.start) ? ' '.repeat(columnOf(text, entry.key.start)) + text.slice(entry.key.start, lineEnd(text, at)) : text.slice(at, lineEnd(text, at));
    const moved = shiftedLine(line, by);
    if (moved === undefined) return undefined;
    lines.push(moved);
  }
  return lines;
}

/** Nothing where a line cannot go that far to the left. */
function shiftedLine(line: string, by: number): string | undefined {
  if (line === '') return line;
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  const isLoose = indent === line.length || line[indent] === '#';
  if (indent + by < 0 && !isLoose) return undefined;
  return ' '.repeat(Math.max(0, indent + by)) + line.slice(indent);
}

function isFirstOfItem(text: string, key: number): boolean {
  return text.slice(lineStart(text, key), key).includes('-');
}

/** The keys that were missing stand where the entry stood. */
function replaceLines(from: EntryPlace, block: string): Edits {
  const { file, entry } = from;
  const extent = extentOf(from);
  if (!extent) return undefined;
  const isFirst = isFirstOfItem(file.text, entry.key.start);
  return inOrder(file, [{ start: isFirst ? entry.key.start : extent.start, end: extent.end, text: isFirst ? block.trimStart() : block }]);
}

/** What is taken away may end where the lines go: the last entry of a mapping inside of another. */
function joined({ file }: EntryPlace, removed: NonNullable<Edits>, { at, block, eol }: { at: number; block: string; eol: string }): Edits {
  const removals = removed.map(({ range, text }) => ({ ...range, text }));
  const around = removals.findIndex(({ start, end }) => start <= at && at < Math.max(end, start + 1) && end > start);
  const last = removals[around];
  if (!last) {
    const isAtEnd = removals.some(({ end }) => end === file.text.length && at === end);
    return isAtEnd ? atEnd(file, removals, block) : inOrder(file, [...removals, { start: at, end: at, text: eol + block }]);
  }
  const isWhole = last.text === '' && last.start === lineStart(file.text, last.start) && last.end === nextLine(file.text, at);
  if (!isWhole) return undefined;
  removals[around] = { ...last, text: block + (file.text[last.end - 1] === '\n' ? eol : '') };
  return inOrder(file, removals);
}

/** The last lines of a file that has no line end there. */
function atEnd(file: EntryPlace['file'], removals: { start: number; end: number; text: string }[], block: string): Edits {
  const last = removals.at(-1);
  if (last?.text !== '' || last.start !== lineStart(file.text, last.start)) return undefined;
  return inOrder(file, [...removals.slice(0, -1), { ...last, text: block }]);
}

/** In or out of braces goes what stands on one line, without a comment. */
function moveInFlow(from: EntryPlace, { place, missing }: Destination): Edits {
  const { file, entry, tree } = from;
  const { text } = file;
  const target = place.tree;
  const removed = removeEntry(from);
  const written = text.slice(entry.key.start, tree.isFlow ? flowEnd(text, entry) : entryEnd(text, entry));
  const losesComment = removed?.some(({ range }) => text.slice(range.start, range.end).includes('#')) !== false;
  if (!removed || losesComment || /[\r\n]/.test(written) || missing.length > 0) return undefined;
  if (!target.isFlow) {
    const at = startsBlock(text, target.start) && !isCutBlock(text, target) && !isKeptBlock(text, target) ? below(text, contentEnd(text, target), columnOf(text, target.start)) : undefined;
    if (at === undefined || !fits(entry.value) || removed.some(({ range }) => range.start <= at && at <= range.end)) return undefined;
    return inOrder(file, [...removed.map(asEdit), { start: at, end: at, text: lineBreak(text, target.start) + ' '.repeat(columnOf(text, target.start)) + written }]);
  }
  if (!tree.isFlow && (!isFlowText(entry.value) || columnOf(text, entry.key.start) !== keyColumn(text, entry.key.start))) return undefined;
  if (isEmptyFlow(text, target) && !isInFlow(place.above) && !tree.isFlow) return undefined;
  const printed = isJson(target, file.path) && entry.key.style !== 'double' ? doubleQuoted(entry.key.text) + written.slice(entry.key.end - entry.key.start) : written;
  const inserted = insertInFlow(file, target, printed);
  const clash = inserted?.some(({ range }) => removed.some((other) => range.start < other.range.end && other.range.start < range.end));
  return inserted && clash === false ? inOrder(file, [...removed.map(asEdit), ...inserted.map(asEdit)]) : undefined;
}

function asEdit({ range, text }: { readonly range: { readonly start: number; readonly end: number }; readonly text: string }): { start: number; end: number; text: string } {
  return { ...range, text };
}

function keyColumn(text: string, key: number): number {
  return /^ */.exec(text.slice(lineStart(text, key), key))?.[0].length ?? 0;
}

/** A key alone means nothing outside of braces. */
function fits(value: Tree): boolean {
  return value.end > value.start;
}

/** What may stand between braces as it is. */
function isFlowText(tree: Tree): boolean {
  if (tree.kind === 'mapping' || tree.kind === 'sequence') return tree.isFlow;
  if (tree.kind !== 'scalar' || tree.end === tree.start) return false;
  return tree.style === 'single' || tree.style === 'double' || (tree.style === 'plain' && canStandPlain(tree.text, true));
}
