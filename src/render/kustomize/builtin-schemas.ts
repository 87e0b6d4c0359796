/**
 * How lists of the built-in kinds merge, and of those that an OpenAPI document describes.
 * Follows kustomize 5.7, kyaml/openapi/openapi.go; the facts about built-in kinds come from the definitions that it embeds (src/dev/kustomize-merge-keys.ts).
 */
import { entryOf, resolveAlias, type Tree } from '../../yaml/tree.ts';
import facts from './merge-keys.json' with { type: 'json' };
import type { MergeSchema, MergeSchemas } from './merge-schemas.ts';
import { textAt, valueAt } from './resource.ts';

const kinds = new Map<string, string>(Object.entries(facts.kinds));
const types = new Map<string, ReadonlyMap<string, string>>(Object.entries(facts.types).map(([name, fields]) => [name, new Map(Object.entries(fields))]));
const scopes = new Map<string, boolean>([
  ...facts.scopes.cluster.map((kind) => [kind, false] as const),
  ...facts.scopes.namespaced.map((kind) => [kind, true] as const),
]);

/** What Kustomize knows without being told. */
export function builtinSchemas(): MergeSchemas {
  return {
    ofKind: (apiVersion, kind) => objectSchema(kinds.get(`${apiVersion} ${kind}`)),
    isNamespaced: (apiVersion, kind) => scopes.get(`${apiVersion} ${kind}`),
  };
}

/** A part of a known kind in which nothing is merged: what stands below it is no object of its own. */
const NOTHING_MERGED: MergeSchema = { field: () => NOTHING_MERGED, items: () => NOTHING_MERGED, strategy: [], mergeKeys: [] };

function objectSchema(type: string | undefined): MergeSchema | undefined {
  const fields = type === undefined ? undefined : types.get(type);
  if (!fields) return undefined;
  return { field: (name) => fieldSchema(fields.get(name)), items: () => undefined, strategy: [], mergeKeys: [] };
}

/** `Type`, `Type*` for a list of it, `Type[key,key]` for one that is merged. */
function fieldSchema(said: string | undefined): MergeSchema {
  if (said === undefined) return NOTHING_MERGED;
  const bracket = said.indexOf('[');
  const type = said.slice(0, bracket >= 0 ? bracket : said.length - (said.endsWith('*') ? 1 : 0));
  if (bracket < 0 && !said.endsWith('*')) return objectSchema(type) ?? NOTHING_MERGED;
  const keys = bracket < 0 ? '' : said.slice(bracket + 1, -1);
  return {
    field: () => undefined,
    items: () => objectSchema(type) ?? NOTHING_MERGED,
    strategy: bracket < 0 ? [] : ['merge'],
    mergeKeys: keys === '' ? [] : keys.split(','),
  };
}

/** References on the way to one definition are followed this far: a document may refer to itself. */
const MAX_REFERENCES = 50;

/**
 * The kinds that an OpenAPI document defines. It takes the place of the built-in definitions: lists of kinds that it does not define are replaced whole.
 * @param document with `definitions`, as `kustomize openapi fetch` writes it
 * @param inner what is known without it, for the scopes of built-in kinds
 */
export function customSchemas(document: Tree, inner: MergeSchemas): MergeSchemas {
  const definitions = valueAt(document, 'definitions');
  const own = definedKinds(definitions);
  const ownScopes = scopesOf(valueAt(document, 'paths'));
  return {
    ofKind: (apiVersion, kind) => {
      const schema = own.get(`${apiVersion} ${kind}`);
      return schema && documentSchema(schema, definitions);
    },
    isNamespaced: (apiVersion, kind) => inner.isNamespaced(apiVersion, kind) ?? ownScopes.get(`${apiVersion} ${kind}`),
  };
}

const GROUP_VERSION_KIND = 'x-kubernetes-group-version-kind';

function definedKinds(definitions: Tree | undefined): Map<string, Tree> {
  const found = new Map<string, Tree>();
  for (const { value } of entriesOf(definitions)) {
    for (const gvk of itemsOf(valueAt(value, GROUP_VERSION_KIND))) found.set(kindText(gvk), value);
  }
  return found;
}

function kindText(gvk: Tree): string {
  const group = textAt(gvk, 'group');
  return `${group === '' ? '' : `${group}/`}${textAt(gvk, 'version')} ${textAt(gvk, 'kind')}`;
}

/** A kind whose objects are read below `namespaces/{namespace}` lives in namespaces; one that is only read elsewhere does not. */
function scopesOf(paths: Tree | undefined): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { key, value } of entriesOf(paths)) {
    const gvk = valueAt(value, 'get', GROUP_VERSION_KIND);
    if (!gvk) continue;
    const kind = kindText(gvk);
    if (key.text.includes('namespaces/{namespace}')) found.set(kind, true);
    else if (!found.has(kind)) found.set(kind, false);
  }
  return found;
}

function documentSchema(schema: Tree, definitions: Tree | undefined): MergeSchema {
  const below = (tree: Tree | undefined): MergeSchema | undefined => {
    const target = tree && dereferenced(tree, definitions);
    return target && documentSchema(target, definitions);
  };
  const strategy = textAt(schema, 'x-kubernetes-patch-strategy');
  const keyList = valueAt(schema, 'x-kubernetes-list-map-keys');
  const key = textAt(schema, 'x-kubernetes-patch-merge-key');
  return {
    field: (name) => below(fieldOf(schema, name)),
    items: () => (textAt(schema, 'type') === 'array' ? below(valueAt(schema, 'items')) : undefined),
    strategy: strategy === '' ? [] : strategy.split(','),
    mergeKeys: keyList ? itemsOf(keyList).map((item) => textAt(item)) : key === '' ? [] : [key],
  };
}

function fieldOf(schema: Tree, name: string): Tree | undefined {
  const properties = resolved(valueAt(schema, 'properties'));
  const property = properties?.kind === 'mapping' ? entryOf(properties, name)?.value : undefined;
  if (property) return property;
  const additional = resolved(valueAt(schema, 'additionalProperties'));
  return additional?.kind === 'mapping' ? additional : undefined;
}

function dereferenced(schema: Tree, definitions: Tree | undefined): Tree | undefined {
  let target: Tree | undefined = schema;
  for (let count = 0; target && count < MAX_REFERENCES; count += 1) {
    const reference = textAt(target, '$ref');
    if (reference === '') return target;
    const name = reference.startsWith('#/definitions/') ? reference.slice('#/definitions/'.length) : undefined;
    target = name === undefined ? undefined : valueAt(definitions, name.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return undefined;
}

function resolved(tree: Tree | undefined): ReturnType<typeof resolveAlias> | undefined {
  return tree && resolveAlias(tree);
}

function entriesOf(tree: Tree | undefined): readonly { readonly key: { readonly text: string }; readonly value: Tree }[] {
  const mapping = resolved(tree);
  return mapping?.kind === 'mapping' ? mapping.entries : [];
}

function itemsOf(tree: Tree | undefined): readonly Tree[] {
  const list = resolved(tree);
  return list?.kind === 'sequence' ? list.items : [];
}
