/** The kustomizations of a repository: which of them no other includes, and which files are their inputs. */
import type { Rendered } from '../render/rendered.ts';
import { KUSTOMIZATION_FILES } from '../render/source.ts';
import { baseName, folderOf, joinPath } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';

export interface KustomizationFile {
  readonly file: SourceFile;
  readonly root: Node;
}

/** A kustomization that no other includes. */
export interface RootKustomization {
  readonly folder: string;
  /** The file itself. */
  readonly path: string;
}

export interface KustomizeInputs {
  /** Files that kustomizations read, and that are no manifests of their own. */
  readonly inputs: ReadonlySet<string>;
  readonly roots: readonly RootKustomization[];
}

/** A kustomization that no Application deploys, built. */
export interface StandaloneKustomization extends RootKustomization {
  readonly rendered: Rendered;
}

export function isKustomization(path: string): boolean {
  return KUSTOMIZATION_FILES.has(baseName(path));
}

/** Lists whose items name folders, or files with objects. */
const INCLUDING = ['resources', 'bases', 'components', 'generators', 'transformers', 'validators'];
const FILE_LISTS = [...INCLUDING, 'patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'configurations', 'crds'];
const GENERATORS = ['configMapGenerator', 'secretGenerator'];

export function kustomizeInputs(files: readonly KustomizationFile[]): KustomizeInputs {
  const inputs = new Set<string>(files.map(({ file }) => file.path));
  for (const { file, root } of files) {
    const folder = folderOf(file.path);
    for (const list of FILE_LISTS) addPaths(root.get(list), folder, inputs);
    for (const list of GENERATORS) for (const generator of root.get(list).items()) addGenerator(generator, folder, inputs);
    for (const chart of root.get('helmCharts').items()) addPath(chart.get('valuesFile').text, folder, inputs);
    addPath(root.get('openapi', 'path').text, folder, inputs);
  }
  return { inputs, roots: rootsOf(files) };
}

/** Those that no other includes, and of each circle the first. */
function rootsOf(files: readonly KustomizationFile[]): RootKustomization[] {
  const included = new Map<string, Set<string>>();
  const buildable = new Map<string, string>();
  for (const { file, root } of files) {
    const folder = folderOf(file.path);
    const paths = included.get(folder) ?? new Set<string>();
    included.set(folder, paths);
    for (const list of INCLUDING) addPaths(root.get(list), folder, paths);
    if (root.get('kind').text !== 'Component' && !buildable.has(folder)) buildable.set(folder, file.path);
  }
  const all = new Set([...included.values()].flatMap((paths) => [...paths]));
  const reached = new Set<string>();
  const reach = (folder: string): void => {
    for (const open = [folder]; open.length > 0;) {
      const next = open.pop() ?? '';
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(...(included.get(next) ?? []));
    }
  };
  const roots: RootKustomization[] = [];
  const take = (folder: string, path: string): void => {
    roots.push({ folder, path });
    reach(folder);
  };
  for (const [folder, path] of buildable) if (!all.has(folder)) take(folder, path);
  for (const [folder, path] of buildable) if (!reached.has(folder)) take(folder, path);
  return roots;
}

function addGenerator(generator: Node, folder: string, paths: Set<string>): void {
  addPath(generator.get('env').text, folder, paths);
  addPaths(generator.get('envs'), folder, paths);
  for (const file of generator.get('files').items()) addPath(file.text?.replace(/^[^=]*=/, ''), folder, paths);
}

function addPaths(list: Node, folder: string, paths: Set<string>): void {
  for (const item of list.items()) addPath(item.text ?? item.get('path').text, folder, paths);
}

function addPath(path: string | undefined, folder: string, paths: Set<string>): void {
  const joined = path === undefined || path.includes('\n') ? undefined : joinPath(folder, path);
  if (joined !== undefined) paths.add(joined);
}
