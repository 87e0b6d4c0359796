/**
 * Files of a repository that hold parameters.
 * Follows argo-cd, applicationset/generators/git.go `generateParamsForGitFiles` and util/git/client.go `LsFiles`.
 */
import type { TextMatches } from '../../globs/machine.ts';
import { compareBytes } from '../../render/go-template/value.ts';
import { baseName, folderOf, isUnreadable } from '../../snapshot/snapshot.ts';
import { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { Tree } from '../../yaml/tree.ts';
import type { Place } from '../this-repository.ts';
import type { Budget } from './budget.ts';
import { doublestar } from './doublestar.ts';
import { failed, joined, MAX_ERRORS, NOTHING, type Expansion, type GeneratorContext, type GeneratorError, type GeneratorWarning, type ParameterSet } from './generator.ts';
import { allFolders } from './git-directories.ts';
import { isExclude, outsideOfRoot, quoted, takeFirst, warnedAt } from './git-patterns.ts';
import { authorOfNode, DerivedEntries, entriesOf, flattened, parameterSet } from './parameters.ts';
import { pathParameters } from './path-parameters.ts';
import { pathspec, PathspecError } from './pathspec.ts';
import { withValues } from './values.ts';

interface FilePattern {
  readonly node: Node;
  readonly text: string;
  readonly isExclude: boolean;
  readonly head: string;
  readonly matches: TextMatches;
  readonly derived: DerivedEntries;
}

interface TakenFile {
  /** As the snapshot names it. */
  readonly path: string;
  /** As its repository does. */
  readonly name: string;
  readonly by: FilePattern;
}

export function expandFiles(git: Node, place: Place, context: GeneratorContext): Expansion {
  const patterns: FilePattern[] = [];
  for (const item of git.get('files').items()) {
    const pattern = filePattern(item, context);
    if ('message' in pattern) return { ...NOTHING, errors: [pattern] };
    patterns.push(pattern);
  }
  const files = place.snapshot.files.flatMap((path) => {
    const name = place.pathOf(path);
    return name === undefined ? [] : [{ path, name }];
  });
  context.budget.lookAt(files.length * patterns.length);
  const folder = context.fileGlobbing === 'doublestar' ? folderHit(patterns, place) : undefined;
  if (folder) return failed(folder.node, `the path ${quoted(folder.text)} also matches the folder ${folder.path}, which cannot be read as a file`);
  const { taken, warnings } = takenFiles(patterns, files, context.budget);
  const { first, over } = takeFirst(taken, git, 'files');
  const parts = fileExpansions(first, { git, place }, context);
  return joined([{ ...NOTHING, warnings, unexpandable: [...over, ...outsideOfRoot(git, patterns, place)] }, ...parts]);
}

function filePattern(item: Node, { fileGlobbing }: GeneratorContext): FilePattern | GeneratorError {
  const node = item.get('path');
  const text = node.text ?? '';
  try {
    return { node, text, isExclude: isExclude(item), derived: new DerivedEntries(authorOfNode(node)), ...(fileGlobbing === 'doublestar' ? doublestar(text) : pathspec(text)) };
  } catch (error) {
    if (!(error instanceof PathspecError)) throw error;
    return { at: node, message: `the path ${quoted(text)} is no pathspec: ${error.message}` };
  }
}

/** The new globbing also finds folders, and the controller then fails to read them. */
function folderHit(patterns: readonly FilePattern[], { snapshot, pathOf }: Place): (FilePattern & { path: string }) | undefined {
  for (const folder of allFolders(snapshot)) {
    const path = pathOf(folder);
    const hit = path === undefined ? undefined : patterns.find(({ head, matches }) => path.startsWith(head) && matches(path));
    if (hit && path !== undefined) return { ...hit, path };
  }
  return undefined;
}

function takenFiles(
  patterns: readonly FilePattern[], files: readonly { readonly path: string; readonly name: string }[], budget: Budget,
): { taken: TakenFile[]; warnings: GeneratorWarning[] } {
  const used = new Set<FilePattern>();
  const taken: TakenFile[] = [];
  for (const { path, name } of files) {
    const possible = patterns.filter(({ head }) => name.startsWith(head));
    budget.compare(possible.length);
    const hits = possible.filter(({ matches }) => matches(name));
    const by = hits.find((hit) => !hit.isExclude);
    if (!by) continue;
    for (const hit of hits) used.add(hit);
    if (!hits.some((hit) => hit.isExclude)) taken.push({ path, name, by });
  }
  const idle = patterns.filter((pattern) => files.length > 0 && !used.has(pattern) && warnedAt(pattern.node));
  const warnings = idle.map(({ node, text, isExclude: excludes }) => ({
    at: node, message: excludes ? `the exclude ${quoted(text)} leaves out no file` : `the path ${quoted(text)} matches no file`,
  }));
  return { taken: taken.sort((a, b) => compareBytes(a.path, b.path)), warnings };
}

/** A git generator and the repository that it reads. */
interface Reading {
  readonly git: Node;
  readonly place: Place;
}

function fileExpansions(taken: readonly TakenFile[], reading: Reading, context: GeneratorContext): Expansion[] {
  const parts: Expansion[] = [];
  let errors = 0;
  for (const file of taken) {
    if (reading.place.isLinted) context.reads.add(file.path);
    const part = fileExpansion(file, reading, context);
    errors += part.errors.length;
    parts.push(part);
    if (errors > MAX_ERRORS) break;
  }
  return parts;
}

function fileExpansion({ path, name, by }: TakenFile, { git, place }: Reading, context: GeneratorContext): Expansion {
  const file = place.snapshot.file(path);
  if (file === undefined || isUnreadable(file)) {
    const why = `${path}, which the git generator reads, ${file?.why ?? 'is not there'}`;
    return { ...NOTHING, unexpandable: [{ at: by.node, missing: 'readable file', why, needs: 'a text file' }] };
  }
  const [document] = parseYaml(file).documents;
  const [problem] = document?.problems ?? [];
  if (problem) return failed(by.node, `${path} is no YAML: ${problem.message}`);
  const root = document?.root && Node.root(document.root);
  const objects = objectsOf(root);
  if (!objects) return failed(root ?? by.node, `${path} holds neither a mapping nor a list of mappings`);
  context.budget.addSets(objects.length);
  const sets: ParameterSet[] = [];
  for (const object of objects) {
    const set = fileSet(object, { name, by, git }, context);
    if ('message' in set) return { ...NOTHING, sets, errors: [set] };
    sets.push(set);
  }
  return { ...NOTHING, sets };
}

/** An empty file is one empty object. */
function objectsOf(root: Node | undefined): readonly (Node | undefined)[] | undefined {
  if (!root || root.isNull) return [undefined];
  if (root.kind === 'mapping') return [root];
  if (root.kind !== 'sequence') return undefined;
  const items = root.items();
  return items.every((item) => item.kind === 'mapping' || item.isNull) ? items : undefined;
}

function fileSet(object: Node | undefined, { name, by, git }: { name: string; by: FilePattern; git: Node }, { dialect }: GeneratorContext): ParameterSet | GeneratorError {
  const like: Tree | undefined = object?.tree ?? by.node.tree;
  if (!like) return { at: by.node, message: 'the git generator names a file without a path' };
  const own = !object?.tree ? [] : dialect.isGo ? entriesOf(object.tree) : flattened(object.tree);
  const folder = folderOf(name);
  const place = pathParameters({
    folder: folder === '' ? '.' : folder, file: baseName(name), prefix: git.get('pathParamPrefix').text ?? '', isGo: dialect.isGo, derived: by.derived,
  });
  return withValues(parameterSet([...own, ...place], like), git.get('values'), dialect);
}
