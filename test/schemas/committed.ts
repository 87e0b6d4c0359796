/** The schemas as they are committed. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesIn } from '../../src/dev/write.ts';
import type { Definitions, KindSchema, Schema } from '../../src/kubernetes/schema/schema.ts';
import { unchecked } from '../../src/unchecked.ts';

export const schemaFolder = fileURLToPath(new URL('../../schemas', import.meta.url));

/** Every kind in every version. */
export function committedKinds(): KindSchema[] {
  return filesIn(`${schemaFolder}/kinds`).filter((path) => path !== 'index.json').map((path) => read<KindSchema>(`kinds/${path}`));
}

export function committedKind(group: string, version: string, kind: string): KindSchema | undefined {
  const path = `kinds/${group === '' ? 'core' : group}/${version}/${kind}.json`;
  return existsSync(`${schemaFolder}/${path}`) ? read<KindSchema>(path) : undefined;
}

/** The parts that are committed, each read once. */
export function committedDefinitions(): Definitions {
  const known = new Map<string, Schema>();
  const names = new Set(filesIn(`${schemaFolder}/definitions`).map((path) => path.replace(/\.json$/, '')));
  return (name) => {
    if (!names.has(name)) return undefined;
    const schema = known.get(name) ?? read<Schema>(`definitions/${name}.json`);
    known.set(name, schema);
    return schema;
  };
}

function read<Content>(path: string): Content {
  return unchecked<Content>(JSON.parse(readFileSync(`${schemaFolder}/${path}`, 'utf8')));
}
