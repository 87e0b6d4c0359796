/** The kinds that mllint carries a schema of, one at a time, and the parts that they share. */
import { unchecked } from '../../unchecked.ts';
import { once } from '../../once.ts';
import { groupOf, kindKey } from '../identity.ts';
import { readSchemaFile } from './package-files.ts';
import { loadValidator, type Validator } from './schema-files.ts';
import type { KindSchema, Schema } from './schema.ts';

/** Of one kind. */
export interface CarriedKind {
  /** The newest first, as an API server prefers them. */
  readonly versions: readonly string[];
  /** Those of which the schema holds rules in CEL. */
  readonly ruled: readonly string[];
  readonly scope?: 'Namespaced' | 'Cluster';
}

/** Every carried kind by `Kind.group`, or `Kind` for the core group. */
export const carriedKinds: () => ReadonlyMap<string, CarriedKind> = once(() => new Map(Object.entries(unchecked<Record<string, CarriedKind>>(readSchemaFile('kinds/index.json')))));

/** The schema of a kind in a version, if it is carried. */
export function schemaOf(apiVersion: string, kind: string): KindSchema | undefined {
  if (!isCarried(apiVersion, kind)) return undefined;
  return remembered(kinds, fileOf(apiVersion, kind), (file) => unchecked<KindSchema>(readSchemaFile(`kinds/${file}.json`)));
}

/** A shared part by its name. Names come from the schemas of this package only. */
export function definition(name: string): Schema | undefined {
  return remembered(definitions, name, () => (/^[\w.-]+$/.test(name) ? unchecked<Schema>(readSchemaFile(`definitions/${name}.json`)) : undefined));
}

/**
 * What was compiled from the schema of a kind, once that is worth while: loading it takes as long as walking over {@link WALKED_FIRST} documents, which comes
 * to the same verdict. Nothing before, and where mllint runs from its sources.
 */
export function validatorOf(apiVersion: string, kind: string): Validator | undefined {
  const here = asked.get(apiVersion)?.get(kind) ?? firstAsked(apiVersion, kind);
  if (!here) return undefined;
  if (!here.isLoaded && here.count >= WALKED_FIRST) Object.assign(here, { isLoaded: true, validator: loadValidator(`kinds/${here.file}`) });
  here.count += 1;
  return here.validator;
}

/** Of one kind in one version. */
interface Asked {
  readonly file: string;
  /** How often somebody asked. */
  count: number;
  isLoaded: boolean;
  validator?: Validator | undefined;
}

/** By apiVersion and kind: found without making a text of both. Only for what is carried. */
const asked = new Map<string, Map<string, Asked>>();

function firstAsked(apiVersion: string, kind: string): Asked | undefined {
  if (!isCarried(apiVersion, kind)) return undefined;
  const first: Asked = { file: fileOf(apiVersion, kind), count: 0, isLoaded: false };
  const kinds = asked.get(apiVersion) ?? new Map<string, Asked>();
  asked.set(apiVersion, kinds.set(kind, first));
  return first;
}

/** Measured with test/bench/first-validation.ts. */
const WALKED_FIRST = 8;

/** Whether there is a schema of a kind, without reading it. */
export function isCarried(apiVersion: string, kind: string): boolean {
  return carriedKinds().get(kindKey({ apiVersion, kind }))?.versions.includes(versionOf(apiVersion)) === true;
}

/** Whether the carried schema of a kind holds rules in CEL, without reading it. */
export function isRuled(apiVersion: string, kind: string): boolean {
  return carriedKinds().get(kindKey({ apiVersion, kind }))?.ruled.includes(versionOf(apiVersion)) === true;
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Only for what is carried: a document's own words lead to no file. */
function fileOf(apiVersion: string, kind: string): string {
  const group = groupOf(apiVersion);
  return `${group === '' ? 'core' : group}/${versionOf(apiVersion)}/${kind}`;
}

const kinds = new Map<string, KindSchema>();
const definitions = new Map<string, Schema | undefined>();

function remembered<T>(known: Map<string, T>, key: string, find: (key: string) => T): T {
  const before = known.get(key);
  if (before !== undefined || known.has(key)) return unchecked<T>(before);
  const found = find(key);
  known.set(key, found);
  return found;
}
