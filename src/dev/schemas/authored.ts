/** Kinds that no package declares: schemas/kserve/*.yaml, written by hand in the words of a structural schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KindSchema, Schema } from '../../kubernetes/schema/schema.ts';
import { unchecked } from '../../unchecked.ts';
import { filesIn } from '../write.ts';
import { groupOf } from './kinds.ts';
import { mapChildren } from './walk.ts';

/** What a file holds: a kind in its versions, parts, or both. `$ref` names a part of any of the files, or one of Kubernetes. */
interface AuthoredFile {
  readonly apiVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly kind?: string;
  readonly source?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly schema?: Schema;
}

export interface Authored {
  readonly kinds: readonly KindSchema[];
  /** By `<Name>.<group>`. */
  readonly definitions: ReadonlyMap<string, Schema>;
}

const folder = 'schemas/kserve';
const group = 'serving.kserve.io';

export function authoredKinds(root: string): Authored {
  const paths = filesIn(join(root, folder)).filter((path) => path.endsWith('.yaml'));
  return authoredIn(paths.map((path) => [`${folder}/${path}`, readFileSync(join(root, folder, path), 'utf8')]));
}

/** The same from the texts of files, by their paths. */
export function authoredIn(files: readonly (readonly [path: string, text: string])[]): Authored {
  const read = files.map(([path, text]) => ({ path, file: unchecked<AuthoredFile>(parse(text)) }));
  const definitions = new Map<string, Schema>();
  for (const { path, file } of read) {
    for (const [name, schema] of Object.entries(file.definitions ?? {})) {
      if (definitions.has(name)) throw new Error(`${path}: ${name} is defined by another file, too`);
      definitions.set(name, schema);
    }
  }
  const linked = (schema: Schema): Schema => {
    const { $ref } = schema;
    return mapChildren($ref !== undefined && definitions.has($ref) ? { ...schema, $ref: `${$ref}.${group}` } : schema, linked);
  };
  const kinds = read.flatMap(({ path, file }) => kindsOf(path, file).map((kind) => ({ ...kind, schema: linked(kind.schema) })));
  return { kinds, definitions: new Map([...definitions].map(([name, schema]) => [`${name}.${group}`, linked(schema)])) };
}

function kindsOf(path: string, { apiVersion, apiVersions, kind, source, schema }: AuthoredFile): KindSchema[] {
  if (kind === undefined) return [];
  const versions = apiVersions ?? (apiVersion === undefined ? [] : [apiVersion]);
  if (versions.length === 0 || source === undefined || !schema) throw new Error(`${path} needs apiVersion, source and schema`);
  const wrong = versions.find((version) => groupOf(version) !== group);
  if (wrong !== undefined) throw new Error(`${path}: ${wrong} is not of ${group}`);
  return versions.map((version) => ({ apiVersion: version, kind, source, isBuiltIn: false, schema }));
}
