/**
 * Which lists of the built-in kinds a strategic merge patch merges and by which keys, and which kinds live in namespaces: facts taken from the OpenAPI definitions that Kustomize embeds.
 * `node scripts/run.js src/dev/kustomize-merge-keys.ts <bundle>` rewrites src/render/kustomize/merge-keys.json from kustomize's
 * `kyaml/openapi/kubernetesapi/data/kubernetes-openapi-union-*.bundle-v1.json.gz`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unchecked } from '../unchecked.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

interface Bundle {
  readonly coverage: { readonly floor: string; readonly ceiling: string };
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly resources: readonly { readonly apiVersion: string; readonly kind: string; readonly definition?: string; readonly scope?: 'Namespaced' | 'Cluster' }[];
}


/** Fields of a type as `Type`, `Type*` for a list of it, `Type[key,key]` for a list that is merged by keys, or `[]` for a list of texts that is merged; `Type` may be absent. */
type Fields = Record<string, string>;

function mergeKeys({ coverage, definitions, resources }: Bundle, source: string): string {
  const types = new Map<string, Fields>();
  const names = new Map<string, string>();
  const relevant = relevantDefinitions(definitions);
  for (const name of relevant) names.set(name, shortName(name, relevant));
  for (const name of relevant) {
    const fields: Fields = {};
    for (const [field, schema] of Object.entries(definitions[name]?.properties ?? {})) {
      const said = fieldOf(schema, names);
      if (said !== undefined) fields[field] = said;
    }
    types.set(names.get(name) ?? name, fields);
  }
  const kinds: Record<string, string> = {};
  for (const { apiVersion, kind, definition } of resources) {
    const type = definition === undefined ? undefined : names.get(definition);
    if (type !== undefined) kinds[`${apiVersion} ${kind}`] = type;
  }
  const ofScope = (wanted: string): string[] => resources.filter(({ scope }) => scope === wanted).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  const scopes = { cluster: ofScope('Cluster').sort(), namespaced: ofScope('Namespaced').sort() };
  const version = coverage.floor === coverage.ceiling ? coverage.ceiling : `${coverage.floor} to ${coverage.ceiling}`;
  const lines = [
    `  "source": ${JSON.stringify(source)}`,
    `  "kubernetes": ${JSON.stringify(version)}`,
    `  "kinds": ${object(kinds)}`,
    `  "scopes": ${object(scopes)}`,
    `  "types": ${object(Object.fromEntries(types))}`,
  ];
  return `{\n${lines.join(',\n')}\n}\n`;
}

function object(value: Record<string, unknown>): string {
  const lines = Object.keys(value).sort().map((key) => `    ${JSON.stringify(key)}: ${JSON.stringify(value[key])}`);
  return `{\n${lines.join(',\n')}\n  }`;
}

/** The definitions below which some list is merged. */
function relevantDefinitions(definitions: Bundle['definitions']): string[] {
  const relevant = new Set<string>();
  for (let before = -1; before !== relevant.size; ) {
    before = relevant.size;
    for (const [name, { properties }] of Object.entries(definitions)) {
      if (Object.values(properties ?? {}).some((schema) => isRelevant(schema, relevant))) relevant.add(name);
    }
  }
  return [...relevant].sort();
}

function isRelevant(schema: Schema, relevant: ReadonlySet<string>): boolean {
  return isMerged(schema) || relevant.has(referenceOf(schema) ?? '') || relevant.has(referenceOf(schema.items ?? {}) ?? '');
}

function isMerged(schema: Schema): boolean {
  return schema.type === 'array' && (schema['x-kubernetes-patch-strategy']?.split(',').includes('merge') ?? false);
}

function fieldOf(schema: Schema, names: ReadonlyMap<string, string>): string | undefined {
  const type = names.get(referenceOf(schema) ?? '');
  if (type !== undefined) return type;
  if (schema.type !== 'array') return undefined;
  const item = names.get(referenceOf(schema.items ?? {}) ?? '') ?? '';
  const keys = schema['x-kubernetes-list-map-keys'] ?? [schema['x-kubernetes-patch-merge-key'] ?? ''].filter((key) => key !== '');
  if (isMerged(schema)) return `${item}[${keys.join(',')}]`;
  return item === '' ? undefined : `${item}*`;
}

function referenceOf(schema: Schema): string | undefined {
  return schema.$ref?.replace('#/definitions/', '');
}

/** `Container` of `io.k8s.api.core.v1.Container`, with as much in front as tells it from the others. */
function shortName(name: string, all: readonly string[]): string {
  const parts = name.split('.');
  for (let count = 1; count < parts.length; count += 1) {
    const short = parts.slice(-count).join('.');
    if (all.filter((other) => other === short || other.endsWith(`.${short}`)).length === 1) return short;
  }
  return name;
}

const [, , path] = process.argv;
if (path === undefined) throw new Error('name the bundle of definitions');
const bytes = readFileSync(path);
const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
const source = `kubernetes-sigs/kustomize 12f9e639, kyaml/openapi/kubernetesapi/data/${basename(path)}`;
writeFileSync('src/render/kustomize/merge-keys.json', mergeKeys(unchecked<Bundle>(JSON.parse(text)), source));
