/** What is applied together: the objects of one source. */
import { onceFor, type Manifest, type Node, type Repository } from '#rule';

export interface Source {
  readonly manifests: readonly Manifest[];
  /** Files of a folder that nothing deploys as a whole, as far as can be seen. */
  readonly isLoose: boolean;
}

/** What one source of an Application renders, what a chart renders for one value file, what a kustomization builds, and the loose files of each folder. */
export const sourcesOf = onceFor(({ manifests, kustomizations }: Repository): readonly Source[] => {
  const built = new Set(kustomizations.map(({ folder }) => (folder === '' ? '' : `${folder}/`)));
  const groups = new Map<unknown, Manifest[]>();
  const add = (key: unknown, manifest: Manifest): void => {
    const group = groups.get(key);
    if (group) group.push(manifest);
    else groups.set(key, [manifest]);
  };
  const builds = new Map<string, object>();
  const buildOf = (folder: string): object => {
    const key = builds.get(folder) ?? {};
    builds.set(folder, key);
    return key;
  };
  for (const manifest of manifests) {
    if (manifest.application) add(manifest.source ?? manifest.application, manifest);
    else if (manifest.kustomization !== undefined) add(buildOf(manifest.kustomization), manifest);
    else if (manifest.render) add(manifest.render, manifest);
    else if (!built.has(folderOf(manifest)) && !isFragment(manifest)) add(folderOf(manifest), manifest);
  }
  return [...groups].map(([key, group]) => ({ manifests: group, isLoose: typeof key === 'string' }));
});

function folderOf({ file: { path } }: Manifest): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What only says what is different: a patch, whatever applies it. */
function isFragment({ kind, root, file: { path } }: Manifest): boolean {
  const spec = root.get('spec');
  if (root.has('$patch')) return true;
  if (['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(kind)) return !spec.has('selector');
  if (kind === 'InferenceService') return ['storageUri', 'storage', 'image', 'storageUris'].every((key) => !holds(spec.get('predictor'), key, 0));
  return /(?:^|[-_.])patch(?:es)?(?:[-_.]|$)/i.test(path.slice(path.lastIndexOf('/') + 1));
}

function holds(node: Node, key: string, depth: number): boolean {
  if (node.has(key)) return true;
  const below = [...node.items(), ...node.entries().map(([, value]) => value)];
  return depth < MAX_FRAGMENT_DEPTH && below.some((value) => holds(value, key, depth + 1));
}

const MAX_FRAGMENT_DEPTH = 3;
