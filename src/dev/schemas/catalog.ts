/** Every kind that mllint carries, from the packages, from what is authored beside them, with the supplements; in memory, before it is written. */
import type { KindSchema, Schema } from '../../kubernetes/schema/schema.ts';
import { isClusterScoped } from '../../kubernetes/scope.ts';
import { crdTwins, refersToTwins, twinName } from './crd-parts.ts';
import { declaredKinds, groupOf } from './kinds.ts';
import { kserveKinds, kserveTexts } from './kserve.ts';
import { builtInQuantity } from './names.ts';
import { partReader } from './parts.ts';
import { share } from './share.ts';
import { readSupplements, refuseUnused, supplemented, type Statement } from './supplements.ts';
import { ordered } from './walk.ts';

export interface Catalog {
  readonly kinds: readonly KindSchema[];
  /** Shared parts by their name. */
  readonly definitions: ReadonlyMap<string, Schema>;
}

/** Which versions a kind is carried in, by `<Kind>.<group>`, newest first as kubectl prefers them. */
export type KindIndex = Readonly<Record<string, { readonly versions: readonly string[]; readonly scope: 'Cluster' | 'Namespaced' }>>;

/** A kind in one version while it is put together; the name is `<Kind>.<version>.<group>`. */
interface Draft {
  readonly name: string;
  readonly head: Omit<KindSchema, 'schema'>;
  readonly schema: Schema;
}

/** Everything before it is decided which parts are shared. */
export interface Drafts {
  readonly heads: readonly { readonly name: string; readonly head: Omit<KindSchema, 'schema'> }[];
  /** By `<Kind>.<version>.<group>`. */
  readonly kinds: ReadonlyMap<string, Schema>;
  readonly parts: ReadonlyMap<string, Schema>;
}

export function catalogOf(root: string): Catalog {
  const { heads, ...drafts } = draftsOf(root);
  const shared = share(drafts);
  return {
    kinds: heads.map(({ name, head }) => ({ ...head, schema: ordered(shared.kinds.get(name) ?? {}) })).sort(byKind),
    definitions: new Map([...shared.parts].map(([name, schema]) => [name, ordered(schema)])),
  };
}

export function draftsOf(root: string): Drafts {
  const reader = partReader(root);
  const statements = readSupplements(root);
  const used = new Set<Statement>();
  const declared = declaredKinds(root).map(({ module, apiVersion, kind, source }): Draft => {
    const isBuiltIn = module.startsWith('kubernetes-models/');
    return { name: nameOf(apiVersion, kind), head: { apiVersion, kind, source, isBuiltIn }, schema: topOf(reader.kind(module)) };
  });
  const ofKubernetes = new Map([['Quantity', builtInQuantity], ...[...reader.parts].filter(([name]) => reader.isKubernetes(name))]);
  const kubernetes = supplemented(ofKubernetes, ofKubernetes, statements, used);
  const twins = crdTwins(kubernetes, statements.map(({ owner }) => owner));
  const withTwins = new Map([...kubernetes, ...supplemented(twins.parts, new Map([...kubernetes, ...twins.parts]), statements, used)]);
  const foreign = new Map([...reader.parts].filter(([name]) => !kubernetes.has(name)));
  const linked = (schemas: ReadonlyMap<string, Schema>): Map<string, Schema> => mapped(schemas, (schema) => refersToTwins(schema, twins.names));
  const own = linked(foreign);
  const others = new Map([...withTwins, ...linked(supplemented(own, new Map([...withTwins, ...own]), statements, used))]);
  const authored = kserveKinds(kserveTexts(root), (name) => others.get(twinName(name)) ?? others.get(name));
  const parts = new Map([...others, ...linked(authored.definitions)]);
  const drafts = [...declared, ...authored.kinds.map(({ schema, ...head }) => ({ name: nameOf(head.apiVersion, head.kind), head, schema: topOf(schema) }))];
  const plain = new Map(drafts.map(({ name, head, schema }) => [name, head.isBuiltIn ? schema : refersToTwins(schema, twins.names)]));
  const kinds = mapped(supplemented(plain, parts, statements, used), withMetadata);
  refuseUnused(statements, used);
  return { heads: drafts, kinds, parts };
}

function mapped(schemas: ReadonlyMap<string, Schema>, map: (schema: Schema) => Schema): Map<string, Schema> {
  return new Map([...schemas].map(([name, schema]) => [name, map(schema)]));
}

function byKind(a: KindSchema, b: KindSchema): number {
  return nameOf(a.apiVersion, a.kind) < nameOf(b.apiVersion, b.kind) ? -1 : 1;
}

/** `Deployment.v1.apps`, and `Pod.v1` in the core group. */
export function nameOf(apiVersion: string, kind: string): string {
  const [version = '', ...rest] = apiVersion.split('/').reverse();
  return [kind, version, ...rest].join('.');
}

/** `apiVersion` and `kind` are texts here: which they are has led to this schema. */
function topOf(schema: Schema): Schema {
  const required = (schema.required ?? []).filter((field) => field !== 'apiVersion' && field !== 'kind');
  const { required: _, ...rest } = schema;
  const properties = { ...schema.properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: 'ObjectMeta' } } as const;
  return { ...rest, type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** The API server reads the metadata of a custom resource as of any object, whatever the CRD says. */
function withMetadata(schema: Schema): Schema {
  return { ...schema, properties: { ...schema.properties, metadata: { $ref: 'ObjectMeta' } } };
}

export function indexOf(kinds: readonly KindSchema[]): KindIndex {
  const index = new Map<string, { versions: string[]; scope: 'Cluster' | 'Namespaced' }>();
  for (const { apiVersion, kind } of kinds) {
    const group = groupOf(apiVersion);
    const key = group === '' ? kind : `${kind}.${group}`;
    const known = index.get(key) ?? { versions: [], scope: isClusterScoped({ apiVersion, kind }) ? ('Cluster' as const) : ('Namespaced' as const) };
    known.versions.push(apiVersion.split('/').at(-1) ?? '');
    index.set(key, known);
  }
  for (const { versions } of index.values()) versions.sort(newestFirst);
  return Object.fromEntries([...index].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Stable before beta before alpha, then the higher number: v2, v1, v1beta2, v1beta1, v1alpha1. */
export function newestFirst(a: string, b: string): number {
  const [one, other] = [rankOf(a), rankOf(b)];
  const at = one.findIndex((rank, index) => rank !== other[index]);
  return at < 0 ? 0 : (other[at] ?? 0) - (one[at] ?? 0);
}

function rankOf(version: string): [number, number, number] {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return [stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor)];
}
