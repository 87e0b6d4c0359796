/**
 * Which fields the transformers change: the built-in ones and those of `configurations` and `crds`.
 * Follows kustomize 5.7, api/internal/plugins/builtinconfig.
 */
import { addTo } from '../../groups.ts';
import { compareText, type Location } from '../../source.ts';
import { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { BuildError } from './build-error.ts';
import type { FileLoader } from './build-context.ts';
import type { FieldSpec } from './field-spec.ts';
import { TRANSFORMER_CONFIG } from './kustomization-fields.ts';
import { scalarPlaces } from './passing.ts';
import { readTree } from './read-objects.ts';
import type { Gvk } from './resource.ts';
import { isSelectedBy } from './scope.ts';
import { legacyRank } from './sort-order.ts';
import { typedTree } from './typed-tree.ts';

/** Who refers to objects of a kind by name. */
export interface NameReference extends Gvk {
  readonly referrers: readonly FieldSpec[];
}

export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly varReference: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
}

const SPEC_FIELDS = [
  'namePrefix', 'nameSuffix', 'namespace', 'commonLabels', 'labels', 'templateLabels', 'commonAnnotations', 'varReference', 'images', 'replicas',
] as const;

export const NO_CONFIG: TransformerConfig = {
  namePrefix: [], nameSuffix: [], namespace: [], commonLabels: [], labels: [], templateLabels: [], commonAnnotations: [], varReference: [], images: [],
  replicas: [], nameReference: [],
};

/** The fields of a file that `configurations` names. */
export function readConfig(path: string, files: FileLoader, at: Location): TransformerConfig {
  const file = files.text(path, at);
  const tree = readTree(parseYaml(file));
  if (!tree) return NO_CONFIG;
  const root = Node.root(typedTree(tree, TRANSFORMER_CONFIG, { type: 'TransformerConfig', prefix: '' }));
  const specs = Object.fromEntries(SPEC_FIELDS.map((field) => [field, sorted(root.get(field).items().map(fieldSpecOf))]));
  const nameReference = root.get('nameReference').items().map((item) => ({ ...gvkFields(item), referrers: item.get('fieldSpecs').items().map((spec) => referrerOf(spec, item)) }));
  return { ...NO_CONFIG, ...specs, nameReference: sorted(nameReference) };
}

/** A field spec as it is written. */
export function fieldSpecOf(node: Node): FieldSpec {
  return { ...gvkFields(node), path: node.get('path').text ?? '', create: node.get('create').value === true, places: scalarPlaces(node) };
}

/** What refers to objects of a kind hangs on how the kind is written, too. */
function referrerOf(node: Node, reference: Node): FieldSpec {
  const spec = fieldSpecOf(node);
  return { ...spec, places: [...(spec.places ?? []), ...['group', 'version', 'kind'].flatMap((field) => scalarPlaces(reference.get(field)))] };
}

export function gvkFields(node: Node): Gvk {
  return { group: node.get('group').text ?? '', version: node.get('version').text ?? '', kind: node.get('kind').text ?? '' };
}

/** Both configurations. @throws BuildError where they differ in whether one and the same field is created */
export function mergeConfigs(config: TransformerConfig, more: TransformerConfig, at: Location): TransformerConfig {
  if (more === NO_CONFIG || more === config) return config;
  const known = merged.get(config)?.get(more);
  if (known) return known;
  const result = merge(config, more, at);
  const results = merged.get(config) ?? new WeakMap<TransformerConfig, TransformerConfig>();
  merged.set(config, results.set(more, result));
  return result;
}

/** Nearly all kustomizations have the same configuration. */
const merged = new WeakMap<TransformerConfig, WeakMap<TransformerConfig, TransformerConfig>>();

function merge(config: TransformerConfig, more: TransformerConfig, at: Location): TransformerConfig {
  const specs = Object.fromEntries(SPEC_FIELDS.map((field) => [field, sorted(mergeSpecs(config[field], more[field], at))]));
  return { ...NO_CONFIG, ...specs, nameReference: sorted(mergeReferences(config.nameReference, more.nameReference, at)) };
}

/** Adds the specs that are not there yet. */
export function mergeSpecs(specs: readonly FieldSpec[], more: readonly FieldSpec[], at: Location): readonly FieldSpec[] {
  if (more === specs || more.length === 0) return specs;
  const all = [...specs];
  const byPath = new Map<string, FieldSpec[]>();
  for (const spec of all) addTo(byPath, spec.path, spec);
  for (const spec of more) {
    const known = byPath.get(spec.path)?.find((other) => isSelectedBy(gvkOfSpec(other), spec));
    if (known && known.create !== spec.create) throw new BuildError(`conflicting fieldspecs for ${spec.path}`, at);
    if (known) continue;
    all.push(spec);
    addTo(byPath, spec.path, spec);
  }
  return all;
}

function mergeReferences(references: readonly NameReference[], more: readonly NameReference[], at: Location): NameReference[] {
  const all = [...references];
  for (const reference of more) {
    const index = all.findIndex(({ group, version, kind }) => group === reference.group && version === reference.version && kind === reference.kind);
    const known = all[index];
    if (known) all[index] = { ...known, referrers: mergeSpecs(known.referrers, reference.referrers, at) };
    else all.push(reference);
  }
  return all;
}

function gvkOfSpec({ group = '', version = '', kind = '' }: Partial<Gvk>): Gvk {
  return { group, version, kind };
}

/** The order in which fields are changed. */
function sorted<T extends Partial<Gvk>>(specs: readonly T[]): T[] {
  return [...specs].sort((a, b) => legacyRank(a.kind ?? '') - legacyRank(b.kind ?? '') || compareText(sortText(a), sortText(b)));
}

function sortText({ group, version, kind }: Partial<Gvk>): string {
  return `${group === undefined || group === '' ? '~G' : group}_${version === undefined || version === '' ? '~V' : version}_${kind === undefined || kind === '' ? '~K' : kind}`;
}
