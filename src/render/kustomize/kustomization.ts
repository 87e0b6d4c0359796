/**
 * A kustomization, read and brought into its present form.
 * Follows kustomize 5.7, api/types/kustomization.go (`Unmarshal`, `FixKustomization`, `EnforceFields`) and api/internal/target/kusttarget.go.
 */
import { isUnreadable, type Snapshot } from '../../snapshot/snapshot.ts';
import { startOf, type Location, type SourceFile } from '../../source.ts';
import { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type Tree } from '../../yaml/tree.ts';
import { BuildError } from './build-error.ts';
import { derivedScalar, emptyMapping, locationOf, withEntry, withoutEntry } from './compose-tree.ts';
import { KUSTOMIZATION } from './kustomization-fields.ts';
import { readTree } from './read-objects.ts';
import { typedTree } from './typed-tree.ts';

export interface Kustomization {
  readonly file: SourceFile;
  /** The folder, relative to the root of the snapshot. */
  readonly folder: string;
  readonly isComponent: boolean;
  /** The fields under their present names; `bases`, `imageTags` and `env` are gone. */
  readonly root: Node;
}

/** In the order in which kustomize looks for them. */
export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/**
 * The kustomization of a folder.
 * @param at what names the folder, for a folder without one
 */
export function loadKustomization(folder: string, { snapshot, at, change }: LoadOptions): Kustomization {
  const file = kustomizationFile(folder, snapshot, at);
  const tree = readTree(parseYaml(file));
  const typed = tree ? typedTree(tree, KUSTOMIZATION, { type: 'Kustomization', prefix: 'invalid Kustomization: ' }) : emptyMapping(startOf(file));
  return checked(fixed(change ? change(typed) : typed), file, folder);
}

export interface LoadOptions {
  readonly snapshot: Snapshot;
  readonly at: Location;
  /** What somebody else says over it, such as an Application. */
  readonly change?: (root: MappingTree) => MappingTree;
}

function kustomizationFile(folder: string, snapshot: Snapshot, at: Location): SourceFile {
  const paths = KUSTOMIZATION_NAMES.map((name) => (folder === '' ? name : `${folder}/${name}`)).filter((path) => snapshot.kind(path) === 'file');
  const [path, second] = paths;
  if (path === undefined) {
    throw new BuildError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`, at);
  }
  const file = snapshot.file(path);
  if (file === undefined || isUnreadable(file)) throw new BuildError(`${path} ${file?.why ?? 'cannot be read'}`, at);
  if (second !== undefined) throw new BuildError(`Found multiple kustomization files under: ${folder}`, startOf(file));
  return file;
}

function checked(tree: MappingTree, file: SourceFile, folder: string): Kustomization {
  const root = Node.root(tree);
  const kind = root.get('kind').text ?? 'Kustomization';
  const isComponent = kind === 'Component';
  const said = tree.entries.filter(({ key }) => key.text !== 'kind' && key.text !== 'apiVersion');
  if (said.length === 0) throw new BuildError('kustomization.yaml is empty', startOf(file));
  if (!isComponent && kind !== 'Kustomization') throw new BuildError('kind should be Kustomization or Component', root.get('kind').at);
  const version = `kustomize.config.k8s.io/${isComponent ? 'v1alpha1' : 'v1beta1'}`;
  const apiVersion = root.get('apiVersion');
  if ((apiVersion.text ?? '') !== '' && apiVersion.text !== version) throw new BuildError(`apiVersion for ${kind} should be ${version}`, apiVersion.at);
  return { file, folder, isComponent, root };
}

function fixed(tree: MappingTree): MappingTree {
  let result = withoutEmpty(tree);
  result = appended(result, 'bases', 'resources');
  result = appended(result, 'imageTags', 'images');
  for (const generator of ['configMapGenerator', 'secretGenerator']) result = mapItems(result, generator, fixedGenerator);
  return result;
}

/** An empty text is none. */
function withoutEmpty(tree: MappingTree): MappingTree {
  const entries = tree.entries.filter(({ value }) => !(value.kind === 'scalar' && value.value === ''));
  return entries.length === tree.entries.length ? tree : { ...tree, entries };
}

/** The items of one list after those of another. */
function appended(tree: MappingTree, from: string, to: string): MappingTree {
  const source = entryOf(tree, from);
  if (!source) return tree;
  const target = entryOf(tree, to);
  const later = resolveAlias(source.value);
  const earlier = target && resolveAlias(target.value);
  const items = [...(earlier?.kind === 'sequence' ? earlier.items : []), ...(later.kind === 'sequence' ? later.items : [])];
  const list: Tree = { ...(earlier?.kind === 'sequence' ? earlier : emptySequenceOf(later)), items };
  return withEntry(withoutEntry(tree, from), target?.key ?? derivedScalar(to, locationOf(source.key)), list);
}

function emptySequenceOf({ start, end, trace }: Tree): Tree & { kind: 'sequence' } {
  return { kind: 'sequence', items: [], isFlow: false, start, end, trace };
}

function mapItems(tree: MappingTree, field: string, change: (item: MappingTree) => MappingTree): MappingTree {
  const entry = entryOf(tree, field);
  const list = entry && resolveAlias(entry.value);
  if (!entry || list?.kind !== 'sequence') return tree;
  const items = list.items.map((item) => (item.kind === 'mapping' ? change(item) : item));
  return { ...tree, entries: tree.entries.map((known): EntryTree => (known === entry ? { key: known.key, value: { ...list, items } } : known)) };
}

/** The file of `env` comes after those of `envs`. */
function fixedGenerator(generator: MappingTree): MappingTree {
  const single = entryOf(generator, 'env');
  if (!single) return generator;
  if (single.value.kind === 'scalar' && single.value.value === '') return withoutEntry(generator, 'env');
  const list: Tree = { ...emptySequenceOf(single.value), items: [single.value] };
  return appended({ ...generator, entries: generator.entries.map((entry) => (entry === single ? { key: entry.key, value: list } : entry)) }, 'env', 'envs');
}
