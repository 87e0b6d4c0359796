/**
 * What a patch says: objects to merge, or operations. It stands in a file or in the kustomization itself.
 * Follows kustomize 5.7, api/internal/builtins/PatchTransformer.go.
 */
import type { Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { parseTraced, parseYaml } from '../../yaml/parse.ts';
import { resolveAlias, type MappingTree, type Tree, type YamlFile } from '../../yaml/tree.ts';
import type { TracedText } from '../traced-text.ts';
import type { FileLoader } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { textOfScalar } from './names.ts';
import { readInlineObjects, readObjects, readTree } from './read-objects.ts';

export interface PatchSource {
  /** For messages: `[path: "patch.yaml"]`. */
  readonly name: string;
  /** The value that names or holds the patch. */
  readonly at: Location;
  readonly objects: () => MappingTree[];
  readonly operations: () => Tree | undefined;
}

/** What a patch turned out to be. */
export type PatchContent = { readonly objects: readonly MappingTree[] } | { readonly operations: Tree };

/** The patch of an entry with `path` or `patch`. @throws BuildError where it has both, or neither */
export function patchSource(entry: Node, inlineField: string, files: FileLoader): PatchSource {
  const path = entry.get('path');
  const inline = entry.get(inlineField);
  const hasInline = (inline.text ?? '').trim() !== '';
  const hasPath = (path.text ?? '') !== '';
  if (hasInline && hasPath) throw new BuildError(`patch and path can't be set at the same time`, entry.at);
  if (hasInline) return inlineSource(inline, files);
  if (hasPath) return fileSource(path, files);
  throw new BuildError(`must specify one of ${inlineField} and path`, entry.at);
}

export function fileSource(path: Node, files: FileLoader): PatchSource {
  const file = files.text(path.text ?? '', path.at);
  return {
    name: `[path: ${JSON.stringify(path.text ?? '')}]`, at: path.at,
    objects: () => readObjects(file), operations: () => listOf(parseYaml(file), file.text, path.at),
  };
}

export function inlineSource(inline: Node, files: Pick<FileLoader, 'folder'>): PatchSource {
  const text = trimmed(textOfNode(inline));
  const { file } = inline.at;
  return {
    name: `[patch in ${files.folder === '' ? file.path : files.folder}]`, at: inline.at,
    objects: () => readInlineObjects(text, file), operations: () => listOf(parseTraced(text, file.path), text.text, inline.at),
  };
}

/** A text of the kustomization with its places. */
export function textOfNode(node: Node): TracedText {
  const scalar = node.tree && resolveAlias(node.tree);
  if (scalar?.kind !== 'scalar') throw new BuildError('is no text', node.at);
  return textOfScalar(scalar);
}

function trimmed(text: TracedText): TracedText {
  const start = text.text.length - text.text.trimStart().length;
  return text.slice(start, start + text.text.trim().length);
}

/** Operations are the list of the first document. */
function listOf(parsed: YamlFile, text: string, at: Location): Tree | undefined {
  if (text.trim() === '') throw new BuildError('empty json patch operations', at);
  const tree = readTree(parsed);
  const list = tree && resolveAlias(tree);
  if (!tree || (list?.kind === 'scalar' && list.value === null)) return undefined;
  if (list?.kind !== 'sequence') throw new BuildError('is no list of operations', at);
  return tree;
}

/** @throws BuildError where it is neither */
export function readPatch({ name, at, objects, operations }: PatchSource): PatchContent {
  try {
    const found = objects();
    if (found.length > 0) return { objects: found };
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    const list = operationsOr(operations, error, name);
    if (list) return { operations: list };
  }
  throw new BuildError(`the patch is empty: ${name}`, at);
}

function operationsOr(operations: () => Tree | undefined, { message, at }: BuildError, name: string): Tree | undefined {
  try {
    return operations();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new BuildError(`unable to parse SM or JSON patch from ${name}: ${message}`, at);
  }
}

/** Items of `patchesStrategicMerge` are patches themselves, or else the paths of files. */
export function readMergePatches(item: Node, files: FileLoader): readonly MappingTree[] {
  const text = item.text ?? '';
  const isInline = /[\n:{]/.test(text);
  try {
    if (isInline) return inlineSource(item, files).objects();
  } catch (error) {
    if (!(error instanceof BuildError) || text.includes('\n')) throw error;
  }
  return fileSource(item, files).objects();
}

