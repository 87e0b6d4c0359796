/** Valid manifests, each with a field misspelt in every way of one edit. */
import type { Step } from '../../src/kubernetes/schema/mistake.ts';
import { definition } from '../../src/kubernetes/schema/catalog.ts';
import { dereferenced, fieldSchema } from '../../src/kubernetes/schema/deref.ts';
import type { Schema } from '../../src/kubernetes/schema/schema.ts';

/** A place where a document has a field that its schema names. */
export interface KnownField {
  /** Of the mapping that holds it. */
  readonly above: readonly Step[];
  readonly name: string;
  /** All names that the mapping might have. */
  readonly siblings: readonly string[];
}

const HEADER: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

/** Every field that a schema names, from the top of a document down. */
export function knownFields(schema: Schema, data: unknown, above: readonly Step[] = []): KnownField[] {
  if (Array.isArray(data)) return data.flatMap((item, index) => (schema.items ? knownFields(dereferenced(schema.items, definition), item, [...above, index]) : []));
  if (typeof data !== 'object' || data === null) return [];
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
  return Object.entries(data).flatMap(([name, value]): KnownField[] => {
    const field = fieldSchema(schema, name);
    if (field === undefined || field === true || (above.length === 0 && HEADER.has(name))) return [];
    const below = knownFields(dereferenced(field, definition), value, [...above, name]);
    const isNamed = !isOpen && schema.properties !== undefined && Object.hasOwn(schema.properties, name);
    return isNamed ? [{ above, name, siblings: Object.keys(schema.properties ?? {}) }, ...below] : below;
  });
}

/** A letter lost, one twice, two swapped, one replaced, one of the other case: at every place. What is a name again is none of them. */
export function misspelt({ name, siblings }: KnownField): string[] {
  const letters = [...name];
  const at = (index: number, ...instead: string[]): string => [...letters.slice(0, index), ...instead, ...letters.slice(index + 1)].join('');
  const found = letters.flatMap((letter, index) => {
    const next = letters[index + 1];
    return [
      at(index), at(index, letter, letter), at(index, letter === 'x' ? 'q' : 'x'), at(index, letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()),
      ...(next === undefined ? [] : [[...letters.slice(0, index), next, letter, ...letters.slice(index + 2)].join('')]),
    ];
  });
  return [...new Set(found)].filter((one) => one !== '' && one !== name && !siblings.includes(one));
}

/** The document with another key at the place of one. */
export function renamed(data: unknown, { above, name }: Pick<KnownField, 'above' | 'name'>, newName: string): unknown {
  const [step, ...rest] = above;
  const deeper = (value: unknown): unknown => renamed(value, { above: rest, name }, newName);
  if (Array.isArray(data)) return data.map((item: unknown, index) => (index === step ? deeper(item) : item));
  const entries = Object.entries(typeof data === 'object' && data !== null ? data : {});
  if (above.length === 0) return Object.fromEntries(entries.map(([key, value]) => [key === name ? newName : key, value]));
  return Object.fromEntries(entries.map(([key, value]) => [key, key === step ? deeper(value) : value]));
}
