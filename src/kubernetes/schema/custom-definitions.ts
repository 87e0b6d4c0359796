/** The kinds that CustomResourceDefinitions of the repository define. */
import { grouped } from '../../groups.ts';
import type { CustomDefinitions, Manifest } from '../../model.ts';
import { once } from '../../once.ts';
import type { Node } from '../../yaml/node.ts';
import { manifestsByKind } from '../by-kind.ts';
import { groupOf } from '../identity.ts';
import type { Step } from './mistake.ts';
import { plainData } from './plain-data.ts';
import { isRecord, readSchema, type SchemaProblem } from './read-schema.ts';
import { misfittingDefaults } from './schema-defaults.ts';
import { structuralProblems } from './structural.ts';
import type { FurtherSchemas } from './schema-folders.ts';
import type { KindSchema } from './schema.ts';

export const DEFINITION_KIND = 'CustomResourceDefinition.apiextensions.k8s.io';

export interface DefinedKinds {
  readonly kinds: readonly KindSchema[];
  /** At places of the definition. */
  readonly problems: readonly SchemaProblem[];
}

/** What a definition of apiextensions.k8s.io v1 or v1beta1 defines; versions without a schema take anything. */
export function definedKinds({ tree, at }: Node): DefinedKinds {
  const data = tree ? plainData(tree) : undefined;
  const spec = isRecord(data) ? data['spec'] : undefined;
  if (!isRecord(data) || !isRecord(spec)) return { kinds: [], problems: [] };
  const { group, names } = spec;
  const kind = isRecord(names) ? names['kind'] : undefined;
  if (typeof group !== 'string' || typeof kind !== 'string') return { kinds: [], problems: [] };
  const keepsUnknown = spec['preserveUnknownFields'] === true || (data['apiVersion'] === 'apiextensions.k8s.io/v1beta1' && spec['preserveUnknownFields'] !== false);
  const found = versionsOf(spec).map(({ name, schema, path }) => ({ name, ...(schema === undefined ? { schema: ANYTHING, problems: [] } : readSchema(schema, { path })) }));
  return {
    kinds: found.map(({ name, schema }) => ({ apiVersion: `${group}/${name}`, kind, source: at.file.path, isBuiltIn: false, schema, ...(keepsUnknown ? { keepsUnknown } : {}) })),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** Why an API server refuses a definition of v1 that can be read: its schemas are not structural, or hold defaults that do not fit them. */
export function refusedSchemas(root: Node): SchemaProblem[] {
  const data = root.tree ? plainData(root.tree) : undefined;
  const spec = isRecord(data) ? data['spec'] : undefined;
  if (!isRecord(data) || !isRecord(spec) || data['apiVersion'] !== 'apiextensions.k8s.io/v1') return [];
  return versionsOf(spec).flatMap(({ schema, path }) => {
    const problems = structuralProblems(schema, path);
    return problems.length > 0 || schema === undefined ? problems : misfittingDefaults(readSchema(schema, { path }).schema, root.get(...path));
  });
}

const ANYTHING = { 'x-kubernetes-preserve-unknown-fields': true };
const MAX_VERSIONS = 50;

interface DefinedVersion {
  readonly name: string;
  readonly schema: unknown;
  readonly path: readonly Step[];
}

/** v1 says a schema in every version; v1beta1 may say one for all of them, and a single version without a list. */
function versionsOf(spec: Readonly<Record<string, unknown>>): DefinedVersion[] {
  const shared = schemaIn(spec, 'validation');
  const { versions, version } = spec;
  const listed = Array.isArray(versions) ? versions.slice(0, MAX_VERSIONS) : [];
  const found = listed.flatMap((one: unknown, index): DefinedVersion[] => {
    if (!isRecord(one) || typeof one['name'] !== 'string') return [];
    const own = schemaIn(one, 'schema');
    if (own === undefined) return [{ name: one['name'], schema: shared, path: ['spec', 'validation', SCHEMA] }];
    return [{ name: one['name'], schema: own, path: ['spec', 'versions', index, 'schema', SCHEMA] }];
  });
  return found.length === 0 && typeof version === 'string' ? [{ name: version, schema: shared, path: ['spec', 'validation', SCHEMA] }] : found;
}

const SCHEMA = 'openAPIV3Schema';

function schemaIn(holder: Readonly<Record<string, unknown>>, key: string): unknown {
  const value = holder[key];
  return isRecord(value) ? value[SCHEMA] : undefined;
}

/** As many definitions of one kind are looked at; environments may have one each. */
const MAX_ALTERNATIVES = 10;

/** A definition that was found; perhaps it is read only when somebody asks for a kind of its group. */
export interface FoundDefinition {
  readonly name: string;
  root(): Node | undefined;
}

/** What the definitions among manifests and in documents that nobody read yet define. */
export function customDefinitions(manifests: () => readonly Manifest[], unread: () => Iterable<FoundDefinition>, further: FurtherSchemas): CustomDefinitions {
  const byGroup = once(() => grouped([...definitionsAmong(manifests()), ...unread()], ({ name }) => groupNamed(name)));
  const ofGroup = new Map<string, Map<string, KindSchema[]>>();
  return {
    of: (apiVersion, kind) => {
      const group = groupOf(apiVersion);
      let kinds = ofGroup.get(group);
      if (!kinds) {
        kinds = grouped((byGroup().get(group) ?? []).flatMap((found) => { const root = found.root(); return root ? definedKinds(root).kinds : []; }), keyOf);
        ofGroup.set(group, kinds);
      }
      return [...(kinds.get(keyOf({ apiVersion, kind })) ?? []).slice(0, MAX_ALTERNATIVES), ...further.of(apiVersion, kind)];
    },
    problemsOf: further.problemsOf,
  };
}

/** Each once, however many environments apply it. */
function definitionsAmong(manifests: readonly Manifest[]): FoundDefinition[] {
  const found = new Map<string, FoundDefinition>();
  for (const { name = '', root } of manifestsByKind(manifests).get(DEFINITION_KIND) ?? []) {
    const { file, range } = root.at;
    found.set(`${file.path}:${range.start}`, { name, root: () => root });
  }
  return [...found.values()];
}

/** A definition is called `<plural>.<group>`. */
function groupNamed(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function keyOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${apiVersion} ${kind}`;
}
