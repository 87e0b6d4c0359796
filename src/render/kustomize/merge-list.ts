/**
 * Lists whose items are merged one with one, found by their keys; what the patch names comes first.
 * Follows kustomize 5.7, kyaml/yaml/walk/associative_sequence.go and `ElementSetter`, `ElementMatcher` of kyaml/yaml/fns.go, with all that they do to unusual lists.
 */
import type { MergeSchema } from './merge-schemas.ts';
import { derivedScalar, locationOf } from './compose-tree.ts';
import { emptyList, fieldOf, isEmptyMapping, isMissing, isNull, scalarDraft, textOf, type Draft, type SequenceDraft } from './draft.ts';
import { takeDirective } from './merge-directive.ts';
import { refuseKind, type Merge, type Sides } from './strategic-merge.ts';

export interface ListMerging {
  readonly merge: Merge;
  /** Counts work that grows with the square of a list. */
  readonly spend: (steps: number) => void;
}

export function mergeList({ base, patch }: Sides, schema: MergeSchema, merging: ListMerging): Draft | undefined {
  const target = mergedInto(base, patch);
  if (target?.kind !== 'sequence') return target;
  const { mergeKeys } = schema;
  const lists = { target, patch: patch?.kind === 'sequence' ? patch : undefined };
  // The patch comes first, so its items do.
  const sources = [lists.patch, target].flatMap((list) => list ?? []);
  const values = mergeKeys.length > 0 ? distinct(sources.flatMap((list) => list.items.map((item) => keyValues(item, mergeKeys)))) : distinct(sources.flatMap((list) => list.items.map((item) => [textOf(item)])));
  merging.spend(values.length * (values.length + target.items.length + (lists.patch?.items.length ?? 0)));
  return mergeItems(lists, { values, keys: mergeKeys.length > 0 ? mergeKeys : [''], schema: schema.items() }, merging);
}

function mergedInto(base: Draft | undefined, patch: Draft | undefined): Draft | undefined {
  if (isMissing(base)) return patch;
  if (isNull(patch)) return undefined;
  const directive = takeDirective(patch);
  if (directive === 'delete') return undefined;
  return directive === 'replace' ? patch : base;
}

/** Of several keys each its value; empty where there is none. */
function keyValues(item: Draft, keys: readonly string[]): string[] {
  return keys.map((key) => {
    const value = fieldOf(item, key);
    return isMissing(value) ? '' : textOf(value);
  });
}

function distinct(lists: readonly string[][]): string[][] {
  const seen = new Set<string>();
  return lists.filter((list) => {
    const text = JSON.stringify(list);
    return !seen.has(text) && seen.add(text);
  });
}

interface Lists {
  readonly target: SequenceDraft;
  readonly patch: SequenceDraft | undefined;
}

interface Items {
  readonly values: string[][];
  readonly keys: readonly string[];
  readonly schema: MergeSchema | undefined;
}

function mergeItems({ target, patch }: Lists, { values, keys, schema }: Items, { merge }: ListMerging): Draft | undefined {
  const merged = emptyList(target);
  if (keys.length > 1) unify(values);
  for (const own of values) {
    const chosen = choose(values, own, keys);
    const sides = { base: find(target, chosen, keys), patch: patch && find(patch, chosen, keys) };
    const item = merge(sides, schema);
    if (isMissing(item) || isEmptyMapping(item)) setItem(target, chosen, undefined);
    else setItem(merged, chosen, withKeys(item, chosen));
  }
  if (values.length === 0) return target;
  for (const item of target.items) append(merged, item, choose(values, [], keys).keys);
  return sameItems(target, merged);
}

/** A list that came out as it was is the one that was there. */
function sameItems(target: SequenceDraft, merged: SequenceDraft): SequenceDraft {
  return merged.items.length === target.items.length && merged.items.every((item, index) => item === target.items[index]) ? target : merged;
}

interface KeyValues {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** Secondary keys that no item has are not asked for. */
function choose(all: readonly (readonly string[])[], own: readonly string[], keys: readonly string[]): KeyValues {
  const used = keys.map((_, index) => all.some((values) => (values[index] ?? '') !== ''));
  if (!used.includes(true)) return { keys, values: own };
  return { keys: keys.filter((_, index) => used[index]), values: own.filter((_, index) => used[index]) };
}

/** `containerPort: 80` and `containerPort: 80, protocol: TCP` are one item. */
function unify(all: string[][]): void {
  for (let index = 0; index < all.length; index += 1) {
    const own = all[index] ?? []; // as it was, whatever it has been unified with since
    for (let other = 0; other < all.length; other += 1) {
      const both = unified(own, all[other] ?? []);
      if (!both) continue;
      all[index] = both;
      all[other] = both;
    }
  }
}

function unified(one: readonly string[], other: readonly string[]): string[] | undefined {
  if (one.length !== other.length) return undefined;
  const isClear = one.every((value, index) => value === other[index] || value === '' || other[index] === '');
  if (!isClear || !one.some((value, index) => value === other[index])) return undefined;
  return one.map((value, index) => (value === '' ? (other[index] ?? '') : value));
}

function find(list: SequenceDraft, chosen: KeyValues, keys: readonly string[]): Draft | undefined {
  const { keys: asked, values } = choose([chosen.values], chosen.values, chosen.keys.length > 0 ? chosen.keys : keys);
  if ((asked[0] ?? '') === '') return list.items.find((item) => textOf(item) === values[0]);
  return list.items.find((item) => item.kind === 'mapping' && asked.every((key, index) => {
    const value = fieldOf(item, key);
    return value !== undefined && textOf(value) === values[index];
  }));
}

/** Puts an item in the place of those with the same keys, or at the end; without an item they are removed. */
function setItem(list: SequenceDraft, { keys, values }: KeyValues, item: Draft | undefined): void {
  let isFound = false;
  const items: Draft[] = [];
  for (const known of list.items) {
    if (isEmptyMapping(known)) continue;
    if (!hasKeys(known, keys, values)) {
      if (values.length > 0 || isOfOtherKind(known, keys, values)) items.push(known);
      continue;
    }
    isFound = true;
    if (item) items.push(item);
  }
  if (!isFound && !isMissing(item)) items.push(item);
  list.items = items;
}

function isOfOtherKind(known: Draft, keys: readonly string[], values: readonly string[]): boolean {
  return known.kind !== 'mapping' && (keys[0] ?? '') !== '' && (values[0] ?? '') !== '';
}

/**
 * Any value will do for an empty one, and for one that is missing behind others.
 * @throws BuildError where a scalar stands among mappings that are asked for no value, or a mapping among scalars
 */
function hasKeys(known: Draft, keys: readonly string[], values: readonly string[]): boolean {
  if (isOfOtherKind(known, keys, values) || values.length === 0) return false;
  return values.every((value, index) => {
    const key = keys[index] ?? '';
    const kind = key === '' ? 'scalar' : 'mapping';
    if (known.kind !== kind) refuseKind(known, kind);
    if (known.kind === 'scalar') return known.scalar.text === value;
    const field = fieldOf(known, key);
    return field !== undefined && (value === '' || textOf(field) === value);
  });
}

function append(list: SequenceDraft, item: Draft, keys: readonly string[]): void {
  if ((keys[0] ?? '') === '') {
    setItem(list, { keys: [''], values: [textOf(item)] }, item);
    return;
  }
  const values: string[] = [];
  for (const key of keys) {
    const value = fieldOf(item, key);
    if (value === undefined) list.items.push(item);
    else values.push(textOf(value));
  }
  if (keys.length > 1) setItem(list, { keys, values }, undefined);
  setItem(list, { keys, values }, item);
}

/** An item has the keys by which it was found. */
function withKeys(item: Draft, { keys, values }: KeyValues): Draft {
  if (item.kind !== 'mapping') return item;
  for (const [index, key] of keys.entries()) {
    const text = values[index] ?? '';
    if (key === '' || text === '' || fieldOf(item, key) !== undefined) continue;
    const at = locationOf(item.tree);
    const value = scalarDraft(derivedScalar(text, at));
    item.entries.push({ entry: { key: derivedScalar(key, at), value: derivedScalar(text, at) }, value });
  }
  return item;
}
