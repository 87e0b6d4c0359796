/** What a schema fills in before the forms beside it are asked: an API server writes defaults into an object before it validates (apiextensions-apiserver, pkg/apiserver/schema/defaulting, 0.36). */
import { resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { dereferenced, fieldSchema } from './deref.ts';
import type { Place } from './mistake.ts';
import type { Definitions, Schema } from './schema.ts';

/** The mapping with the defaults of the fields that a form looks at; the same mapping where nothing is filled in. */
export function withDefaults({ schema, base }: Place, mapping: MappingTree, definitions: Definitions): MappingTree {
  if (!base || !schema.properties) return mapping;
  const filled = Object.keys(schema.properties).flatMap((name): EntryTree[] => {
    const field = baseOfField(base, name, definitions);
    const written = mapping.entries.find(({ key }) => key.text === name);
    if (field?.default === undefined || (written && !isReplaced(written, field))) return [];
    return [{ key: written?.key ?? scalarOf(name, mapping), value: treeOf(field.default, mapping) }];
  });
  if (filled.length === 0) return mapping;
  const names = new Set(filled.map(({ key }) => key.text));
  const { kind, start, end, isFlow, trace } = mapping;
  return { kind, start, end, isFlow, trace, entries: [...mapping.entries.filter(({ key }) => !names.has(key.text)), ...filled] };
}

/** What the whole says of a field that a form looks at. */
export function baseOfField(base: Schema | undefined, name: string, definitions: Definitions): Schema | undefined {
  const field = base && fieldSchema(base, name);
  if (field === undefined || field === true) return undefined;
  const schema = dereferenced(field, definitions);
  return field.default === undefined || schema === field ? schema : { ...schema, default: field.default };
}

export function baseOfItems(base: Schema | undefined, definitions: Definitions): Schema | undefined {
  return base?.items && dereferenced(base.items, definitions);
}

function isReplaced({ value }: EntryTree, { nullable }: Schema): boolean {
  const resolved = resolveAlias(value);
  return nullable !== true && resolved.kind === 'scalar' && resolved.value === null;
}

/** A default as if somebody had written it where it is filled in. */
function treeOf(value: unknown, at: MappingTree): Tree {
  const { start, end, trace } = at;
  if (Array.isArray(value)) return { kind: 'sequence', items: value.map((item: unknown) => treeOf(item, at)), isFlow: true, start, end, trace };
  if (typeof value !== 'object' || value === null) return scalarOf(value, at);
  return { kind: 'mapping', entries: Object.entries(value).map(([name, one]) => ({ key: scalarOf(name, at), value: treeOf(one, at) })), isFlow: true, start, end, trace };
}

function scalarOf(value: unknown, { start, end, trace }: MappingTree): ScalarTree {
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return { kind: 'scalar', value: known, text: String(known ?? ''), style: typeof value === 'string' ? 'double' : 'plain', start, end, trace };
}
