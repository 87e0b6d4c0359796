/** Whether a schema or anything below it holds rules in CEL, so that no document is walked in vain. */
import type { Definitions, Schema } from '../kubernetes/schema/schema.ts';

const known = new WeakMap<Schema, boolean>();

export function holdsRules(schema: Schema, definitions: Definitions): boolean {
  return known.get(schema) ?? search(schema, { definitions, open: new Set() }).holds;
}

const children = new WeakMap<Schema, readonly (readonly [string, Schema])[]>();

/** The fields below which there are some. */
export function propertiesWithRules(schema: Schema, definitions: Definitions): readonly (readonly [string, Schema])[] {
  const before = children.get(schema);
  if (before) return before;
  const found = Object.entries(schema.properties ?? {}).filter(([, child]) => holdsRules(child, definitions));
  children.set(schema, found);
  return found;
}

interface Search {
  readonly definitions: Definitions;
  /** Shared parts that are being looked at: they may lead back to themselves. */
  readonly open: Set<string>;
}

/** What was not found below an open part may still be found beside it: such an answer is not kept. */
function search(schema: Schema, context: Search): { readonly holds: boolean; readonly isSure: boolean } {
  const before = known.get(schema);
  if (before !== undefined) return { holds: before, isSure: true };
  const found = schema.$ref === undefined ? below(schema, context) : throughRef(schema.$ref, context);
  if (found.holds || found.isSure) known.set(schema, found.holds);
  return found;
}

function throughRef(name: string, context: Search): { readonly holds: boolean; readonly isSure: boolean } {
  if (context.open.has(name)) return { holds: false, isSure: false };
  const target = context.definitions(name);
  if (!target) return { holds: false, isSure: true };
  context.open.add(name);
  const found = search(target, context);
  context.open.delete(name);
  return found.isSure || context.open.size > 0 ? found : { ...found, isSure: true };
}

function below(schema: Schema, context: Search): { readonly holds: boolean; readonly isSure: boolean } {
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) return { holds: true, isSure: true };
  const { additionalProperties, items } = schema;
  const children = [...Object.values(schema.properties ?? {}), ...(typeof additionalProperties === 'object' ? [additionalProperties] : []), ...(items ? [items] : []), ...(schema.allOf ?? [])];
  let isSure = true;
  for (const child of children) {
    const found = search(child, context);
    if (found.holds) return { holds: true, isSure: true };
    isSure &&= found.isSure;
  }
  return { holds: false, isSure };
}
