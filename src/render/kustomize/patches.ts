/**
 * Applies patches to the objects that they mean.
 * Follows kustomize 5.7, api/internal/builtins (Patch-, PatchStrategicMerge- and PatchJson6902Transformer) and `ApplySmPatch` of api/resource.
 */
import type { Location } from '../../source.ts';
import { Node } from '../../yaml/node.ts';
import { entryOf, resolveAlias, type MappingTree, type Tree } from '../../yaml/tree.ts';
import type { BuildContext, FileLoader, Transformer } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { derivedScalar, locationOf, withEntry, withValue } from './compose-tree.ts';
import { applyJsonPatch } from './json-patch.ts';
import { patchSource, readMergePatches, readPatch } from './patch-source.ts';
import { demandUnique, findById, withNamespace } from './resource-list.ts';
import { apiVersionOf, currentId, valueAt, type Resource } from './resource.ts';
import { rememberId } from './scope.ts';
import { askedBy, broughtBy, idPlaces, scalarPlaces } from './passing.ts';
import { selectPatched } from './selected-targets.ts';
import { strategicMerge } from './strategic-merge.ts';

/** What is done to the kind and the name of a patched object. */
interface MergeOptions {
  readonly allowsNameChange: boolean;
  readonly allowsKindChange: boolean;
  readonly at: Location;
}

/** One entry of `patches`. */
export function patchTransformer(entry: Node, files: FileLoader): Transformer {
  const source = patchSource(entry, 'patch', files);
  const content = readPatch(source);
  const target = entry.get('target');
  const places = patchPlaces(entry);
  if ('operations' in content) {
    if (!target.exists) throw new BuildError(`must specify a target for JSON patch ${source.name}`, source.at);
    return operationsTransformer(target, content.operations, { remembers: true, places });
  }
  const objects = content.objects.map((object) => brought(object, places));
  const options = {
    allowsNameChange: entry.get('options', 'allowNameChange').value === true, allowsKindChange: entry.get('options', 'allowKindChange').value === true, at: source.at,
  };
  if (!target.exists) return (resources, build) => objects.reduce((patched, patch) => mergeById(patched, patch, { options, build }), resources);
  const [patch, second] = objects;
  if (second) {
    throw new BuildError(`Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source.name}`, locationOf(second));
  }
  return (resources, build) => (patch ? mergeSelected(resources, patch, { target, options, build }) : resources);
}

/** The list `patchesStrategicMerge`. */
export function mergeTransformer(items: readonly Node[], files: FileLoader): Transformer {
  const patches = items.map((item) => ({ objects: readMergePatches(item, files).map((object) => brought(object, [item.at])), at: item.at }));
  const [first] = items;
  if (first && patches.every(({ objects }) => objects.length === 0)) throw new BuildError('patch appears to be empty', first.at);
  const transformers = patches.map(({ objects, at }) => mergePatches(objects, at));
  return (resources, build) => transformers.reduce((patched, transform) => transform(patched, build), resources);
}

/** Merges each patch into the object of its id. */
export function mergePatches(patches: readonly MappingTree[], at: Location): Transformer {
  const options = { allowsNameChange: false, allowsKindChange: false, at };
  return (resources, build) => patches.reduce((patched, patch) => demandUnique(mergeById(patched, patch, { options, build })), resources);
}

/** One entry of `patchesJson6902`; its operations may stand in `patch`, or in `jsonOp` of a transformer's file. */
export function jsonPatchTransformer(entry: Node, inlineField: 'patch' | 'jsonOp', files: FileLoader): Transformer {
  const target = entry.get('target');
  if (!target.exists || (target.get('name').text ?? '') === '') throw new BuildError('must specify the target name', target.at);
  const source = patchSource(entry, inlineField, files);
  const operations = source.operations();
  if (!operations) throw new BuildError(`patch appears to be empty: ${source.name}`, source.at);
  return operationsTransformer(target, operations, { remembers: false, places: patchPlaces(entry) });
}

/** What decides whom a patch reaches; where it stands in the kustomization itself, its own place says enough. */
function patchPlaces(entry: Node): readonly Location[] {
  return [...scalarPlaces(entry.get('path')), ...scalarPlaces(entry.get('target'))];
}

function brought(object: MappingTree, places: readonly Location[]): MappingTree {
  const tree = broughtBy(object, places);
  return tree.kind === 'mapping' ? tree : object;
}

interface Operations {
  readonly remembers: boolean;
  readonly places: readonly Location[];
}

function operationsTransformer(target: Node, operations: Tree, { remembers, places }: Operations): Transformer {
  return (resources, build) => {
    const { budget } = build;
    const selected = selectPatched(target, resources, build);
    const asked = askedBy(target);
    return resources.map((resource) => {
      if (!selected.has(resource)) return resource;
      const known = remembers ? rememberId(resource) : resource;
      const chosen = [...places, ...idPlaces(resource.tree, asked)];
      return { ...known, tree: applyJsonPatch(resource.tree, operations, { budget, at: locationOf(operations), places: chosen }) };
    });
  };
}

interface Merging {
  readonly options: MergeOptions;
  readonly build: BuildContext;
}

function mergeById(resources: readonly Resource[], patch: MappingTree, { options, build }: Merging): readonly Resource[] {
  build.budget.spend(resources.length * 6, options.at);
  const target = findById(resources, currentId({ tree: patch }), locationOf(valueAt(patch, 'metadata', 'name') ?? patch));
  const merged = mergeInto(target, patch, { options, build });
  return resources.flatMap((resource) => (resource === target ? (merged ?? []) : resource));
}

function mergeSelected(resources: readonly Resource[], patch: MappingTree, { target, options, build }: Merging & { readonly target: Node }): readonly Resource[] {
  const selected = selectPatched(target, resources, build);
  const asked = askedBy(target);
  const patched = resources.flatMap((resource) => {
    if (!selected.has(resource)) return resource;
    const { group, version } = currentId(resource);
    const apiVersion = valueAt(resource.tree, 'apiVersion') ?? derivedScalar(apiVersionOf({ group, version }), options.at);
    const chosen = brought(patch, idPlaces(resource.tree, asked));
    return mergeInto(resource, withValue(chosen, ['apiVersion'], { value: apiVersion, at: options.at }), { options, build }) ?? [];
  });
  return demandUnique(patched);
}

/** The patched object; `undefined` where the patch deletes it. */
function mergeInto(resource: Resource, patch: MappingTree, { options, build }: Merging): Resource | undefined {
  const { allowsNameChange, allowsKindChange, at } = options;
  const { budget, schemas, notes } = build;
  const { group, version, kind, name } = currentId(resource);
  const schema = schemas.ofKind(apiVersionOf({ group, version }), kind);
  const [from, to] = [Node.root(patch), Node.root(resource.tree)];
  const onReplaced = (path: readonly string[]): void => { notes.replacedList({ kind, name, patch: from.get(...path), base: to.get(...path) }); };
  const merged = strategicMerge(resource.tree, patch, { ...(schema ? { schema } : { onReplaced }), schemas, budget, at });
  let tree = merged && resolveAlias(merged);
  if (tree?.kind !== 'mapping' || tree.entries.length === 0) return undefined;
  if (!allowsKindChange) tree = withFieldOf(tree, resource.tree, ['kind'], at);
  if (!allowsNameChange) tree = withFieldOf(tree, resource.tree, ['metadata', 'name'], at);
  tree = withNamespace(tree, valueAt(resource.tree, 'metadata', 'namespace'), at);
  return { ...(allowsNameChange || allowsKindChange ? rememberId(resource) : resource), tree };
}

/** The field as it was before. */
function withFieldOf(tree: MappingTree, before: MappingTree, path: readonly string[], at: Location): MappingTree {
  const value = valueAt(before, ...path);
  const [only] = path;
  const entry = only !== undefined && path.length === 1 ? entryOf(before, only) : undefined;
  if (entry) return withEntry(tree, entry.key, entry.value);
  return value ? withValue(tree, path, { value, at }) : tree;
}
