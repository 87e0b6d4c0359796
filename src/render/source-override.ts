/**
 * `.argocd-source.yaml` and `.argocd-source-<application>.yaml`: what stands in them is merged into the source, as Argo CD Image Updater wants it.
 * Follows argo-cd, reposerver/repository/repository.go `mergeSourceParameters`.
 */
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { SourceFile, startOf, type Location } from '../source.ts';
import { Node } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type Tree } from '../yaml/tree.ts';
import { emptyBlocks } from './source-type.ts';

export interface Overridden {
  /** The source as it is rendered. */
  readonly node: Node;
  /** Its blocks in which nothing is said. */
  readonly empty: ReadonlySet<string>;
  /** Files that were merged. */
  readonly reads: readonly string[];
  readonly problem?: { readonly at: Location; readonly message: string };
}

/** What an override cannot change. */
const FIXED = new Set(['chart', 'path', 'repoURL', 'targetRevision']);

/** The source with what the files in its folder say over it. */
export function overridden(source: Node, { snapshot, folder, application }: { snapshot: Snapshot; folder: string; application: string }): Overridden {
  const names = ['.argocd-source.yaml', ...(application === '' || application.includes('/') ? [] : [`.argocd-source-${application}.yaml`])];
  const paths = names.map((name) => (folder === '' ? name : `${folder}/${name}`)).filter((path) => snapshot.kind(path) === 'file');
  const empty = emptyBlocks(source);
  let tree = withoutBlocks(source, empty);
  const reads: string[] = [];
  for (const path of paths) {
    const patch = readPatch(path, snapshot);
    reads.push(path);
    if ('message' in patch) return { node: source, empty, reads, problem: { at: patch.at, message: `error while parsing source parameters: ${path}: ${patch.message}` } };
    if (tree && patch.tree) tree = merged(tree, patch.tree, FIXED);
  }
  return tree && reads.length > 0 ? { node: Node.root(tree), empty: new Set(), reads } : { node: source, empty, reads };
}

function withoutBlocks(source: Node, empty: ReadonlySet<string>): MappingTree | undefined {
  const tree = source.tree && resolveAlias(source.tree);
  if (tree?.kind !== 'mapping') return undefined;
  return { ...tree, entries: tree.entries.filter(({ key }) => !empty.has(key.text)) };
}

function readPatch(path: string, snapshot: Snapshot): { readonly tree?: MappingTree } | { readonly at: Location; readonly message: string } {
  const file = snapshot.file(path);
  if (file === undefined || isUnreadable(file)) return { at: startOf(new SourceFile(path, '')), message: `it ${file?.why ?? 'cannot be read'}` };
  const [document] = parseYaml(file).documents;
  const [problem] = document?.problems ?? [];
  if (problem) return { at: { file, range: problem.range }, message: problem.message };
  const root = document?.root && resolveAlias(document.root);
  if (!root || (root.kind === 'scalar' && root.value === null)) return {};
  return root.kind === 'mapping' ? { tree: root } : { at: startOf(file), message: 'it is no mapping' };
}

/** A JSON merge patch; a `null` changes nothing, because Argo CD reads the result over what was there. */
function merged(target: MappingTree, patch: MappingTree, kept: ReadonlySet<string> = new Set()): MappingTree {
  const entries = new Map<string, EntryTree>(target.entries.map((entry) => [entry.key.text, entry]));
  for (const { key, value } of patch.entries) {
    const later = resolveAlias(value);
    if (kept.has(key.text) || (later.kind === 'scalar' && later.value === null)) continue;
    const known = entryOf(target, key.text);
    const earlier = known && resolveAlias(known.value);
    const both: Tree = later.kind === 'mapping' ? merged(earlier?.kind === 'mapping' ? earlier : emptyOf(later), later) : value;
    entries.set(key.text, { key, value: both });
  }
  return { ...target, entries: [...entries.values()] };
}

function emptyOf(tree: MappingTree): MappingTree {
  return { ...tree, entries: [] };
}
