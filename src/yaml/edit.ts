/**
 * Edits of what people wrote, for fixes: small texts that replace ranges, so that comments, quotes and line ends stay as they are.
 * Every function finds the author's own place, whether a value stands in a manifest, in a value file or in the text of a template, and
 * gives `undefined` where there is no such place, or no edit there that changes this value and nothing else: several authors, an alias or
 * an anchor that others use, an archive, the structure of a template. No edits (`[]`) means that nothing needs to change.
 */
import { fill, replaceEntry, isScalar } from './edit-entry.ts';
import { insertItem, insertKey } from './edit-insert.ts';
import { isBorrowed, isInFlow, isShared, scalarAt, writtenEntries, type EntryPlace } from './edit-place.ts';
import { authoredEntry, authoredMappings, authoredSequence, comesFrom, isPrintedWhole, onlyPiece } from './edit-rendered.ts';
import { moveEntry, type Destination } from './edit-move.ts';
import { removeEntry } from './edit-remove.ts';
import { inOrder } from './edit-lines.ts';
import { isTagged } from './edit-scalar.ts';
import { insertKeyInText } from './edit-text-key.ts';
import { isHarmless, isInAction } from './edit-template.ts';
import { isPlainText, isWritable, isWritableKey, scalarToken } from './edit-token.ts';
import { replaceValue } from './edit-value.ts';
import type { Node } from './node.ts';
import type { Edits, PlainData, PlainScalar } from './text-edit.ts';

export { authoredMappings, type AuthoredMapping } from './edit-rendered.ts';
export type { Edits, PlainData, PlainScalar, TextEdit } from './text-edit.ts';

/** Another value for a scalar or for a part of one, in the author's style. */
export function setValue(node: Node, value: PlainScalar): Edits {
  return replaceValue(node, value);
}

/**
 * A key in a mapping, below its last entry; the value of a key that is there already is replaced.
 * A mapping that does not exist is made, in the nearest mapping above that does.
 */
export function setKey(node: Node, key: string, value: PlainData): Edits {
  if (!isWritable(value) || !isWritableKey(key) || isBorrowed(node)) return undefined;
  if (!node.exists) return setKeyAbove(node, { [key]: value });
  if (node.kind === 'scalar') return fillNull(node, { [key]: value });
  const present = node.tree?.kind === 'mapping' ? node.tree.entries.find((entry) => entry.key.text === key) : undefined;
  if (present && !present.mergedBy) return replaceKey(node, key, value);
  const [first] = authoredMappings(node);
  if (!first) return insertKeyInText(node, key, value);
  if (first.place.tree.entries.some((entry) => entry.key.text === key && !entry.mergedBy)) return undefined;
  return insertKey(first.place, key, value);
}

/** Removes the entry of a value (or of a key) from its mapping, with its lines and its own comments. See edit-remove.ts. */
export function removeKey(node: Node): Edits {
  const key = keyOf(node);
  if (!key || isBorrowed(node)) return undefined;
  const place = authoredEntry(key);
  if (!place || (key.trace.traced && !comesFrom(valueOf(key), place))) return undefined;
  return removeEntry(place);
}

/** Another name for the key of a value (or for a key). */
export function renameKey(node: Node, newName: string): Edits {
  const key = keyOf(node);
  if (!key?.tree || isBorrowed(node) || !isWritableKey(newName) || newName === '') return undefined;
  if (key.written === newName) return [];
  if (key.parent?.has(newName)) return undefined;
  const place = authoredEntry(key);
  if (place && isMergedFrom(place, valueOf(key))) return undefined;
  return place ? renameAuthored(place, newName) : key.trace.traced ? renameInTemplate(key, newName) : undefined;
}

/** Takes the entry of a value, with its comments, to the end of another mapping of the document. See edit-move.ts. */
export function moveKey(node: Node, to: Node): Edits {
  const key = keyOf(node);
  const entry = key && !isBorrowed(node) && !isBorrowed(to) ? authoredEntry(key) : undefined;
  if (!key || !entry || (key.trace.traced && !comesFrom(valueOf(key), entry))) return undefined;
  const destination = destinationOf(to, entry);
  return destination && moveEntry(entry, destination);
}

/** Where a mapping was written, or the one above that is there, beside the entry. */
function destinationOf(to: Node, { file, document }: EntryPlace): Destination | undefined {
  const missing: string[] = [];
  let at = to;
  for (; !at.exists; at = at.parent ?? at) {
    const step = at.path.at(-1);
    if (typeof step !== 'string' || !at.parent || !isWritableKey(step)) return undefined;
    missing.unshift(step);
  }
  const place = authoredMappings(at).find((mapping) => mapping.place.file === file && mapping.place.document === document)?.place;
  return place && { place, missing };
}

/** A new last item of a list; a list that does not exist is made. */
export function addItem(node: Node, value: PlainData): Edits {
  if (!isWritable(value) || isBorrowed(node)) return undefined;
  if (!node.exists) return setKeyAbove(node, [value]);
  if (node.kind === 'scalar') return fillNull(node, [value]);
  const place = authoredSequence(node);
  return place && insertItem(place, value);
}

function setKeyAbove(node: Node, value: PlainData): Edits {
  const step = node.path.at(-1);
  return node.parent && typeof step === 'string' ? setKey(node.parent, step, value) : undefined;
}

/** `key:` and `key: null` stand for an empty mapping or list. */
function fillNull(node: Node, data: PlainData): Edits {
  const piece = onlyPiece(node);
  if (!node.isNull || piece?.verbatim !== true || piece.at.file.shownAt) return undefined;
  if (node.trace.traced && !isPrintedWhole(node, piece.at)) return undefined;
  const place = scalarAt(piece.at.file, piece.at.range);
  return place && !isTagged(place.file.text, place.tree) ? fill(place, data) : undefined;
}

function replaceKey(node: Node, key: string, value: PlainData): Edits {
  const child = node.get(key);
  if (child.kind === 'scalar' && isScalar(value)) return setValue(child, value);
  const place = child.key && authoredEntry(child.key);
  if (!place || (node.trace.traced && !comesFrom(child, place))) return undefined;
  return replaceEntry(place, value);
}

/** The key of a value; a key is its own. */
function keyOf(node: Node): Node | undefined {
  if (node.key) return node.key;
  return node.parent?.keys().some((key) => key.tree === node.tree) ? node : undefined;
}

/** Whether others have written a part of the value, who would go on writing it under the old name. */
function isMergedFrom(place: EntryPlace, value: Node): boolean {
  return value.tree !== place.entry.value && value.kind !== 'scalar' && !comesFrom(value, place);
}

function valueOf(key: Node): Node {
  const step = key.path.at(-1);
  return key.parent && step !== undefined ? key.parent.get(step) : key;
}

function renameAuthored({ file, document, tree, above, entry }: EntryPlace, newName: string): Edits {
  const { key } = entry;
  const isTaken = tree.entries.some((other) => other.key.text === newName) || writtenEntries(tree).some((other) => other.key.text === newName);
  const isTwice = writtenEntries(tree).filter((other) => other.key.text === key.text).length > 1;
  if (isTaken || isTwice || isShared(document, tree) || isTagged(file.text, key)) return undefined;
  const text = scalarToken(newName, { style: key.style, isInFlow: tree.isFlow || isInFlow(above) });
  return inOrder(file, [{ start: key.start, end: key.end, text }]);
}

function renameInTemplate(key: Node, newName: string): Edits {
  const piece = onlyPiece(key);
  if (piece?.verbatim !== true || piece.at.file.shownAt || !isHarmless(newName) || !isPlainText(newName, true)) return undefined;
  const { file, range } = piece.at;
  if (isInAction(file.text, range.start) || file.text.slice(range.start, range.end) !== key.written) return undefined;
  return inOrder(file, [{ ...range, text: newName }]);
}
