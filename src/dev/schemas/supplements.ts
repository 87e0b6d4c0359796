/**
 * What neither types nor validators say, authored in schemas/supplements/*.yaml: list-map keys, rules in CEL, which version brought a field.
 *
 *     source: gateway-api 1.5.0            where the facts come from
 *     at:
 *       HTTPRouteSpec.v1.gateway.networking.k8s.io:      a part, or a kind as `HTTPRoute.gateway.networking.k8s.io` in all its versions
 *         parentRefs: { rules: [ … ] }                   `a.b`, `a[]` an item, `a{}` a value of a map, `.` the part itself, `**.x` every x below it
 *         "hostnames, rules": { maxItems: 16 }           several fields at once
 *       PodSpec.crd containers[]:                        paths below a path
 *
 * What stands at a path are keywords of a schema, null to take one away, and short words for long ones: `keys: [name]` for a list that is a map, `set`,
 * `open` for unknown fields, `rules` for CEL, `since` and `until`, `absent` for a field that a type has and the product has not, `is` for another schema
 * in place of this one. `properties` are added to those that are there. Beside `at`, `same` names a version of a kind that a package does not declare, and
 * the version that it is like. A statement that meets nothing, or changes nothing, is an error: a newer package may have made it needless.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Schema } from '../../kubernetes/schema/schema.ts';
import { unchecked } from '../../unchecked.ts';
import { filesIn } from '../write.ts';
import { pathOf, patched } from './patch.ts';

/** Keywords to set, or null to remove. */
export type Patch = Readonly<Record<string, unknown>>;

/** One statement: at a path of an owner, these keywords. */
export interface Statement {
  readonly file: string;
  readonly owner: string;
  readonly path: string;
  readonly patch: Patch;
}

const folder = 'schemas/supplements';

/** Whether only the API server's own code says it, so that a CRD that embeds the part does not. */
export function isValidation({ file }: Statement): boolean {
  return file.startsWith(`${folder}/validation/`);
}

export function readSupplements(root: string): Statement[] {
  const paths = filesIn(join(root, folder)).filter((path) => path.endsWith('.yaml'));
  return paths.flatMap((path) => statementsIn(`${folder}/${path}`, readFileSync(join(root, folder, path), 'utf8')));
}

/** Versions of kinds that no package declares and that say what another version says: `TCPRoute.v1.example.org` and the version that it is like. */
export function readSameVersions(root: string): [name: string, like: string][] {
  const paths = filesIn(join(root, folder)).filter((path) => path.endsWith('.yaml'));
  return paths.flatMap((path) => {
    const { same = {} } = unchecked<{ readonly same?: Readonly<Record<string, string>> }>(parse(readFileSync(join(root, folder, path), 'utf8'), { maxAliasCount: -1 }));
    return Object.entries(same);
  });
}

/** The statements of a file, in its order. */
export function statementsIn(file: string, text: string): Statement[] {
  const { source, at } = unchecked<{ readonly source?: string; readonly at?: Readonly<Record<string, Readonly<Record<string, Patch>>>> }>(parse(text, { maxAliasCount: -1 }));
  if (source === undefined || !at) throw new Error(`${file} needs source and at`);
  return Object.entries(at).flatMap(([owners, places]) =>
    listOf(owners).flatMap((place) => {
      const [owner = '', base = ''] = place.split(' ');
      return Object.entries(places).flatMap(([paths, patch]) => listOf(paths).map((path) => ({ file, owner, path: below(base, path), patch: longWords(patch) })));
    }));
}

function below(base: string, path: string): string {
  if (base === '' || path === '.') return base || path;
  return path.startsWith('[') || path.startsWith('{') ? `${base}${path}` : `${base}.${path}`;
}

function listOf(text: string): string[] {
  return text.split(',').map((each) => each.trim());
}

/** The short words as what they stand for. */
function longWords(patch: Patch): Patch {
  const { keys, set, open, rules, since, until, ...rest } = patch;
  return {
    ...rest,
    ...(keys !== undefined && { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys }),
    ...(set !== undefined && { 'x-kubernetes-list-type': 'set' }),
    ...(open !== undefined && { 'x-kubernetes-preserve-unknown-fields': open === true ? true : null }),
    ...(rules !== undefined && { 'x-kubernetes-validations': rules }),
    ...(since !== undefined && { 'x-mllint-since': since }),
    ...(until !== undefined && { 'x-mllint-until': until }),
  };
}

/** Applies the statements about these owners; `parts` are what `$ref` means in them. Says which statements are used in `used`. */
export function supplemented(owners: ReadonlyMap<string, Schema>, parts: ReadonlyMap<string, Schema>, statements: readonly Statement[], used: Set<Statement>): Map<string, Schema> {
  const result = new Map(owners);
  for (const statement of statements) {
    for (const name of ownersNamed(statement.owner, result)) {
      const before = result.get(name) ?? {};
      const { schema, hits } = patched(before, pathOf(statement.path), statement.patch, parts);
      if (hits === 0) continue;
      if (schema === before) throw new Error(`${where(statement)}: says nothing new of ${name}`);
      result.set(name, schema);
      used.add(statement);
    }
  }
  return result;
}

/** Throws where a statement has met nothing. */
export function refuseUnused(statements: readonly Statement[], used: ReadonlySet<Statement>): void {
  const unused = statements.filter((statement) => !used.has(statement));
  if (unused.length > 0) throw new Error(`nothing there: ${unused.map(where).join('; ')}`);
}

function where({ file, owner, path }: Statement): string {
  return `${file}: ${owner} ${path}`;
}

/** `DestinationRule.networking.istio.io` names the kind in each of its versions. */
function ownersNamed(name: string, owners: ReadonlyMap<string, Schema>): string[] {
  if (owners.has(name)) return [name];
  const [kind, ...group] = name.split('.');
  return [...owners.keys()].filter((owner) => owner.replace(/^([^.]+)\.v\d[^.]*\./, '$1.') === [kind, ...group].join('.'));
}
