/** Kustomizations are not built yet: said once for each that no other includes; the patches they name are no manifests. */
import type { Unverified } from '../finding.ts';
import type { Node } from '../yaml/node.ts';
import { KUSTOMIZATION_FILES } from '../render/source.ts';
import { baseName, folderOf, joinPath } from '../snapshot/snapshot.ts';
import { startOf, type SourceFile } from '../source.ts';

export interface KustomizationFile {
  readonly file: SourceFile;
  readonly root: Node;
}

export interface KustomizeInputs {
  /** Files that are patches or generator inputs. */
  readonly inputs: ReadonlySet<string>;
  readonly unverified: readonly Unverified[];
}

export function isKustomization(path: string): boolean {
  return KUSTOMIZATION_FILES.has(baseName(path));
}

const PATCH_LISTS = ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'configurations', 'generators', 'transformers', 'validators', 'crds'];

export function kustomizeInputs(files: readonly KustomizationFile[]): KustomizeInputs {
  const inputs = new Set<string>(files.map(({ file }) => file.path));
  const included = new Set<string>();
  for (const { file, root } of files) {
    const folder = folderOf(file.path);
    for (const list of PATCH_LISTS) addPaths(root.get(list), folder, inputs);
    for (const list of ['resources', 'bases', 'components']) addPaths(root.get(list), folder, included);
  }
  const unverified = files
    .filter(({ file }) => !included.has(folderOf(file.path)) && !included.has(file.path))
    .map(({ file }) => ({
      at: startOf(file), what: file.path, why: 'kustomizations are not built', needs: 'a later version of mllint',
    }));
  return { inputs, unverified };
}

function addPaths(list: Node, folder: string, paths: Set<string>): void {
  for (const item of list.items()) {
    const path = item.text ?? item.get('path').text;
    const joined = path === undefined || path.includes('\n') ? undefined : joinPath(folder, path);
    if (joined !== undefined) paths.add(joined);
  }
}
