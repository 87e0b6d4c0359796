/** Which kind, in which version, and which part of it somebody means by a name such as `InferenceService.spec.predictor.model`. */
import { apiFactsOf } from '../api-versions/facts.ts';
import { suggest } from '../../spelling.ts';
import { carriedKinds, definition, schemaOf } from './catalog.ts';
import { dereferenced, fieldSchema } from './deref.ts';
import type { KindSchema, Schema } from './schema.ts';

export interface NamedPart {
  readonly kind: KindSchema;
  /** Other versions of the kind that are carried. */
  readonly otherVersions: readonly string[];
  /** Without the steps into lists. */
  readonly path: readonly string[];
  readonly schema: Schema;
}

/** Why a name leads nowhere, as a clause. */
export interface NoPart {
  readonly problem: string;
}

/** `Kind`, `Kind.group` or `apiVersion/Kind`, each with a path behind it; letters of either case for the kind. */
export function namedPart(name: string): NamedPart | NoPart {
  const slash = name.lastIndexOf('/');
  const [kindName = '', ...rest] = name.slice(slash + 1).split('.');
  const kinds = groupsByKind();
  const spelt = kinds.has(kindName) ? kindName : [...kinds.keys()].find((one) => one.toLowerCase() === kindName.toLowerCase());
  if (spelt === undefined) return { problem: `no schema of ${JSON.stringify(kindName)} is carried${hint(kindName, kinds.keys())}` };
  const group = slash < 0 ? groupMeant(spelt, kinds.get(spelt) ?? [], rest) : groupIn(name.slice(0, slash), spelt, kinds.get(spelt) ?? []);
  if ('problem' in group) return group;
  const versions = carriedKinds().get(keyOf(spelt, group.group))?.versions ?? [];
  const version = group.version ?? versions[0] ?? '';
  const kind = schemaOf(apiVersionOf(group.group, version), spelt);
  if (!kind) return { problem: `no schema of ${spelt} in ${apiVersionOf(group.group, version)} is carried; there is one in ${versions.join(', ')}` };
  return partOf(kind, rest.slice(group.words).map((step) => step.replace(/\[[^\]]*\]$/, '')), versions.filter((one) => one !== version).map((one) => apiVersionOf(group.group, one)));
}

/** What {@link namedPart} takes for every carried kind: the kind alone where that says which. */
export function kindNames(): string[] {
  return [...groupsByKind()].flatMap(([kind, groups]) => (groups.length === 1 ? [kind] : groups.map((group) => keyOf(kind, group)))).sort();
}

interface Group {
  readonly group: string;
  readonly version?: string;
  /** How many words behind the kind name it. */
  readonly words: number;
}

function groupsByKind(): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const key of carriedKinds().keys()) {
    const dot = key.indexOf('.');
    const [kind, group] = dot < 0 ? [key, ''] : [key.slice(0, dot), key.slice(dot + 1)];
    kinds.set(kind, [...(kinds.get(kind) ?? []), group]);
  }
  return kinds;
}

function keyOf(kind: string, group: string): string {
  return group === '' ? kind : `${kind}.${group}`;
}

function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

function hint(name: string, known: Iterable<string>): string {
  const near = suggest(name, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** Of several groups the one that the words behind the kind name, the core group, or the only one that is still served. */
function groupMeant(kind: string, groups: readonly string[], rest: readonly string[]): Group | NoPart {
  const words = (group: string): number => (group === '' ? 0 : group.split('.').length);
  const named = groups.filter((group) => group !== '' && rest.slice(0, words(group)).join('.') === group).sort((one, other) => words(other) - words(one))[0];
  if (named !== undefined) return { group: named, words: words(named) };
  if (groups.includes('')) return { group: '', words: 0 };
  const gone = (group: string): boolean => {
    const facts = apiFactsOf(kind).filter(({ apiVersion }) => apiVersion.startsWith(`${group}/`));
    return facts.length > 0 && facts.every(({ removed }) => removed !== undefined);
  };
  const served = groups.length === 1 ? groups : groups.filter((group) => !gone(group));
  const [only, other] = served;
  if (only !== undefined && other === undefined) return { group: only, words: 0 };
  return { problem: `${kind} is a kind of several groups: ${served.map((group) => keyOf(kind, group)).join(', ')}; say which` };
}

function groupIn(apiVersion: string, kind: string, groups: readonly string[]): Group | NoPart {
  const slash = apiVersion.indexOf('/');
  const [group, version] = slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  if (groups.includes(group)) return { group, version, words: 0 };
  return { problem: `no schema of ${kind} in ${apiVersion} is carried; there is ${groups.map((one) => keyOf(kind, one)).join(', ')}` };
}

function partOf(kind: KindSchema, path: readonly string[], otherVersions: readonly string[]): NamedPart | NoPart {
  let schema = insideLists(kind.schema);
  for (const [index, step] of path.entries()) {
    const field = fieldSchema(schema, step);
    if (field === undefined || field === true) {
      const fields = Object.keys(schema.properties ?? {});
      const where = [kind.kind, ...path.slice(0, index)].join('.');
      const known = fields.length > 0 ? `; it has ${fields.slice(0, 12).join(', ')}${fields.length > 12 ? ' and more' : ''}` : '';
      return { problem: `${where} has no field ${JSON.stringify(step)}${hint(step, fields) || known}` };
    }
    schema = index === path.length - 1 ? dereferenced(field, definition) : insideLists(field);
  }
  return { kind, otherVersions, path, schema };
}

/** A path leads through lists without saying so. */
export function insideLists(schema: Schema): Schema {
  let found = dereferenced(schema, definition);
  for (let depth = 0; depth < 5 && found.items; depth += 1) found = dereferenced(found.items, definition);
  return found;
}
