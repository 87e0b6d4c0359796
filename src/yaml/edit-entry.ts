/** Gives an entry of a mapping, an item of a list or a document another value, containers included. */
import { columnOf, contentEnd, inOrder, isLastOnLine, lineBreak, lineEnd, lineStart, startsBlock } from './edit-lines.ts';
import { isShared, touchesShared, type EntryPlace, type Place } from './edit-place.ts';
import { childIndent, dataLines, flowText, inFlow, isNested, joinLines, layoutOf } from './edit-print.ts';
import { replaceScalar } from './edit-scalar.ts';
import { isList, isRecord } from './edit-token.ts';
import type { Edits, PlainData, PlainScalar } from './text-edit.ts';
import type { MappingTree, SequenceTree, Tree } from './tree.ts';

/** Replaces the value of an entry. What stood there goes with its comments. */
export function replaceEntry(place: EntryPlace, data: PlainData): Edits {
  const { file, document, tree: mapping, entry } = place;
  const { key, value } = entry;
  if (isShared(document, mapping) || touchesShared(document, value)) return undefined;
  if (isSameData(value, data)) return [];
  if (value.kind === 'scalar' && isScalar(data)) {
    return replaceScalar({ ...place, tree: value, above: [...place.above, { container: mapping, entry }] }, { value: data });
  }
  const { text } = file;
  const between = /^([ \t]*:)[ \t]*(#[^\r\n]*)?(?:\r?\n|[ \t]|#[^\r\n]*(?![^\r\n]))*$/.exec(text.slice(key.end, value.start));
  if (!between || value.kind === 'alias') return undefined;
  const colon = key.end + (between[1]?.length ?? 0);
  if (mapping.isFlow) return replaceInFlow(place, colon, inFlow(data, isJson(mapping, file.path)));
  if (!startsBlock(text, key.start)) return undefined;
  const isBlock = value.kind !== 'scalar' && !value.isFlow;
  return isBlock ? replaceBlock(place, colon, data) : replaceInline(place, colon, data);
}

/** Gives an empty place (`key:`, `key: {}`, `- []`, a document that is `{}`) a value. */
export function fill(place: Place, data: PlainData): Edits {
  const { file, document, tree, above } = place;
  const step = above.at(-1);
  if (step && 'entry' in step) {
    return replaceEntry({ ...place, tree: step.container, above: above.slice(0, -1), entry: step.entry }, data);
  }
  const { text } = file;
  if (isShared(document, tree)) return undefined;
  if (step?.container.isFlow) {
    return tree.end > tree.start ? inOrder(file, [{ start: tree.start, end: tree.end, text: inFlow(data, isJson(tree, file.path)) }]) : undefined;
  }
  return fillLine(place, step ? /(?:^|[ ])-$/.test(text.slice(lineStart(text, tree.start), tree.start).trimEnd()) : startsBlock(text, tree.start), data);
}

/** The first line of the data stands where the empty value stood, the others below. */
function fillLine({ file, document, tree, above }: Place, isAlone: boolean, data: PlainData): Edits {
  const { text } = file;
  if (!isAlone || !document.root || !isLastOnLine(text, tree.end)) return undefined;
  const dash = text.slice(0, tree.start).trimEnd().length;
  const needsBlank = tree.start === tree.end && above.length > 0;
  const start = needsBlank ? dash : tree.start;
  const column = needsBlank ? columnOf(text, dash) + 1 : columnOf(text, tree.start);
  const [first, ...rest] = dataLines(data, column, layoutOf(document.root, text));
  if (!first) return undefined;
  const eol = lineBreak(text, tree.start);
  const end = lineEnd(text, tree.end);
  const lead = needsBlank ? ' ' : '';
  return inOrder(file, [
    { start, end: tree.end, text: lead + first.text },
    ...(rest.length > 0 ? [{ start: end, end, text: eol + joinLines(rest, eol) }] : []),
  ]);
}

/** Whether a flow collection is JSON: then what is added is, too. */
export function isJson(tree: Tree, path: string): boolean {
  if (path.endsWith('.json')) return true;
  return tree.kind === 'mapping' && tree.entries.length > 0 && tree.entries.every(({ key }) => key.style === 'double');
}

export function isScalar(data: PlainData): data is PlainScalar {
  return typeof data !== 'object' || data === null;
}

/** Whether a tree says just what the data say. */
export function isSameData(tree: Tree, data: PlainData): boolean {
  if (tree.kind === 'scalar') return isScalar(data) && tree.value === data;
  if (tree.kind === 'sequence') {
    return isList(data) && data.length === tree.items.length && tree.items.every((item, index) => isSameData(item, data[index] ?? null));
  }
  if (tree.kind !== 'mapping' || !isRecord(data) || Object.keys(data).length !== tree.entries.length) return false;
  return tree.entries.every(({ key, value }) => Object.hasOwn(data, key.text) && isSameData(value, data[key.text] ?? null));
}

function replaceInFlow({ file, entry }: EntryPlace, colon: number, printed: string): Edits {
  const { value } = entry;
  if (value.end === value.start) return inOrder(file, [{ start: colon, end: Math.max(colon, value.end), text: ` ${printed}` }]);
  return inOrder(file, [{ start: value.start, end: value.end, text: printed }]);
}

/** A scalar, a flow collection or nothing on the key's line. */
function replaceInline({ file, document, entry }: EntryPlace, colon: number, data: PlainData): Edits {
  const { text } = file;
  const { key, value } = entry;
  const end = Math.max(colon, contentEnd(text, value));
  if (!document.root || !isLastOnLine(text, end)) return undefined;
  const isOnLine = !text.slice(colon, value.start).includes('\n');
  if (!isNested(data)) {
    const start = value.end > value.start ? value.start : colon;
    return inOrder(file, [{ start, end, text: (start === colon ? ' ' : '') + flowText(data, false) }]);
  }
  if (!isOnLine) return undefined;
  const layout = layoutOf(document.root, text);
  const lines = dataLines(data, childIndent(data, columnOf(text, key.start), layout), layout);
  const at = lineEnd(text, end);
  const eol = lineBreak(text, key.start);
  return inOrder(file, [
    { start: value.end > value.start ? colon : end, end, text: '' },
    { start: at, end: at, text: eol + joinLines(lines, eol) },
  ]);
}

function replaceBlock({ file, document, entry }: EntryPlace, colon: number, data: PlainData): Edits {
  const { text } = file;
  const { key, value } = entry;
  const end = contentEnd(text, value);
  if (!document.root || !isLastOnLine(text, end) || value.kind === 'alias') return undefined;
  if (!isNested(data)) {
    const keyLine = lineEnd(text, colon);
    return inOrder(file, [
      { start: colon, end: colon, text: ` ${flowText(data, false)}` },
      { start: keyLine, end: lineEnd(text, end), text: '' },
    ]);
  }
  const layout = layoutOf(document.root, text);
  const written = columnOf(text, value.start);
  const indent = value.kind === (isList(data) ? 'sequence' : 'mapping') ? written : childIndent(data, columnOf(text, key.start), layout);
  return inOrder(file, [{ start: lineStart(text, value.start), end, text: joinLines(dataLines(data, indent, layout), lineBreak(text, key.start)) }]);
}

/** Whether nothing but blanks stands between the brackets. */
export function isEmptyFlow(text: string, tree: MappingTree | SequenceTree): boolean {
  return tree.isFlow && text.slice(tree.start + 1, tree.end - 1).trim() === '';
}
