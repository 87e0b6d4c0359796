/**
 * Folders of a repository as Argo CD lists them, and which of them a generator takes.
 * Follows argo-cd, reposerver/repository/repository.go `GetGitDirectories` and applicationset/generators/git.go `filterApps`.
 */
import { folderOf, type Snapshot } from '../../snapshot/snapshot.ts';
import { pathPattern, type PathMatches } from '../../globs/path-match.ts';
import { PatternError } from '../../globs/pattern-error.ts';
import { compareText } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import type { Place } from '../this-repository.ts';
import type { Budget } from './budget.ts';
import { NOTHING, type Expansion, type GeneratorContext, type GeneratorError, type GeneratorWarning, type ParameterSet } from './generator.ts';
import { authorOfNode, DerivedEntries, parameterSet } from './parameters.ts';
import { pathParameters } from './path-parameters.ts';
import { isExclude, outsideOfRoot, quoted, takeFirst, warnedAt } from './git-patterns.ts';
import { withValues } from './values.ts';

interface FolderPattern {
  readonly node: Node;
  readonly text: string;
  readonly isExclude: boolean;
  /** What every match starts with. */
  readonly head: string;
  readonly matches: PathMatches;
  readonly derived: DerivedEntries;
  isUsed: boolean;
}

export function expandDirectories(git: Node, place: Place, context: GeneratorContext): Expansion {
  const listed = foldersOf(place.snapshot).flatMap((folder) => place.pathOf(folder) ?? []);
  const folders = [...above(place.pathOf('') ?? ''), ...listed.filter((folder) => folder !== '')];
  const warnings: GeneratorWarning[] = [];
  const patterns = git.get('directories').items().flatMap((item) => folderPattern(item, warnings) ?? []);
  context.budget.lookAt(folders.length * patterns.length);
  const taken = folders.flatMap((folder) => {
    const by = matching(folder, patterns, context.budget);
    return by ? [{ folder, by }] : [];
  });
  warnings.push(...(folders.length > 0 ? patterns.filter((pattern) => !isPrepared(pattern, folders, { place, context })).flatMap(unused) : []));
  const { first, over } = takeFirst(taken, git, 'folders');
  context.budget.addSets(first.length);
  const { sets, errors } = folderSets(first, git, context);
  return { ...NOTHING, sets, errors, warnings, unexpandable: [...over, ...outsideOfRoot(git, patterns, place)] };
}

function folderPattern(item: Node, warnings: GeneratorWarning[]): FolderPattern | undefined {
  const node = item.get('path');
  const text = node.text ?? '';
  try {
    return { node, text, isExclude: isExclude(item), head: literalHead(text), matches: matcherOf(text), derived: new DerivedEntries(authorOfNode(node)), isUsed: false };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    warnings.push({ at: node, message: `the path ${quoted(text)} is no pattern (${error.message}) and is ignored` });
    return undefined;
  }
}

function literalHead(pattern: string): string {
  return /^[^*?[\\]*/.exec(pattern)?.[0] ?? '';
}

function matcherOf(pattern: string): PathMatches {
  return literalHead(pattern) === pattern ? (path) => path === pattern : pathPattern(pattern);
}

/** The first pattern that takes a folder, if no exclude leaves it out. */
function matching(folder: string, patterns: readonly FolderPattern[], budget: Budget): FolderPattern | undefined {
  let by: FolderPattern | undefined;
  let excludedBy: FolderPattern | undefined;
  for (const pattern of patterns) {
    if (!folder.startsWith(pattern.head)) continue;
    budget.compare(1);
    if (!pattern.matches(folder)) continue;
    if (!pattern.isExclude) pattern.isUsed = true;
    if (pattern.isExclude) excludedBy ??= pattern;
    else by ??= pattern;
  }
  if (by && excludedBy) markExcludes(folder, patterns);
  return excludedBy ? undefined : by;
}

/** An exclude counts where it leaves out what would have been taken. */
function markExcludes(folder: string, patterns: readonly FolderPattern[]): void {
  for (const pattern of patterns) if (pattern.isExclude && pattern.matches(folder)) pattern.isUsed = true;
}

function unused({ node, text, isExclude: excludes, isUsed }: FolderPattern): GeneratorWarning[] {
  if (isUsed || !warnedAt(node)) return [];
  return [{ at: node, message: excludes ? `the exclude ${quoted(text)} leaves out no folder` : `the path ${quoted(text)} matches no folder` }];
}

/** Only `.gitkeep` and the like lies where the folders are to be: there is nothing yet to match. */
function isPrepared({ text, isExclude: excludes, isUsed }: FolderPattern, folders: readonly string[], { place, context }: Looking): boolean {
  const above = folderOf(text);
  if (excludes || isUsed || !/[*?[]/.test(text.slice(above.length)) || above.includes('[')) return false;
  context.budget.compare(folders.length);
  const parents = folders.filter(matcherOf(above));
  return parents.length > 0 && parents.every((folder) => {
    const located = place.locate(folder);
    return located !== undefined && place.snapshot.entries(located).every((name) => name.startsWith('.'));
  });
}

interface Looking {
  readonly place: Place;
  readonly context: GeneratorContext;
}

function folderSets(
  taken: readonly { readonly folder: string; readonly by: FolderPattern }[], git: Node, { dialect }: GeneratorContext,
): { sets: ParameterSet[]; errors: GeneratorError[] } {
  const prefix = git.get('pathParamPrefix').text ?? '';
  const sets: ParameterSet[] = [];
  for (const { folder, by } of taken) {
    const like = by.node.tree;
    if (!like) continue;
    const set = withValues(parameterSet(pathParameters({ folder, prefix, isGo: dialect.isGo, derived: by.derived }), like), git.get('values'), dialect);
    if ('message' in set) return { sets, errors: [set] };
    sets.push(set);
  }
  return { sets, errors: [] };
}

/** The root and the folders around it, where it is not the top of the repository. */
function above(root: string): string[] {
  return root === '' ? [] : root.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
}

const listed = new WeakMap<Snapshot, readonly string[]>();

/** Every folder in which a file lies and of whose path no part starts with a dot, in the order in which Go walks them. */
export function foldersOf(snapshot: Snapshot): readonly string[] {
  const known = listed.get(snapshot);
  if (known) return known;
  const walked = [...allFolders(snapshot)].filter((folder) => !folder.startsWith('.') && !folder.includes('/.'));
  const inOrder = walked.map((folder) => [folder, folder.replaceAll('/', '\0')] as const).sort(([, a], [, b]) => compareText(a, b));
  const result = inOrder.map(([folder]) => folder);
  listed.set(snapshot, result);
  return result;
}

/** Every folder in which a file lies. */
export function allFolders(snapshot: Snapshot): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of snapshot.files) {
    for (let folder = folderOf(file); folder !== '' && !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  }
  return folders;
}
