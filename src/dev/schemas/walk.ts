/** Going through a schema by the places where schemas stand in it: a property may be called `$ref` or `items`, too. */
import type { Schema } from '../../kubernetes/schema/schema.ts';
import { unchecked } from '../../unchecked.ts';

/** How a child is reached: `.name` a property, `[]` an item, `{}` a value of a map, `|` a branch of allOf, anyOf, oneOf or not, which stands at its parent's place. */
export type Step = string;

/** The same schema with other children. */
export function mapChildren(schema: Schema, map: (child: Schema, step: Step) => Schema): Schema {
  const { properties, items, additionalProperties, allOf, anyOf, oneOf, not } = schema;
  const branches = (list: readonly Schema[]): Schema[] => list.map((branch) => map(branch, '|'));
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, map(child, `.${name}`)])) }),
    ...(items && { items: map(items, '[]') }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: map(additionalProperties, '{}') }),
    ...(allOf && { allOf: branches(allOf) }),
    ...(anyOf && { anyOf: branches(anyOf) }),
    ...(oneOf && { oneOf: branches(oneOf) }),
    ...(not && { not: map(not, '|') }),
  };
}

/** Calls with a schema and everything below it, `$ref` not followed. */
export function visitSchemas(schema: Schema, visit: (schema: Schema, path: string) => void, path = ''): void {
  visit(schema, path);
  mapChildren(schema, (child, step) => {
    visitSchemas(child, visit, step === '|' ? path : `${path}${step}`);
    return child;
  });
}

/** The names of the parts that a schema refers to directly. */
export function referencesIn(schema: Schema): string[] {
  const names: string[] = [];
  visitSchemas(schema, ({ $ref }) => $ref !== undefined && names.push($ref));
  return names;
}

/** The same schema with other names in `$ref`, everywhere in it. */
export function mapReferences(schema: Schema, rename: (name: string) => string): Schema {
  return mapChildren(schema.$ref === undefined ? schema : { ...schema, $ref: rename(schema.$ref) }, (child) => mapReferences(child, rename));
}

const order: readonly string[] = [
  '$ref', 'type', 'format', 'nullable', 'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource',
  'x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type', 'required', 'properties', 'additionalProperties', 'items',
];

/** The same schema with its keywords in one order, properties and required fields by name: equal schemas have equal texts. */
export function ordered(schema: Schema): Schema {
  const rank = (keyword: string): number => (order.includes(keyword) ? order.indexOf(keyword) : order.length);
  const entries = Object.entries(mapChildren(schema, ordered)).filter(([, value]) => value !== undefined);
  entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const { properties, required } = schema;
  return {
    ...unchecked<Schema>(Object.fromEntries(entries)),
    ...(required && { required: [...new Set(required)].sort() }),
    ...(properties && { properties: sortedRecord(mapChildren(schema, ordered).properties ?? {}) }),
  };
}

function sortedRecord(record: Readonly<Record<string, Schema>>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
