/** Every kind that mllint carries, in memory, before it is written. */
import type { KindSchema, Schema } from '../../kubernetes/schema/schema.ts';
import { isClusterScoped } from '../../kubernetes/scope.ts';
import { draftsOf, nameOf } from './drafts.ts';
import { groupOf } from './kinds.ts';
import { share } from './share.ts';
import { ordered } from './walk.ts';

export interface Catalog {
  readonly kinds: readonly KindSchema[];
  /** Shared parts by their name. */
  readonly definitions: ReadonlyMap<string, Schema>;
}

/** Which versions a kind is carried in, by `<Kind>.<group>`, newest first as kubectl prefers them. */
export type KindIndex = Readonly<Record<string, { readonly versions: readonly string[]; readonly scope: 'Cluster' | 'Namespaced' }>>;

export function catalogOf(root: string): Catalog {
  const { heads, ...drafts } = draftsOf(root);
  const shared = share(drafts);
  return {
    kinds: heads.map(({ name, head }) => ({ ...head, schema: ordered(shared.kinds.get(name) ?? {}) })).sort(byKind),
    definitions: new Map([...shared.parts].map(([name, schema]) => [name, ordered(schema)])),
  };
}

function byKind(a: KindSchema, b: KindSchema): number {
  return nameOf(a.apiVersion, a.kind) < nameOf(b.apiVersion, b.kind) ? -1 : 1;
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
