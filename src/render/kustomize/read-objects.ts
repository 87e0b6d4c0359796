/**
 * The objects of a file or of an inline patch, as kustomize takes them in.
 * Follows kustomize 5.7, kyaml/kio/byteio_reader.go and api/resource/factory.go: lists are unrolled, empty documents dropped, names demanded.
 */
import { startOf, type Location, type SourceFile } from '../../source.ts';
import { parseTraced, parseYaml } from '../../yaml/parse.ts';
import { entryOf, resolveAlias, type MappingTree, type Tree, type YamlDocument, type YamlFile } from '../../yaml/tree.ts';
import type { TracedText } from '../traced-text.ts';
import { BuildError } from './build-error.ts';
import { locationOf } from './compose-tree.ts';
import { textAt, valueAt } from './resource.ts';
import { withoutWords } from './scalar-meaning.ts';

/** A text that is no YAML at all, which kustomize tells from YAML that is no object. */
export class MalformedYaml extends BuildError {}

/** @throws BuildError where a document cannot be read, or is no object with a kind and a name */
export function readObjects(file: SourceFile): MappingTree[] {
  return objectsOf(documentsOf(parseYaml(file)), file);
}

/** The same for text that stands inside a file, such as an inline patch. */
export function readInlineObjects(text: TracedText, file: SourceFile): MappingTree[] {
  return objectsOf(documentsOf(parseTraced(text, file.path)), file);
}

/** The first document of a text, whatever it is; `undefined` where it is empty. */
export function readTree(parsed: YamlFile): Tree | undefined {
  const [document] = parsed.documents;
  if (!document) return undefined;
  refuseProblems(document, parsed);
  return document.root;
}

function documentsOf(parsed: YamlFile): Tree[] {
  return parsed.documents.flatMap((document) => {
    refuseProblems(document, parsed);
    const [duplicate] = document.duplicateKeys;
    if (duplicate) {
      const at = locationOf({ ...duplicate.later, kind: 'sequence', items: [], isFlow: false, trace: document.root?.trace ?? { file: parsed.file, nearness: 0 } });
      throw new BuildError(`mapping key ${JSON.stringify(duplicate.key)} already defined`, at);
    }
    return document.root ? [withoutWords(document.root)] : [];
  });
}

function refuseProblems({ problems, root }: YamlDocument, { file }: YamlFile): void {
  const [problem] = problems;
  if (!problem) return;
  const at = root?.trace.traced ? locationOf(root) : { file, range: problem.range };
  throw new MalformedYaml(`MalformedYAMLError: ${problem.message}`, at);
}

/** Lists among several documents come after everything else, a single one in its place. */
function objectsOf(documents: readonly Tree[], file: SourceFile): MappingTree[] {
  const [only] = documents;
  const items = documents.length === 1 && only && textAt(only, 'kind') === 'List' ? itemsOf(only) : undefined;
  const queue: Tree[] = [...(items ?? documents)];
  const objects: MappingTree[] = [];
  for (let index = 0; index < queue.length; index += 1) {
    const tree = queue[index];
    const object = tree && !isEmpty(tree) ? validated(tree, file) : undefined;
    const inner = object && textAt(object, 'kind').endsWith('List') ? itemsOf(object) : undefined;
    if (inner) queue.push(...inner);
    else if (object) objects.push(object);
  }
  return objects;
}

function itemsOf(list: Tree): readonly Tree[] | undefined {
  const value = valueAt(list, 'items');
  const items = value && resolveAlias(value);
  if (!items) return undefined;
  if (items.kind === 'sequence') return items.items;
  if (items.kind === 'scalar' && items.value === null) return [];
  throw new BuildError(`expected array in ${textAt(list, 'kind')}/items`, locationOf(items));
}

function isEmpty(tree: Tree): boolean {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'mapping') return resolved.entries.length === 0;
  return resolved.kind === 'sequence' ? resolved.items.length === 0 : resolved.value === null || resolved.text === '';
}

function validated(tree: Tree, file: SourceFile): MappingTree {
  const object = resolveAlias(tree);
  const at = tree.trace.traced && locationOf(tree).file !== file ? startOf(file) : locationOf(tree);
  if (object.kind !== 'mapping' || !['apiVersion', 'kind', 'metadata'].some((field) => entryOf(object, field))) throw new BuildError('missing Resource metadata', at);
  const kind = textAt(object, 'kind');
  if (kind === '') throw new BuildError('missing kind in object', shownAt(object, at));
  if (!kind.endsWith('List') && textAt(object, 'metadata', 'name') === '') throw new BuildError('missing metadata.name in object', shownAt(object, at));
  return object;
}

/** An object is shown by its first key. */
function shownAt(object: MappingTree, at: Location): Location {
  const [first] = object.entries;
  return first ? locationOf(first.key) : at;
}
