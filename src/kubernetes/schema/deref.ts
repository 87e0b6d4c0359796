/** Schemas with their shared parts in place. */
import type { Definitions, Schema } from './schema.ts';

/** Longer ways from reference to reference lead nowhere. */
const MAX_REFERENCES = 20;

/** What a schema says where it only names a shared part; a part that nobody has, or that only leads back to itself, says nothing and opens all. */
export function dereferenced(schema: Schema, definitions: Definitions): Schema {
  let found = schema;
  for (let count = 0; found.$ref !== undefined; count += 1) {
    const next = count < MAX_REFERENCES ? definitions(found.$ref) : undefined;
    if (!next) return OPEN;
    found = next;
  }
  return found;
}

const OPEN: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

/** The schema of a field by its name: a field of its own, else what all further ones have to fit. `true` where anything may stand. */
export function fieldSchema({ properties, additionalProperties }: Schema, name: string): Schema | true | undefined {
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  if (additionalProperties === undefined || additionalProperties === false) return undefined;
  return additionalProperties;
}
