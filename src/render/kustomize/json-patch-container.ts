/**
 * Mappings and lists as JSON patches address them.
 * Follows gopkg.in/evanphx/json-patch.v4 4.12, `partialDoc`, `partialArray` and `lazyNode.equal` of patch.go. What goes wrong is returned in its words.
 */
import type { ScalarTree } from '../../yaml/tree.ts';
import { entryNamed, isNull, type Draft, type MappingDraft, type SequenceDraft } from './draft.ts';

export type Container = MappingDraft | SequenceDraft;

/** The container under a key of another one. */
export function stepInto(draft: Draft, key: string): Container | undefined {
  const next = draft.kind === 'scalar' ? undefined : valueIn(draft, key);
  return typeof next === 'object' && next.kind !== 'scalar' ? next : undefined;
}

/** The value; `undefined` where a mapping has no such key, a text that says why where a list has no such index. */
export function valueIn(container: Container, key: string): Draft | string | undefined {
  if (container.kind === 'mapping') return entryNamed(container, key)?.value;
  const index = indexOf(key);
  if (index === undefined) return noNumber(key);
  const place = index < 0 ? index + container.items.length : index;
  return container.items[place] ?? invalidIndex(index);
}

/** Sets a value that may be there; an index of a list is. */
export function replaceIn(container: Container, key: ScalarTree, value: Draft): void {
  if (container.kind === 'mapping') return setKey(container, key, value);
  const index = indexOf(key.text) ?? 0;
  const place = index < 0 ? index + container.items.length : index;
  container.items = container.items.map((item, at) => (at === place ? value : item));
}

/** Sets a key, or inserts into a list. */
export function addTo(container: Container, key: ScalarTree, value: Draft): string | undefined {
  if (container.kind === 'mapping') {
    setKey(container, key, value);
    return undefined;
  }
  const { items } = container;
  const index = key.text === '-' ? items.length : indexOf(key.text);
  if (index === undefined) return `value was not a proper array index: '${key.text}': ${noNumber(key.text)}`;
  const size = items.length + 1;
  if (index >= size || index < -size) return invalidIndex(index);
  const place = index < 0 ? index + size : index;
  container.items = [...items.slice(0, place), value, ...items.slice(place)];
  return undefined;
}

export function removeFrom(container: Container, key: string): string | undefined {
  if (container.kind === 'mapping') {
    const found = entryNamed(container, key);
    if (!found) return `Unable to remove nonexistent key: ${key}: missing value`;
    container.entries = container.entries.filter((entry) => entry !== found);
    return undefined;
  }
  const index = indexOf(key);
  if (index === undefined) return noNumber(key);
  const { items } = container;
  if (index >= items.length || index < -items.length) return invalidIndex(index);
  const place = index < 0 ? index + items.length : index;
  container.items = items.filter((_, at) => at !== place);
  return undefined;
}

/** @param spend counts what is compared */
export function isSameValue(one: Draft | undefined, other: Draft | undefined, spend: (steps: number) => void): boolean {
  spend(1);
  if (one === undefined || other === undefined || isNull(one) || isNull(other)) return (one === undefined || isNull(one)) && (other === undefined || isNull(other));
  if (one.kind === 'scalar') return other.kind === 'scalar' && one.scalar.value === other.scalar.value;
  if (one.kind === 'sequence') {
    return other.kind === 'sequence' && one.items.length === other.items.length && one.items.every((item, index) => isSameValue(item, other.items[index], spend));
  }
  if (other.kind !== 'mapping' || one.entries.length !== other.entries.length) return false;
  const others = new Map(other.entries.map(({ entry, value }) => [entry.key.text, value]));
  return one.entries.every(({ entry, value }) => others.has(entry.key.text) && isSameValue(value, others.get(entry.key.text), spend));
}

function setKey(mapping: MappingDraft, key: ScalarTree, value: Draft): void {
  const known = entryNamed(mapping, key.text);
  const entry = { entry: { key, value: value.tree }, value };
  mapping.entries = known ? mapping.entries.map((own) => (own === known ? entry : own)) : [...mapping.entries, entry];
}

/** As `strconv.Atoi` reads it. */
function indexOf(key: string): number | undefined {
  return /^[+-]?[0-9]{1,15}$/.test(key) ? Number(key) : undefined;
}

function noNumber(key: string): string {
  return `strconv.Atoi: parsing ${JSON.stringify(key)}: ${/^[+-]?[0-9]+$/.test(key) ? 'value out of range' : 'invalid syntax'}`;
}

function invalidIndex(index: number): string {
  return `Unable to access invalid index: ${index}: invalid index referenced`;
}
