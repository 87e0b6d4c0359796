/** Every kind that mllint carries, in memory, before it is written. */
import { holdsRules } from '../../cel/rules-below.ts';
import { compareApiVersions } from '../../kubernetes/api-versions/facts.ts';
import { kindKey } from '../../kubernetes/identity.ts';
import type { CarriedKind } from '../../kubernetes/schema/catalog.ts';
import type { KindSchema, Schema } from '../../kubernetes/schema/schema.ts';
import { isClusterScoped } from '../../kubernetes/scope.ts';
import { draftsOf, nameOf } from './drafts.ts';
import { share } from './share.ts';
import { ordered } from './walk.ts';

export interface Catalog {
  readonly kinds: readonly KindSchema[];
  /** Shared parts by their name. */
  readonly definitions: ReadonlyMap<string, Schema>;
}

/** Which versions a kind is carried in, by `<Kind>.<group>`. */
export type KindIndex = Readonly<Record<string, CarriedKind>>;

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

export function indexOf({ kinds, definitions }: Catalog): KindIndex {
  const index = new Map<string, { versions: string[]; ruled: string[]; scope: 'Cluster' | 'Namespaced' }>();
  for (const { apiVersion, kind, schema } of kinds) {
    const key = kindKey({ apiVersion, kind });
    const known = index.get(key) ?? { versions: [], ruled: [], scope: isClusterScoped({ apiVersion, kind }) ? ('Cluster' as const) : ('Namespaced' as const) };
    const version = apiVersion.split('/').at(-1) ?? '';
    known.versions.push(version);
    if (holdsRules(schema, (name) => definitions.get(name))) known.ruled.push(version);
    index.set(key, known);
  }
  for (const { versions, ruled } of index.values()) for (const list of [versions, ruled]) list.sort((one, other) => compareApiVersions(other, one));
  return Object.fromEntries([...index].sort(([a], [b]) => (a < b ? -1 : 1)));
}
