/** From an offset of an author's file to the tree that stands there, and what hangs on it. */
import type { Range, SourceFile } from '../source.ts';
import type { Node } from './node.ts';
import { parseYaml } from './parse.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree, type YamlDocument } from './tree.ts';

export type Container = MappingTree | SequenceTree;

/** One level on the way down: a mapping and the entry that was taken, or a sequence. */
export type Step = { readonly container: MappingTree; readonly entry: EntryTree } | { readonly container: SequenceTree };

/** A tree in its file. */
export interface Place<T extends Tree = Tree> {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly tree: T;
  /** From the root down to where the tree hangs. */
  readonly above: readonly Step[];
}

/** The entry whose key stands at the range. */
export interface EntryPlace extends Place<MappingTree> {
  readonly entry: EntryTree;
}

/** The scalar value that stands at the range or around it. */
export function scalarAt(file: SourceFile, range: Range): Place<ScalarTree> | undefined {
  const exact = find(file, range, ({ tree }) => tree.kind === 'scalar' && isSame(tree, range));
  const place = exact ?? find(file, range, ({ tree }) => tree.kind === 'scalar');
  return place?.tree.kind === 'scalar' ? { ...place, tree: place.tree } : undefined;
}

/** The mapping or sequence that takes up the range. */
export function containerAt(file: SourceFile, range: Range): Place<Container> | undefined {
  const place = find(file, range, ({ tree }) => (tree.kind === 'mapping' || tree.kind === 'sequence') && isSame(tree, range));
  return place && (place.tree.kind === 'mapping' || place.tree.kind === 'sequence') ? { ...place, tree: place.tree } : undefined;
}

export function entryAt(file: SourceFile, key: Range): EntryPlace | undefined {
  const place = find(file, key, ({ tree }) => tree.kind === 'mapping' && ownEntry(tree, key) !== undefined);
  if (place?.tree.kind !== 'mapping') return undefined;
  const entry = ownEntry(place.tree, key);
  return entry && { ...place, tree: place.tree, entry };
}

/** Whether the value came here through an alias or a merge key: then it belongs to other places as well. */
export function isBorrowed(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.tree?.kind === 'alias' || isMerged(at)) return true;
  }
  return false;
}

/** Whether an alias elsewhere stands for what holds the range. */
export function isShared(document: YamlDocument, range: Range): boolean {
  return document.shared?.some((shared) => covers(shared, range)) === true;
}

/** Whether an alias elsewhere stands for the range, or for something in it. */
export function touchesShared(document: YamlDocument, range: Range): boolean {
  return document.shared?.some((shared) => shared.start < range.end && shared.end > range.start) === true;
}

export function isInFlow(above: readonly Step[]): boolean {
  return above.some(({ container }) => container.isFlow);
}

export function covers(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The entries that stand in the mapping's own text, merge keys and duplicates included, in the order of the file. */
export function writtenEntries(mapping: MappingTree): EntryTree[] {
  const own = mapping.entries.filter((entry) => !entry.mergedBy);
  return [...own, ...(mapping.hidden ?? [])].sort((a, b) => a.key.start - b.key.start);
}

function isMerged(node: Node): boolean {
  const step = node.path.at(-1);
  const above = node.parent?.tree && resolveAlias(node.parent.tree);
  return typeof step === 'string' && above?.kind === 'mapping' && entryOf(above, step)?.mergedBy !== undefined;
}

function ownEntry(mapping: MappingTree, key: Range): EntryTree | undefined {
  return mapping.entries.find((entry) => !entry.mergedBy && isSame(entry.key, key));
}

function isSame(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

/** The last document that starts at or before an offset, after the one before it, which may end there. */
export function documentsAt(file: SourceFile, offset: number): readonly YamlDocument[] {
  const { documents } = parseYaml(file);
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const document = documents[middle];
    if (document && (document.root ?? document.range).start <= offset) low = middle + 1;
    else high = middle;
  }
  return documents.slice(Math.max(0, low - 2), low);
}

function find(file: SourceFile, range: Range, isWanted: (place: Place) => boolean): Place | undefined {
  for (const document of documentsAt(file, range.start)) {
    if (!document.root || document.problems.length > 0) continue;
    const found = search({ file, document, tree: document.root, above: [] }, range, isWanted);
    if (found) return found;
  }
  return undefined;
}

function search(place: Place, range: Range, isWanted: (place: Place) => boolean): Place | undefined {
  const { tree, above } = place;
  if (!covers(tree, range)) return undefined;
  if (isWanted(place)) return place;
  if (tree.kind === 'mapping') {
    for (const entry of tree.entries) {
      if (entry.mergedBy || !covers(entry.value, range)) continue;
      const found = search({ ...place, tree: entry.value, above: [...above, { container: tree, entry }] }, range, isWanted);
      if (found) return found;
    }
  }
  if (tree.kind === 'sequence') {
    for (const item of tree.items) {
      const found = search({ ...place, tree: item, above: [...above, { container: tree }] }, range, isWanted);
      if (found) return found;
    }
  }
  return undefined;
}
