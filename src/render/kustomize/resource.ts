/**
 * One object on its way through the kustomizations, and the names it had.
 * Follows kustomize 5.7, api/resource/resource.go and kyaml/resid; what upstream keeps in internal annotations are fields here.
 */
import type { Location, SourceFile } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { entryOf, resolveAlias, type MappingTree, type Tree } from '../../yaml/tree.ts';

export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface ResourceId extends Gvk {
  readonly name: string;
  /** As it is written; empty where there is none. See {@link effectiveNamespace}. */
  readonly namespace: string;
}

/** What an object was called before a transformer changed it; group and version are those it has now. */
export interface PreviousId {
  readonly kind: string;
  readonly name: string;
  /** The effective namespace. */
  readonly namespace: string;
}

/** How a generated object meets one of the same id. */
export type Behavior = 'unspecified' | 'create' | 'replace' | 'merge';

export interface Resource {
  /** The object as it is now; every subtree tells where it was written. */
  readonly tree: MappingTree;
  /** The file it stands in; of a generated object the kustomization. */
  readonly file: SourceFile;
  /** What brought it here: the entry of the kustomization nearest to the object. Findings about generated parts are shown there. */
  readonly at: Location;
  /** The entry of a kustomization that generates it. */
  readonly generator?: Node;
  /** The oldest first. */
  readonly previous: readonly PreviousId[];
  /** Prefixes and suffixes that were added to the name, the innermost first. */
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly behavior: Behavior;
  /** A hash of the content is still to be added to the name. */
  readonly needsHash: boolean;
  /** Objects that refer to this one, as {@link idText}. */
  readonly referredBy: readonly string[];
  /** Names of `vars` that read this object. */
  readonly variables: readonly string[];
}

/** An object as it stands in a file. */
export function newResource(tree: MappingTree, { file, at }: Pick<Resource, 'file' | 'at'>): Resource {
  return { tree, file, at, previous: [], prefixes: [], suffixes: [], behavior: 'unspecified', needsHash: false, referredBy: [], variables: [] };
}

/** The value below; `undefined` where a step does not exist. */
export function valueAt(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  let value = tree;
  for (const step of path) {
    const mapping = value && resolveAlias(value);
    value = mapping?.kind === 'mapping' ? entryOf(mapping, step)?.value : undefined;
  }
  return value;
}

/** The text of a scalar; empty for everything else, and for null. */
export function textAt(tree: Tree | undefined, ...path: readonly string[]): string {
  const value = valueAt(tree, ...path);
  const scalar = value && resolveAlias(value);
  return scalar?.kind === 'scalar' && scalar.value !== null ? scalar.text : '';
}

export function gvkOf(tree: Tree): Gvk {
  return { ...groupVersionOf(textAt(tree, 'apiVersion')), kind: textAt(tree, 'kind') };
}

/** `apps/v1` is group `apps`; `v1` has none. */
export function groupVersionOf(apiVersion: string): Pick<Gvk, 'group' | 'version'> {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? { group: '', version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function apiVersionOf({ group, version }: Pick<Gvk, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The id of the object as it is now. */
export function currentId({ tree }: Pick<Resource, 'tree'>): ResourceId {
  return { ...gvkOf(tree), name: textAt(tree, 'metadata', 'name'), namespace: textAt(tree, 'metadata', 'namespace') };
}

/** The ids the object had, the oldest first. */
export function previousIds({ tree, previous }: Pick<Resource, 'tree' | 'previous'>): ResourceId[] {
  const { group, version } = gvkOf(tree);
  return previous.map((id) => ({ ...id, group, version }));
}

/** The id under which the object was read or generated. */
export function originalId(resource: Resource): ResourceId {
  const [first] = resource.previous;
  const current = currentId(resource);
  return first ? { ...current, ...first } : current;
}
