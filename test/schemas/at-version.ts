/** A schema as it was at a version of its product: fields that came later or had gone by then are not in it. */
import type { Definitions, Schema } from '../../src/kubernetes/schema/schema.ts';
import { mapChildren } from '../../src/dev/schemas/walk.ts';

export function atVersion(schema: Schema, definitions: Definitions, versions: Readonly<Record<string, string>>): { readonly schema: Schema; readonly definitions: Definitions } {
  const filter = (each: Schema): Schema => {
    const { properties } = each;
    const kept = properties && Object.fromEntries(Object.entries(properties).filter(([, property]) => isThere(property, versions)));
    return mapChildren(kept ? { ...each, properties: kept } : each, filter);
  };
  return { schema: filter(schema), definitions: (name) => { const part = definitions(name); return part && filter(part); } };
}

function isThere(schema: Schema, versions: Readonly<Record<string, string>>): boolean {
  const [since, until] = [schema['x-mllint-since'], schema['x-mllint-until']].map((each) => each?.split(' ') ?? []);
  const has = ([product = '', version = '']: readonly string[]): boolean => {
    const at = versions[product];
    return at === undefined || compareVersions(at, version) >= 0;
  };
  return (since?.length === 0 || has(since ?? [])) && (until?.length === 0 || versions[until?.[0] ?? ''] === undefined || !has(until ?? []));
}

export function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map((version) => version.replace(/^v/, '').split('.').map(Number));
  for (let index = 0; index < Math.max(one?.length ?? 0, other?.length ?? 0); index++) {
    const difference = (one?.[index] ?? 0) - (other?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
