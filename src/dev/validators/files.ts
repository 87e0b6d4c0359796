/** Which validator goes into which file of `dist/schemas/`: a file for each kind, and one for all parts that the same kinds share. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaOfObject, toJsonSchema } from '../../kubernetes/schema/json-schema.ts';
import type { Definitions, KindSchema, Schema } from '../../kubernetes/schema/schema.ts';
import { addTo } from '../../groups.ts';
import { unchecked } from '../../unchecked.ts';
import { filesIn } from '../write.ts';

export interface ModulePlan {
  /** Relative to `dist/schemas/`. */
  readonly path: string;
  /** The parts that it exports, by name; of a kind the one export is `kind`. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly isKind: boolean;
}

export interface Plan {
  readonly modules: readonly ModulePlan[];
  /** Relative to `dist/schemas/`, where a shared part is compiled. */
  fileOf(name: string): string;
  /** A shared part by its name. */
  readonly definition: Definitions;
  /** What a native `RegExp` reads as RE2 does, by pattern. */
  readonly patterns: ReadonlyMap<string, string>;
}

export interface Schemas {
  readonly kinds: ReadonlyMap<string, KindSchema>;
  readonly definitions: ReadonlyMap<string, Schema>;
  readonly patterns: ReadonlyMap<string, string>;
}

/** All committed schemas, by their path below `schemas/` without `.json`. */
export function readSchemas(root: string): Schemas {
  const below = (folder: string): [string, unknown][] => filesIn(join(root, 'schemas', folder)).filter((path) => path.endsWith('.json') && path !== 'index.json')
    .map((path) => [path.replace(/\.json$/, ''), JSON.parse(readFileSync(join(root, 'schemas', folder, path), 'utf8'))]);
  const patterns = unchecked<Record<string, string>>(JSON.parse(readFileSync(join(root, 'schemas/patterns.json'), 'utf8')));
  return { kinds: new Map(unchecked<[string, KindSchema][]>(below('kinds'))), definitions: new Map(unchecked<[string, Schema][]>(below('definitions'))), patterns: new Map(Object.entries(patterns)) };
}

export function planned({ kinds, definitions, patterns }: Schemas): Plan {
  const users = usersOf(kinds, definitions);
  const groups = new Map<string, string[]>();
  for (const name of definitions.keys()) {
    const own = users.get(name);
    if (own) addTo(groups, [...own].sort().join(' '), name);
  }
  const places = new Map<string, string>();
  const shared = [...groups.values()].map((names, index): ModulePlan => {
    const path = `shared/${index}.cjs`;
    for (const name of names) places.set(name, path);
    return { path, schemas: new Map(names.flatMap((name) => { const schema = definitions.get(name); return schema ? [[name, schema] as const] : []; })), isKind: false };
  });
  const ofKinds = [...kinds].map(([path, { schema }]): ModulePlan => ({ path: `kinds/${path}.cjs`, schemas: new Map([['kind', schema]]), isKind: true }));
  return {
    modules: [...shared, ...ofKinds],
    patterns,
    definition: (name) => definitions.get(name),
    fileOf: (name) => {
      const place = places.get(name);
      if (place === undefined) throw new Error(`no schema of the shared part ${name}`);
      return place;
    },
  };
}

/** The kinds from which each shared part is reached. */
function usersOf(kinds: ReadonlyMap<string, KindSchema>, definitions: ReadonlyMap<string, Schema>): Map<string, Set<string>> {
  const partsOf = new Map([...definitions].map(([name, schema]) => [name, partsIn(toJsonSchema(schema))]));
  const users = new Map<string, Set<string>>();
  for (const [kind, { schema }] of kinds) {
    const reached = new Set(partsIn(jsonSchemaOfObject(schema)));
    for (const name of reached) for (const further of partsOf.get(name) ?? []) reached.add(further);
    for (const name of reached) users.set(name, (users.get(name) ?? new Set()).add(kind));
  }
  return users;
}

function partsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(partsIn);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => (key === 'x-shared' && typeof value === 'string' ? [value] : partsIn(value)));
}
