/**
 * What makes the schema of a CustomResourceDefinition no structural one, so that an API server refuses the definition. Follows
 * k8s.io/apiextensions-apiserver, pkg/apiserver/schema/{validation,complete}.go and pkg/apis/apiextensions/validation/validation.go (0.36).
 */
import type { Step } from './mistake.ts';
import { isRecord, MAX_SCHEMAS, type SchemaProblem } from './read-schema.ts';
import { nestedProblems } from './structural-forms.ts';
import { listTypeProblems } from './structural-lists.ts';
import { isSaid, recordsOf, refusedKeywords, type Written } from './written-schema.ts';

/** Where a schema stands: that of the object, of an item, of a field or a value of a map. */
type Level = 'root' | 'item' | 'field';

const MAX_PROBLEMS = 100;

export function structuralProblems(schema: unknown, path: readonly Step[]): SchemaProblem[] {
  const reading = { problems: [], count: 0 };
  if (isRecord(schema)) look(schema, { path, level: 'root', reading });
  return reading.problems;
}

interface Reading {
  readonly problems: SchemaProblem[];
  count: number;
}

interface Place {
  readonly path: readonly Step[];
  readonly level: Level;
  readonly reading: Reading;
}

function look(schema: Written, place: Place): void {
  const { path, level, reading } = place;
  reading.count += 1;
  if (reading.count > MAX_SCHEMAS || reading.problems.length >= MAX_PROBLEMS) return;
  reading.problems.push(...refusedKeywords(schema, path), ...typeProblems(schema, place), ...fieldProblems(schema, place), ...listTypeProblems(schema, path), ...nestedProblems(schema, path, { isRoot: level === 'root' }));
  for (const [key, below] of recordsOf(schema['properties'])) look(below, { path: [...path, 'properties', key], level: 'field', reading });
  const { items, additionalProperties } = schema;
  if (isRecord(items)) look(items, { path: [...path, 'items'], level: 'item', reading });
  if (isRecord(additionalProperties)) look(additionalProperties, { path: [...path, 'additionalProperties'], level, reading });
}

function typeProblems(schema: Written, { path, level }: Place): SchemaProblem[] {
  const { type, items } = schema;
  const is = (key: string): boolean => schema[key] === true;
  const [isEmbedded, isOpen, isEither] = [is('x-kubernetes-embedded-resource'), is('x-kubernetes-preserve-unknown-fields'), is('x-kubernetes-int-or-string')];
  const name = nameOf(path);
  if (isEither && (isOpen || isEmbedded)) return [{ path, message: `${name} is an integer or a text, and so no object` }];
  if (isEmbedded && type !== 'object') return [{ path: isSaid(type) ? [...path, 'type'] : path, message: `${name} has x-kubernetes-embedded-resource; its type is object` }];
  if (!isSaid(type)) return isEither || isOpen ? [] : [{ path, message: `${name} lacks type; every schema of a definition has one, unless x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true` }];
  if (level === 'root' && type !== 'object') return [{ path: [...path, 'type'], message: 'the type of the schema of an object is object' }];
  return type === 'array' && !isSaid(items) && !isRecord(items) ? [{ path, message: `${name} is a list and lacks items` }] : [];
}

function fieldProblems(schema: Written, { path, level }: Place): SchemaProblem[] {
  const { additionalProperties } = schema;
  const fields = new Map(recordsOf(schema['properties']));
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const found: SchemaProblem[] = [];
  const says = (at: readonly Step[], message: string): number => found.push({ path: [...path, ...at], message });
  if (isSaid(additionalProperties) || isRecord(additionalProperties) || additionalProperties === false) {
    if (level === 'root' && additionalProperties !== false) says(['additionalProperties'], 'additionalProperties may not stand in the schema of an object as a whole');
    else if (isEmbedded) says(['additionalProperties'], 'additionalProperties does not go with x-kubernetes-embedded-resource');
    else if (fields.size > 0 && additionalProperties !== true) says(['additionalProperties'], `${nameOf(path)} has properties and additionalProperties; only one of them may be there`);
  }
  if (isEmbedded && schema['x-kubernetes-preserve-unknown-fields'] !== true && fields.size === 0) found.push({ path, message: `${nameOf(path)} has x-kubernetes-embedded-resource and lacks properties` });
  if (level !== 'root' && !isEmbedded) return found;
  for (const [field, type] of [['apiVersion', 'string'], ['kind', 'string'], ['metadata', 'object']] as const) {
    const own = fields.get(field);
    if (own && own['type'] !== type) says(['properties', field], `the type of ${field} is ${type}`);
  }
  const metadata = fields.get('metadata');
  if (level === 'root' && metadata?.['type'] === 'object' && !restrictsNameOnly(metadata)) says(['properties', 'metadata'], 'the schema of metadata may only say something of name and generateName');
  return found;
}

function restrictsNameOnly(metadata: Written): boolean {
  return Object.entries(metadata).every(([key, value]) => key === 'type' || key === 'default' || !isSaid(value) || (key === 'properties' && recordsOf(value).every(([field]) => field === 'name' || field === 'generateName')));
}

/** The field that a schema is about. */
function nameOf(path: readonly Step[]): string {
  const last = path.at(-1);
  if (last === 'items') return `an item of ${nameOf(path.slice(0, -1))}`;
  if (last === 'additionalProperties') return `a value of ${nameOf(path.slice(0, -1))}`;
  return path.at(-2) === 'properties' ? String(last) : 'the schema';
}
