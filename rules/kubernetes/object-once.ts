import { defineRule, groupOf, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { isArgoDeclaration } from '../shared/argo-origins.ts';
import { isExample } from '../shared/example-folders.ts';

export default defineRule({
  id: 'kubernetes/object-once',
  on: 'repository',
  title: 'One source holds an object once',
  why: 'Only one of them is applied, the last one: the other was reviewed and is nowhere, and which of them it is depends on names of files.',
  severity: 'error',

  *check(repository) {
    for (const source of sourcesOf(repository)) {
      for (const [first, ...others] of sameObjects(source.manifests)) {
        const later = others.at(-1);
        if (!first || !later) continue;
        const problem = problemOf(first, later, source);
        if (problem) yield problem;
      }
    }
  },
});

interface Source {
  readonly manifests: readonly Manifest[];
  /** Files of a folder that nothing deploys as a whole, as far as can be seen. */
  readonly isLoose: boolean;
}

/** What one source of an Application renders, what a chart renders for one value file, and the loose files of each folder; Kustomize refuses twins itself. */
function sourcesOf({ manifests, charts, kustomizations }: Repository): Source[] {
  const built = new Set(kustomizations.map(({ folder }) => (folder === '' ? '' : `${folder}/`)));
  const groups = new Map<unknown, Manifest[]>();
  const add = (key: unknown, manifest: Manifest): void => {
    const group = groups.get(key);
    if (group) group.push(manifest);
    else groups.set(key, [manifest]);
  };
  const ofCharts = new Set<Manifest>();
  for (const release of charts.flatMap(({ releases }) => releases)) {
    for (const manifest of release.manifests) {
      ofCharts.add(manifest);
      if (!manifest.application) add(release, manifest);
    }
  }
  for (const manifest of manifests) {
    if (manifest.application) add(manifest.source ?? manifest.application, manifest);
    else if (!ofCharts.has(manifest) && !built.has(folderOf(manifest)) && !isFragment(manifest)) add(folderOf(manifest), manifest);
  }
  return [...groups].map(([key, group]) => ({ manifests: group, isLoose: typeof key === 'string' }));
}

function folderOf({ file: { path } }: Manifest): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function sameObjects(manifests: readonly Manifest[]): Manifest[][] {
  const objects = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    if (manifest.name === undefined || isArgoDeclaration(manifest) || isHook(manifest)) continue;
    const key = [groupOf(manifest.apiVersion), manifest.kind, manifest.namespace ?? '', manifest.name].join('\0');
    const same = objects.get(key);
    if (same) same.push(manifest);
    else objects.set(key, [manifest]);
  }
  return [...objects.values()].filter(({ length }) => length > 1);
}

/** Hooks come and go: Helm allows several of one name in different phases. */
function isHook({ root }: Manifest): boolean {
  const annotations = root.get('metadata', 'annotations');
  return annotations.has('helm.sh/hook') || annotations.has('argocd.argoproj.io/hook');
}

/** Whichever of two is applied makes no difference where they say the same. */
function problemOf(first: Manifest, later: Manifest, { isLoose }: Source): Problem | undefined {
  if (isSame(first.root, later.root, 0) || (isLoose && [first, later].some(({ file }) => isExample(file.path)))) return undefined;
  const where = first.file.path === later.file.path ? 'in this file' : `in ${first.file.path}`;
  return {
    at: nameOf(later),
    message: `${titleOf(later)} stands ${where}, too, and is another there; only one of them is applied`,
    related: [{ at: nameOf(first), message: 'the other one' }],
  };
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
const MAX_DEPTH = 40;

function isSame(a: Node, b: Node, depth: number): boolean {
  if (a.kind !== b.kind || depth > MAX_DEPTH) return false;
  if (a.kind === 'scalar') return a.isKnown && b.isKnown && a.value === b.value;
  const [items, others] = [a.items(), b.items()];
  const [entries, keys] = [a.entries(), b.entries()];
  return items.length === others.length && entries.length === keys.length
    && items.every((item, index) => { const other = others[index]; return other !== undefined && isSame(item, other, depth + 1); })
    && entries.every(([key, value]) => b.has(key) && isSame(value, b.get(key), depth + 1));
}

function nameOf({ root }: Manifest): Node {
  return root.get('metadata', 'name');
}

function titleOf({ kind, name = '', namespace }: Manifest): string {
  return `${kind} ${name}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
