/**
 * Prefixes, suffixes, hashes and namespaces.
 * Follows kustomize 5.7, api/internal/builtins (Prefix-, Suffix-, Hash- and NamespaceTransformer) and api/filters/namespace.
 */
import type { Location } from '../../source.ts';
import { authorOf, tracedScalar } from '../../yaml/author.ts';
import type { Node } from '../../yaml/node.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { concat, TracedText } from '../traced-text.ts';
import type { Transformer } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { composedScalar, derivedScalar, originAt, withEntry, withValue } from './compose-tree.ts';
import { passingAll, placesIn } from './passing.ts';
import { updateField, updateFields, type FieldSpec } from './field-spec.ts';
import { nameHash } from './name-hash.ts';
import { idKey, placeOf } from './resource-list.ts';
import { currentId, originalId, textAt, valueAt, type Resource } from './resource.ts';
import { idText, isClusterScoped, isSelectedBy, rememberId } from './scope.ts';

/** What is added to a name is no better place for it than the name itself. */
const AFFIX_NEARNESS = -1;

export interface Affix {
  readonly affix: 'prefix' | 'suffix';
  /** The value of `namePrefix` or `nameSuffix`. */
  readonly text: Node;
  readonly specs: readonly FieldSpec[];
}

export function addAffix({ affix, text, specs }: Affix): Transformer {
  const added = text.text ?? '';
  return (resources, { budget }) => resources.map((resource) => {
    budget.spend(30 + resource.previous.length, text.at);
    const id = originalId(resource);
    if (UNPREFIXED.some((gvk) => isSelectedBy(id, gvk))) return resource;
    return specs.reduce((result, spec) => (isSelectedBy(id, spec) ? withAffix(result, spec, { affix, added, text }) : result), resource);
  });
}

const UNPREFIXED = [{ kind: 'CustomResourceDefinition' }, { group: 'apiregistration.k8s.io', kind: 'APIService' }, { kind: 'Namespace' }];

function withAffix(resource: Resource, spec: FieldSpec, { affix, added, text }: { affix: 'prefix' | 'suffix'; added: string; text: Node }): Resource {
  let result = resource;
  if (spec.path === 'metadata/name' && added !== '') {
    const list = affix === 'prefix' ? 'prefixes' : 'suffixes';
    result = rememberId({ ...result, [list]: [...result[list], added] });
  }
  const tree = updateField(result.tree, spec, {
    update: (value) => joined(value, { affix, added, text }), created: 'scalar', at: text.at,
  });
  return tree === result.tree ? result : { ...result, tree };
}

function joined(value: Tree, { affix, added, text }: { affix: 'prefix' | 'suffix'; added: string; text: Node }): Tree {
  const scalar = resolveAlias(value);
  if (added === '') return value;
  if (scalar.kind !== 'scalar') throw new BuildError('wrong Node Kind: expected a scalar', text.at);
  const own = textOfScalar(scalar);
  const piece = TracedText.derived(added, [originAt(text.at, AFFIX_NEARNESS)]);
  return composedScalar(concat(affix === 'prefix' ? [piece, own] : [own, piece]), scalar.trace.file);
}

/** A scalar's text with its authors. */
export function textOfScalar(scalar: ScalarTree): TracedText {
  return tracedScalar(scalar, scalar.trace.nearness);
}

/** Adds the hash of their content to the names of generated objects. */
export const addHashes: Transformer = (resources, { budget }) => resources.map((resource) => {
  if (!resource.needsHash) return resource;
  budget.spend(100, resource.at);
  const remembered = rememberId(resource);
  const name = valueAt(resource.tree, 'metadata', 'name');
  const scalar = name && resolveAlias(name);
  const decided = [...placesIn(['data', 'binaryData', 'type'].flatMap((field) => valueAt(resource.tree, field) ?? [])), ...hashOptions(resource)];
  const hash = passingAll(TracedText.derived(`-${nameHash(resource.tree)}`, [originAt(resource.at, AFFIX_NEARNESS)]), decided);
  const own = scalar?.kind === 'scalar' ? textOfScalar(scalar) : TracedText.empty;
  const value = composedScalar(concat([own, hash]), resource.at.file);
  return { ...remembered, tree: withValue(resource.tree, ['metadata', 'name'], { value, at: resource.at }) };
});

/** What says whether there is a hash. */
function hashOptions({ generator }: Resource): readonly Location[] {
  const settings = [generator?.get('options'), generator?.root.get('generatorOptions')].map((options) => options?.get('disableNameSuffixHash'));
  return settings.flatMap((setting) => (setting?.exists ? [setting.at] : []));
}

export type BindingSubjects = 'defaultOnly' | 'allServiceAccounts' | 'none';

export interface NamespaceChange {
  readonly namespace: Node;
  readonly specs: readonly FieldSpec[];
  readonly subjects?: BindingSubjects;
  /** Leaves namespaces that are there. */
  readonly isUnsetOnly?: boolean;
}

const BINDINGS = new Set(['RoleBinding', 'ClusterRoleBinding']);

/** Sets the namespace of every object that may live in one, and of what refers to one. */
export function setNamespace(change: NamespaceChange): Transformer {
  const { namespace } = change;
  if ((namespace.text ?? '') === '') return (resources) => resources;
  return (resources, { budget, nearness }) => {
    const value = sharedScalar(namespace, nearness);
    const changed = resources.map((resource) => {
      budget.spend(30 + resource.previous.length, namespace.at);
      return { ...rememberId(resource), tree: inNamespace(resource.tree, change, value) };
    });
    refuseConflicts(changed, namespace.at);
    return changed;
  };
}

/** The value of a field that goes to many objects: shown there, but never edited for the sake of one. */
export function sharedScalar(node: Node, nearness: number): ScalarTree {
  const tree = node.tree && resolveAlias(node.tree);
  if (tree?.kind !== 'scalar') return derivedScalar(node.text ?? '', node.at);
  const traced = tree.trace.traced ? textOfScalar(tree) : TracedText.of(authorOf(tree, nearness, true));
  return composedScalar(traced, tree.trace.file, tree.value);
}

function refuseConflicts(resources: readonly Resource[], at: Location): void {
  const taken = new Map<string, Resource>();
  for (const resource of resources) {
    const key = idKey(resource);
    const other = taken.get(key);
    if (other) throw new BuildError(`namespace transformation produces ID conflict: ${idText(currentId(resource))} stands at ${placeText(placeOf(other))}, too`, at);
    taken.set(key, resource);
  }
}

function placeText({ file, range }: Location): string {
  return `${file.path}:${file.position(range.start).line}`;
}

function inNamespace(tree: MappingTree, { namespace, specs, subjects = 'defaultOnly', isUnsetOnly = false }: NamespaceChange, value: ScalarTree): MappingTree {
  const { at } = namespace;
  const id = currentId({ tree });
  const setter = (known: Tree): Tree => (isUnsetOnly && textAt(known) !== '' ? known : scalarOnly(known, value, at));
  const isBinding = BINDINGS.has(id.kind);
  let result = tree;
  if (!isClusterScoped(id)) result = updateField(result, { path: 'metadata/namespace', create: true }, { update: setter, created: 'scalar', at });
  if (isBinding) result = withSubjects(result, subjects, { setter, at });
  const wanted = specs.filter((spec) => isWanted(spec, { isBinding, apiVersion: textAt(tree, 'apiVersion') }));
  return updateFields(result, wanted, { update: setter, created: 'scalar', at });
}

function scalarOnly(known: Tree, value: ScalarTree, at: Location): Tree {
  if (resolveAlias(known).kind !== 'scalar') throw new BuildError('namespace field specs must target scalar nodes', at);
  return value;
}

function isWanted({ path, kind = '' }: FieldSpec, { isBinding, apiVersion }: { isBinding: boolean; apiVersion: string }): boolean {
  if (path === 'metadata/namespace' || (apiVersion !== 'v1' && path === 'metadata/name')) return false;
  return !(isBinding && BINDINGS.has(kind) && path === 'subjects/namespace');
}

function withSubjects(tree: MappingTree, subjects: BindingSubjects, { setter, at }: { setter: (known: Tree) => Tree; at: Location }): MappingTree {
  const entry = entryOf(tree, 'subjects');
  const list = entry && resolveAlias(entry.value);
  if (subjects === 'none' || !entry || list?.kind !== 'sequence') return tree;
  const [field, wanted] = subjects === 'defaultOnly' ? ['name', 'default'] : ['kind', 'ServiceAccount'];
  const items = list.items.map((item) => {
    const subject = resolveAlias(item);
    if (subject.kind !== 'mapping' || textAt(subject, field) !== wanted) return item;
    const known: EntryTree | undefined = entryOf(subject, 'namespace');
    return withEntry(subject, known?.key ?? derivedScalar('namespace', at), setter(known?.value ?? derivedScalar('', at, null)));
  });
  return withEntry(tree, entry.key, { ...list, items });
}
