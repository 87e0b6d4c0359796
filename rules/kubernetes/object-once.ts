import { defineRule, grouped, groupOf, type Manifest, type Node, type Problem } from '#rule';
import { scopeOf } from '../shared/api-groups.ts';
import { isArgoDeclaration } from '../shared/argo-origins.ts';
import { isExample } from '../shared/example-folders.ts';
import { sourcesOf, type Source } from '../shared/sources.ts';

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

function sameObjects(manifests: readonly Manifest[]): (readonly Manifest[])[] {
  const named = manifests.filter((manifest) => manifest.name !== undefined && !isArgoDeclaration(manifest));
  const objects = grouped(named, ({ apiVersion, kind, namespace = '', name = '' }) => [groupOf(apiVersion), kind, namespace, name].join('\0'));
  return [...objects.values()].map(withoutHooks).filter(({ length }) => length > 1);
}

function withoutHooks(objects: readonly Manifest[]): readonly Manifest[] {
  return objects.length > 1 ? objects.filter((manifest) => !isHook(manifest)) : objects;
}

/** Hooks come and go: Helm allows several of one name in different phases. */
function isHook({ root }: Manifest): boolean {
  const annotations = root.get('metadata', 'annotations');
  return annotations.has('helm.sh/hook') || annotations.has('argocd.argoproj.io/hook');
}

/** Whichever of two is applied makes no difference where they say the same. */
function problemOf(first: Manifest, later: Manifest, { isLoose }: Source): Problem | undefined {
  if (isSame(first.root, later.root, 0, { left: MAX_STEPS }) || (isLoose && [first, later].some(({ file }) => isExample(file.path)))) return undefined;
  const where = first.file.path === later.file.path ? 'in this file' : `in ${first.file.path}`;
  return {
    at: nameOf(later),
    message: `${titleOf(later)} stands ${where}, too, and is another there; only one of them is applied`,
    related: [{ at: nameOf(first), message: 'the other one' }],
  };
}

/** Deeper and larger than any object is; aliases multiply. */
const MAX_DEPTH = 40;
const MAX_STEPS = 100_000;

interface Budget {
  left: number;
}

/** What is too large to be compared is taken to differ. */
function isSame(a: Node, b: Node, depth: number, budget: Budget): boolean {
  budget.left -= 1;
  if (a.kind !== b.kind || depth > MAX_DEPTH || budget.left < 0) return false;
  if (a.kind === 'scalar') return a.isKnown && b.isKnown && a.value === b.value;
  const [items, others] = [a.items(), b.items()];
  const [entries, keys] = [a.entries(), b.entries()];
  if (items.length !== others.length || entries.length !== keys.length) return false;
  return items.every((item, index) => isSame(item, b.get(index), depth + 1, budget))
    && entries.every(([key, value]) => b.has(key) && isSame(value, b.get(key), depth + 1, budget));
}

function nameOf({ root }: Manifest): Node {
  return root.get('metadata', 'name');
}

/** Whether objects of an unknown kind live in a namespace only the author can say. */
function titleOf({ apiVersion, kind, name = '', namespace, root }: Manifest): string {
  const isInNamespace = scopeOf({ apiVersion, kind }) === 'namespace' || root.get('metadata').has('namespace');
  return `${kind} ${name}${namespace === undefined || !isInNamespace ? '' : ` in ${namespace}`}`;
}
