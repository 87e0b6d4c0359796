/** Trees that are changed in place while a patch is merged; what stays as it was keeps the tree it was made from. */
import { resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';

interface ScalarDraft {
  readonly kind: 'scalar';
  readonly tree: Tree;
  readonly scalar: ScalarTree;
  /** A null that its author wrote out stays, even where nulls are dropped. */
  readonly isKept: boolean;
}

export interface EntryDraft {
  readonly entry: EntryTree;
  value: Draft;
}

export interface MappingDraft {
  readonly kind: 'mapping';
  readonly tree: Tree;
  readonly mapping: MappingTree;
  entries: EntryDraft[];
}

export interface SequenceDraft {
  readonly kind: 'sequence';
  readonly tree: Tree;
  readonly sequence: SequenceTree;
  items: Draft[];
}

export type Draft = ScalarDraft | MappingDraft | SequenceDraft;

export function draftOf(tree: Tree): Draft {
  const resolved = resolveAlias(tree);
  switch (resolved.kind) {
    case 'scalar':
      return { kind: 'scalar', tree, scalar: resolved, isKept: false };
    case 'mapping':
      return { kind: 'mapping', tree, mapping: resolved, entries: resolved.entries.map((entry) => ({ entry, value: draftOf(entry.value) })) };
    case 'sequence':
      return { kind: 'sequence', tree, sequence: resolved, items: resolved.items.map(draftOf) };
  }
}

export function scalarDraft(scalar: ScalarTree, { isKept = false } = {}): Draft {
  return { kind: 'scalar', tree: scalar, scalar, isKept };
}

/** An empty list in the place of another one. */
export function emptyList({ sequence }: SequenceDraft): SequenceDraft {
  const empty = { ...sequence, items: [] };
  return { kind: 'sequence', tree: empty, sequence: empty, items: [] };
}

export function treeOf(draft: Draft): Tree {
  switch (draft.kind) {
    case 'scalar':
      return draft.tree;
    case 'mapping': {
      const entries = draft.entries.map(entryTree);
      return isSame(entries, draft.mapping.entries) ? draft.tree : { ...draft.mapping, entries };
    }
    case 'sequence': {
      const items = draft.items.map(treeOf);
      return isSame(items, draft.sequence.items) ? draft.tree : { ...draft.sequence, items };
    }
  }
}

function entryTree({ entry, value }: EntryDraft): EntryTree {
  const tree = treeOf(value);
  if (tree === entry.value) return entry;
  return { key: entry.key, value: tree };
}

function isSame<T>(list: readonly T[], other: readonly T[]): boolean {
  return list.length === other.length && list.every((item, index) => item === other[index]);
}

/** Not there, or null. */
export function isMissing(draft: Draft | undefined): draft is undefined {
  return draft === undefined || isNull(draft);
}

export function isNull(draft: Draft | undefined): boolean {
  return draft?.kind === 'scalar' && draft.scalar.value === null;
}

export function isEmptyMapping(draft: Draft | undefined): boolean {
  return isMissing(draft) || (draft.kind === 'mapping' && draft.entries.length === 0);
}

/** The text of a scalar as it is written; empty for everything else. */
export function textOf(draft: Draft | undefined): string {
  return draft?.kind === 'scalar' ? draft.scalar.text : '';
}

export function entryNamed(draft: Draft | undefined, name: string): EntryDraft | undefined {
  return draft?.kind === 'mapping' ? draft.entries.find(({ entry }) => entry.key.text === name) : undefined;
}

export function fieldOf(draft: Draft | undefined, name: string): Draft | undefined {
  return entryNamed(draft, name)?.value;
}

/** How many nodes it holds, and how deep it is. */
export function measure(draft: Draft): { readonly size: number; readonly depth: number } {
  if (draft.kind === 'scalar') return { size: 1, depth: 1 };
  let size = 1;
  let depth = 0;
  for (const below of draft.kind === 'mapping' ? draft.entries.map(({ value }) => value) : draft.items) {
    const own = measure(below);
    size += own.size;
    depth = Math.max(depth, own.depth);
  }
  return { size, depth: depth + 1 };
}
