/**
 * What an Application says over the kustomization of its source.
 * Follows argo-cd, util/kustomize/kustomize.go `Build`, which edits the file with `kustomize edit` (kustomize 5.7, kustomize/commands/edit).
 */
import type { Node } from '../yaml/node.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../yaml/tree.ts';
import { substituted, tracedText } from './application-variables.ts';
import { BuildError } from './kustomize/build-error.ts';
import { composedScalar, derivedScalar, emptyMapping, emptySequence, withEntry } from './kustomize/compose-tree.ts';
import { PATCH_FIELDS } from './kustomize/kustomization-fields.ts';
import { textAt } from './kustomize/resource.ts';
import { typedTree } from './kustomize/typed-tree.ts';
import type { Destined } from './source.ts';
import type { TracedText } from './traced-text.ts';

/** Whether a folder exists, relative to the kustomization. */
export type FolderExists = (path: string) => boolean;

/** The kustomization as Argo CD changes it before it is built; `undefined` where the Application says nothing. */
export function applicationChange(application: Destined, exists: FolderExists): ((root: MappingTree) => MappingTree) | undefined {
  const options = application.source.node.get('kustomize');
  if (options.entries().length === 0) return undefined;
  return (root) => {
    let changed = root;
    for (const field of ['namePrefix', 'nameSuffix']) changed = withText(changed, field, options.get(field));
    changed = withImages(changed, options.get('images'), application);
    changed = withReplicas(changed, options.get('replicas'));
    changed = withLabels(changed, options, application);
    changed = withAnnotations(changed, options, application);
    changed = withText(changed, 'namespace', options.get('namespace'));
    changed = withItems(changed, 'patches', options.get('patches').items().map(patchOf));
    return withComponents(changed, options, exists);
  };
}

function withText(root: MappingTree, field: string, node: Node): MappingTree {
  const text = tracedText(node);
  if (!text || text.text === '') return root;
  return withEntry(root, keyAt(field, node), composedScalar(text, node.at.file));
}

function keyAt(name: string, node: Node): ScalarTree {
  return derivedScalar(name, node.at);
}

function withItems(root: MappingTree, field: string, items: readonly Tree[]): MappingTree {
  const [first] = items;
  if (!first) return root;
  const known = listOf(root, field);
  const at = { file: first.trace.file, range: { start: first.start, end: first.end } };
  const list: SequenceTree = { ...(known ?? emptySequence(at)), items: [...(known?.items ?? []), ...items] };
  return withEntry(root, derivedScalar(field, at), list);
}

function listOf(root: MappingTree, field: string): SequenceTree | undefined {
  const entry = entryOf(root, field);
  const list = entry && resolveAlias(entry.value);
  return list?.kind === 'sequence' ? list : undefined;
}

function patchOf(item: Node): Tree {
  if (!item.tree) throw new BuildError('is no patch', item.at);
  return typedTree(item.tree, { fields: PATCH_FIELDS }, { type: 'KustomizePatch', prefix: '', isOpen: true });
}

const IMAGE_FIELDS = ['name', 'newName', 'newTag', 'digest'] as const;
type ImageParts = Partial<Record<(typeof IMAGE_FIELDS)[number], TracedText>>;

/** Images by their names: those of the Application stand for those of the kustomization, `*` keeps a part of them. */
function withImages(root: MappingTree, images: Node, application: Destined): MappingTree {
  if (images.items().length === 0) return root;
  const known = listOf(root, 'images');
  const byName = new Map<string, Tree>();
  for (const item of known?.items ?? []) byName.set(textAt(item, 'name'), item);
  for (const item of images.items()) {
    const text = tracedText(item);
    if (!text) throw new BuildError('is no image', item.at);
    const parts = imageParts(substituted(text, application), item);
    const name = parts.name?.text ?? '';
    byName.set(name, imageTree(parts, item, byName.get(name)));
  }
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tree]) => tree);
  return withEntry(root, keyAt('images', images), { ...(known ?? emptySequence(images.at)), items: sorted });
}

/** `name=newName:tag@digest`, every part but one optional. */
function imageParts(text: TracedText, item: Node): ImageParts {
  const separator = text.text.indexOf('=');
  const value = text.slice(separator + 1);
  const { name, tag, digest } = splitImage(value);
  if (name.text === text.text) {
    throw new BuildError(`${JSON.stringify(text.text)} is no image: name=newName:tag, name:tag or name@digest is expected`, item.at);
  }
  const parts = { ...(tag ? { newTag: tag } : {}), ...(digest ? { digest } : {}) };
  return separator < 0 ? { name, ...parts } : { name: text.slice(0, separator), ...(name.text === '' ? {} : { newName: name }), ...parts };
}

function splitImage(image: TracedText): { readonly name: TracedText; readonly tag?: TracedText; readonly digest?: TracedText } {
  const { text } = image;
  const slash = Math.max(0, text.indexOf('/'));
  const at = text.indexOf('@', slash);
  const colon = text.indexOf(':', slash);
  const hasTag = colon >= 0 && (at < 0 || colon < at);
  const nameEnd = hasTag ? colon : at >= 0 ? at : text.length;
  return {
    name: image.slice(0, nameEnd),
    ...(hasTag ? { tag: image.slice(colon + 1, at < 0 ? text.length : at) } : {}),
    ...(at >= 0 ? { digest: image.slice(at + 1) } : {}),
  };
}

function imageTree(parts: ImageParts, item: Node, known: Tree | undefined): MappingTree {
  const before = known && resolveAlias(known);
  const entries = IMAGE_FIELDS.flatMap((field): EntryTree[] => {
    const text = parts[field];
    const kept = text?.text === '*' && before?.kind === 'mapping' ? entryOf(before, field) : undefined;
    if (text?.text === '*') return kept ? [kept] : [];
    return text ? [{ key: keyAt(field, item), value: composedScalar(text, item.at.file) }] : [];
  });
  return { ...emptyMapping(item.at), entries };
}

function withReplicas(root: MappingTree, replicas: Node): MappingTree {
  const items = replicas.items();
  if (items.length === 0) return root;
  const names = new Set(items.map((item) => item.get('name').text ?? ''));
  const known = listOf(root, 'replicas');
  const kept = (known?.items ?? []).filter((item) => !names.has(textAt(item, 'name')));
  return withEntry(root, keyAt('replicas', replicas), { ...(known ?? emptySequence(replicas.at)), items: [...kept, ...items.map(replicaOf)] });
}

/** The count may be a number in text. */
function replicaOf(item: Node): Tree {
  const count = item.get('count');
  const tree = count.tree && resolveAlias(count.tree);
  const name = tracedText(item.get('name'));
  const value = Number(count.value);
  if (tree?.kind !== 'scalar' || !/^\d+$/.test(count.written ?? '')) {
    throw new BuildError(`expected integer value for count. Received: ${count.written ?? ''}`, count.at);
  }
  return {
    ...emptyMapping(item.at),
    entries: [...(name ? [{ key: keyAt('name', item), value: composedScalar(name, item.at.file) }] : []), { key: keyAt('count', count), value: { ...tree, value } }],
  };
}

function pairsOf(pairs: Node, read: (text: TracedText) => TracedText): EntryTree[] {
  return pairs.entries().flatMap(([, value]): EntryTree[] => {
    const text = tracedText(value);
    const key = value.key?.tree;
    return text && key?.kind === 'scalar' ? [{ key, value: composedScalar(read(text), value.at.file) }] : [];
  });
}

function withLabels(root: MappingTree, options: Node, application: Destined): MappingTree {
  const labels = options.get('commonLabels');
  const pairs = pairsOf(labels, (text) => substituted(text, application));
  if (pairs.length === 0) return root;
  const isForced = options.get('forceCommonLabels').value === true;
  if (options.get('labelWithoutSelector').value !== true) return withPairs(root, 'commonLabels', { pairs, isForced, at: labels, what: 'label' });
  const withTemplates = options.get('labelIncludeTemplates').value === true;
  const known = listOf(root, 'labels');
  const index = known?.items.findIndex((item) => hasSettings(item, { withTemplates })) ?? -1;
  const found = known?.items[index];
  const label = found && resolveAlias(found);
  if (!known || label?.kind !== 'mapping') return withItems(root, 'labels', [newLabel(pairs, labels, { withTemplates })]);
  const merged = withPairs(label, 'pairs', { pairs, isForced, at: labels, what: 'label' });
  return withEntry(root, keyAt('labels', labels), { ...known, items: known.items.map((item, at) => (at === index ? merged : item)) });
}

function hasSettings(label: Tree, { withTemplates }: { readonly withTemplates: boolean }): boolean {
  return textAt(label, 'includeSelectors') !== 'true' && (textAt(label, 'includeTemplates') === 'true') === withTemplates;
}

function newLabel(pairs: readonly EntryTree[], at: Node, { withTemplates }: { readonly withTemplates: boolean }): MappingTree {
  const flag: EntryTree = { key: keyAt('includeTemplates', at), value: derivedScalar(String(withTemplates), at.at, withTemplates) };
  return { ...emptyMapping(at.at), entries: [{ key: keyAt('pairs', at), value: { ...emptyMapping(at.at), entries: pairs } }, flag] };
}

function withAnnotations(root: MappingTree, options: Node, application: Destined): MappingTree {
  const annotations = options.get('commonAnnotations');
  const isExpanded = options.get('commonAnnotationsEnvsubst').value === true;
  const pairs = pairsOf(annotations, (text) => (isExpanded ? substituted(text, application) : text));
  return withPairs(root, 'commonAnnotations', { pairs, isForced: options.get('forceCommonAnnotations').value === true, at: annotations, what: 'annotation' });
}

interface Pairs {
  readonly pairs: readonly EntryTree[];
  readonly isForced: boolean;
  readonly at: Node;
  readonly what: 'label' | 'annotation';
}

function withPairs(root: MappingTree, field: string, { pairs, isForced, at, what }: Pairs): MappingTree {
  if (pairs.length === 0) return root;
  const entry = entryOf(root, field);
  const known = entry && resolveAlias(entry.value);
  let mapping = known?.kind === 'mapping' ? known : emptyMapping(at.at);
  for (const { key, value } of pairs) {
    if (entryOf(mapping, key.text) && !isForced) {
      throw new BuildError(`${what} ${key.text} already in kustomization file. Use --force to override.`, at.get(key.text).at);
    }
    mapping = withEntry(mapping, key, value);
  }
  return withEntry(root, keyAt(field, at), mapping);
}

function withComponents(root: MappingTree, options: Node, exists: FolderExists): MappingTree {
  const ignoresMissing = options.get('ignoreMissingComponents').value === true;
  const known = new Set((listOf(root, 'components')?.items ?? []).map((item) => textAt(item)));
  const added = options.get('components').items().flatMap((item) => {
    const text = tracedText(item);
    if (!text || known.has(text.text) || (ignoresMissing && !exists(text.text))) return [];
    return [composedScalar(text, item.at.file)];
  });
  return withItems(root, 'components', added);
}
