/**
 * Adding to the objects of a build, and finding them by id.
 * Follows kustomize 5.7, api/resmap/reswrangler.go.
 */
import type { Location } from '../../source.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type Tree } from '../../yaml/tree.ts';
import { BuildError } from './build-error.ts';
import { derivedScalar, emptyMapping, locationOf, withEntry, withoutEntry, withValue } from './compose-tree.ts';
import { currentId, textAt, valueAt, type Resource, type ResourceId } from './resource.ts';
import { allIds, effectiveNamespace, idText, isSameId } from './scope.ts';

/** The annotation that `buildMetadata: [originAnnotations]` leaves on every object. */
export const ORIGIN = 'config.kubernetes.io/origin';

/** Adds objects behind the others. @throws BuildError where one of the same id is there already */
export function appendAll(resources: readonly Resource[], more: readonly Resource[]): readonly Resource[] {
  if (more.length === 0) return resources;
  const list = new GrowingList(resources);
  list.append(more);
  return list.resources;
}

/** Objects to which others are added one list after the other: nobody looks at all of them again each time. */
export class GrowingList {
  readonly #resources: Resource[];
  readonly #taken: Set<string>;

  constructor(resources: readonly Resource[]) {
    this.#resources = [...resources];
    this.#taken = new Set(resources.map(idKey));
  }

  get resources(): readonly Resource[] {
    return this.#resources;
  }

  /** @throws BuildError where one of the same id is there already */
  append(more: readonly Resource[]): void {
    for (const resource of more) {
      const key = idKey(resource);
      if (this.#taken.has(key)) throw new BuildError(`may not add resource with an already registered id: ${idText(currentId(resource))}`, placeOf(resource));
      this.#taken.add(key);
      this.#resources.push(resource);
    }
  }
}

/** No two objects may have the same id. */
export function demandUnique(resources: readonly Resource[]): readonly Resource[] {
  return appendAll([], resources);
}

/** The same for two objects exactly where their ids are the same. */
export function idKey(resource: Pick<Resource, 'tree'>): string {
  const id = currentId(resource);
  return JSON.stringify([id.group, id.version, id.kind, id.name, effectiveNamespace(id)]);
}

/** Where an object is shown: at its name, or its first key. */
export function placeOf({ tree, at }: Pick<Resource, 'tree' | 'at'>): Location {
  const name = valueAt(tree, 'metadata', 'name') ?? tree.entries[0]?.key;
  return name ? locationOf(name) : at;
}

/** Adds generated objects, each as its behavior says. */
export function absorbAll(resources: readonly Resource[], generated: readonly Resource[]): readonly Resource[] {
  return generated.reduce<readonly Resource[]>(absorb, resources);
}

function absorb(resources: readonly Resource[], generated: Resource): readonly Resource[] {
  const id = currentId(generated);
  const matches = resources.filter((resource) => allIds(resource).some((other) => isSameId(other, id)));
  const [old, second] = matches;
  const overrides = generated.behavior === 'merge' || generated.behavior === 'replace';
  if (!old) {
    if (overrides) throw new BuildError(`id ${idText(id)} does not exist; cannot merge or replace`, generated.at);
    return appendAll(resources, [generated]);
  }
  if (second) throw new BuildError(`found multiple objects that could accept merge of ${idText(id)}`, generated.at);
  if (!overrides) throw new BuildError(`id ${idText(id)} exists; behavior must be merge or replace`, generated.at);
  const merged = overriding(old, generated);
  return resources.map((resource) => (resource === old ? merged : resource));
}

/** The generated object under the name of the old one, with its labels and annotations, and its data where they merge. */
function overriding(old: Resource, generated: Resource): Resource {
  let tree = generated.tree;
  for (const field of ['labels', 'annotations']) tree = mergedField(tree, old.tree, ['metadata', field], generated.at);
  const name = valueAt(old.tree, 'metadata', 'name');
  if (name) tree = withValue(tree, ['metadata', 'name'], { value: name, at: generated.at });
  tree = withNamespace(tree, valueAt(old.tree, 'metadata', 'namespace'), generated.at);
  if (generated.behavior === 'merge') for (const field of ['data', 'binaryData']) tree = mergedField(tree, old.tree, [field], generated.at);
  const origin = generated.behavior === 'merge' ? textAt(old.tree, 'metadata', 'annotations', ORIGIN) : '';
  if (origin !== '') tree = withAnnotation(tree, { name: ORIGIN, text: origin, at: generated.at });
  return { ...old, tree, needsHash: old.needsHash && generated.needsHash };
}

/** The object in a namespace, or in none. */
export function withNamespace(tree: MappingTree, namespace: Tree | undefined, at: Location): MappingTree {
  if (namespace) return withValue(tree, ['metadata', 'namespace'], { value: namespace, at });
  const metadata = entryOf(tree, 'metadata');
  const mapping = metadata && resolveAlias(metadata.value);
  if (!metadata || mapping?.kind !== 'mapping' || !entryOf(mapping, 'namespace')) return tree;
  return withEntry(tree, metadata.key, withoutEntry(mapping, 'namespace'));
}

function mergedField(tree: MappingTree, old: MappingTree, path: readonly string[], at: Location): MappingTree {
  const earlier = valueAt(old, ...path);
  const mapping = earlier && resolveAlias(earlier);
  if (mapping?.kind !== 'mapping' || mapping.entries.length === 0) return tree;
  const later = valueAt(tree, ...path);
  const own = later && resolveAlias(later);
  const entries = new Map<string, EntryTree>(mapping.entries.map((entry) => [entry.key.text, entry]));
  for (const entry of own?.kind === 'mapping' ? own.entries : []) entries.set(entry.key.text, entry);
  return withValue(tree, path, { value: { ...mapping, entries: [...entries.values()] }, at });
}

/** Finds the one object that has or had an id. @throws BuildError where there is none, or more than one */
export function findById(resources: readonly Resource[], id: ResourceId, at: Location): Resource {
  const [found, second] = resources.filter((resource) => hadName(resource, id.name) && allIds(resource).some((other) => isSameId(other, id)));
  if (found && !second) return found;
  const text = idText(id);
  throw new BuildError(`no resource matches strategic merge patch ${JSON.stringify(text)}: ${found ? 'multiple' : 'no'} matches for Id ${text}`, at);
}

function hadName({ tree, previous }: Resource, name: string): boolean {
  return textAt(tree, 'metadata', 'name') === name || previous.some((id) => id.name === name);
}

/** An annotation set, as text that a kustomization made. */
export function withAnnotation(tree: MappingTree, { name, text, at }: { readonly name: string; readonly text: string; readonly at: Location }): MappingTree {
  const known = valueAt(tree, 'metadata', 'annotations');
  const mapping = known && resolveAlias(known);
  const annotations = mapping?.kind === 'mapping' ? mapping : emptyMapping(at);
  return withValue(tree, ['metadata', 'annotations'], { value: withEntry(annotations, derivedScalar(name, at), derivedScalar(text, at)), at });
}
