/** The schema of a CustomResourceDefinition as it is written, and what may stand nowhere in it. */
import type { Step } from './mistake.ts';
import { isRecord, type SchemaProblem } from './read-schema.ts';

export type Written = Readonly<Record<string, unknown>>;

/** Keywords of JSON Schema that a definition may not use. */
const REFUSED = ['id', '$ref', 'additionalItems', 'patternProperties', 'definitions', 'dependencies'];

/** Also below forms. */
export function refusedKeywords(schema: Written, path: readonly Step[]): SchemaProblem[] {
  const found = REFUSED.filter((key) => isSaid(schema[key])).map((key): SchemaProblem => ({ path: [...path, key], message: `${key} may not stand in the schema of a definition` }));
  if (schema['uniqueItems'] === true) found.push({ path: [...path, 'uniqueItems'], message: 'uniqueItems cannot be true; x-kubernetes-list-type set says that items differ' });
  if (Array.isArray(schema['items'])) found.push({ path: [...path, 'items'], message: 'items is a list; it is one schema' });
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) found.push({ path: [...path, 'x-kubernetes-preserve-unknown-fields'], message: 'x-kubernetes-preserve-unknown-fields is true or left out' });
  return found;
}

/** What makes a difference to an API server. */
export function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0) && !(isRecord(value) && Object.keys(value).length === 0);
}

/** Fields with their schemas; nothing is an empty one. */
export function recordsOf(value: unknown): (readonly [string, Written])[] {
  return isRecord(value) ? Object.entries(value).flatMap(([key, one]) => (isRecord(one) || one === null ? [[key, one ?? {}] as const] : [])) : [];
}
