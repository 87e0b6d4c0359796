/** Changing a schema at a path. */
import type { Schema } from '../../kubernetes/schema/schema.ts';
import { unchecked } from '../../unchecked.ts';
import type { Patch } from './supplements.ts';
import { mapChildren, ordered, type Step } from './walk.ts';

/** `spec.ports[].name` as steps; `anywhere` where the path begins with `**`. */
export interface Path {
  readonly anywhere: boolean;
  readonly steps: readonly Step[];
}

export function pathOf(text: string): Path {
  const anywhere = text.startsWith('**.');
  const steps = (anywhere ? text.slice(3) : text).split('.').flatMap((segment) => {
    const [, name = '', suffixes = ''] = /^([^[{]*)((?:\[\]|\{\})*)$/.exec(segment) ?? [];
    return [...(name === '' ? [] : [`.${name}`]), ...(suffixes.match(/\[\]|\{\}/g) ?? [])];
  });
  return { anywhere, steps };
}

/** The schema with a patch applied, and at how many places; the same object where nothing has changed. A part behind `$ref` on the way is copied. */
export function patched(schema: Schema, path: Path, patch: Patch, parts: ReadonlyMap<string, Schema>): { readonly schema: Schema; readonly hits: number } {
  let hits = 0;
  const at = (given: Schema, [step, ...rest]: readonly Step[]): Schema | undefined => {
    if (step === undefined) {
      hits++;
      return withKeywords(given, patch, parts);
    }
    const from = followed(given, parts);
    const child = childAt(from, step);
    if (!child) return undefined;
    if (rest.length === 0 && patch['absent'] === true) {
      hits++;
      return without(from, step);
    }
    const changed = at(child, rest);
    return changed === undefined ? undefined : changed === child ? given : mapChildren(from, (each, its) => (its === step ? changed : each));
  };
  const everywhere = (given: Schema): Schema => {
    const below = mapChildren(given, everywhere);
    const same = JSON.stringify(below) === JSON.stringify(given) ? given : below;
    return at(same, path.steps) ?? same;
  };
  const result = path.anywhere ? everywhere(schema) : (at(schema, path.steps) ?? schema);
  return { schema: result, hits };
}

function followed(schema: Schema, parts: ReadonlyMap<string, Schema>): Schema {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return schema;
  const part = parts.get($ref);
  if (!part) throw new Error(`there is no part ${$ref}`);
  return { ...followed(part, parts), ...beside };
}

function childAt({ properties, items, additionalProperties }: Schema, step: Step): Schema | undefined {
  if (step === '[]') return items;
  if (step === '{}') return typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const name = step.slice(1);
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function without(schema: Schema, step: Step): Schema {
  const { [step.slice(1)]: _, ...properties } = { ...schema.properties };
  return { ...schema, properties };
}

const besideReference: ReadonlySet<string> = new Set(['x-mllint-since', 'x-mllint-until', 'nullable']);

function withKeywords(given: Schema, { is, ...patch }: Patch, parts: ReadonlyMap<string, Schema>): Schema {
  if (is !== undefined) return unchecked<Schema>(is);
  const schema = Object.keys(patch).every((keyword) => besideReference.has(keyword)) ? given : followed(given, parts);
  const { properties: added, ...keywords } = patch;
  const entries = Object.entries({ ...schema, ...keywords }).filter(([, value]) => value !== null);
  const changed = unchecked<Schema>({ ...Object.fromEntries(entries), ...(added !== undefined && { properties: { ...schema.properties, ...unchecked<Schema['properties']>(added) } }) });
  return JSON.stringify(ordered(changed)) === JSON.stringify(ordered(schema)) ? given : changed;
}
