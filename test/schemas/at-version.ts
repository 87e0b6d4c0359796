/** A schema as it was at versions of products: fields that came later or had gone by then are not in it, nor is what is said of them. */
import { withoutFields } from '../../src/dev/schemas/embedding.ts';
import { isBefore } from '../../src/dev/schemas/versions.ts';
import { mapChildren } from '../../src/dev/schemas/walk.ts';
import type { Definitions, Schema } from '../../src/kubernetes/schema/schema.ts';

export type Versions = Readonly<Record<string, string>>;

export function atVersion(schema: Schema, definitions: Definitions, versions: Versions): { readonly schema: Schema; readonly definitions: Definitions } {
  const filter = (each: Schema): Schema => mapChildren(ownAtVersion(each, versions), filter);
  return {
    schema: filter(schema),
    definitions: (name) => {
      const part = definitions(name);
      return part && filter(part);
    },
  };
}

function ownAtVersion(schema: Schema, versions: Versions): Schema {
  const { properties, oneOf } = schema;
  if (!properties) return schema;
  const gone = Object.keys(properties).filter((name) => !isThere(properties[name] ?? {}, versions));
  const asksForGone = ({ required = [] }: Schema): boolean => required.some((name) => gone.includes(name));
  const branches = oneOf?.filter((branch) => !asksForGone(branch)).map((branch) => withoutGone(branch, asksForGone));
  return { ...withoutFields(schema, gone), ...(branches && { oneOf: branches }) };
}

/** `{ not: { anyOf: [{ required: [gone] }, …] } }` */
function withoutGone(branch: Schema, asksForGone: (schema: Schema) => boolean): Schema {
  const { not } = branch;
  return not?.anyOf ? { ...branch, not: { ...not, anyOf: not.anyOf.filter((each) => !asksForGone(each)) } } : branch;
}

function isThere(schema: Schema, versions: Versions): boolean {
  const [sinceProduct = '', since = ''] = schema['x-mllint-since']?.split(' ') ?? [];
  const [untilProduct = '', until = ''] = schema['x-mllint-until']?.split(' ') ?? [];
  const [atSince, atUntil] = [versions[sinceProduct], versions[untilProduct]];
  return !(atSince !== undefined && isBefore(atSince, since)) && (atUntil === undefined || isBefore(atUntil, until));
}
