/**
 * Fields that still name a generated ConfigMap or Secret as it was called before its name got a hash.
 * Kustomize rewrites the references that its list of name references knows: those of built-in kinds, none of custom resources.
 */
import { addTo } from '../../groups.ts';
import type { Path } from '../../yaml/node.ts';
import { resolveAlias, type MappingTree, type Tree } from '../../yaml/tree.ts';
import type { Budget } from './build-context.ts';
import { currentId, gvkOf, previousIds, textAt, type Resource } from './resource.ts';
import { effectiveNamespace } from './scope.ts';

type ReferredKind = 'ConfigMap' | 'Secret';

/** A stale reference by its place among the resources. */
export interface StalePlace {
  /** The index of the resource that refers. */
  readonly referrer: number;
  readonly path: Path;
  readonly kind: ReferredKind;
  readonly name: string;
  readonly generated: Resource;
}

/** Keys whose value names an object, or is a mapping, or a list, of what names one. */
const NAMING_KEYS = new Map<string, ReferredKind>([
  ...['configMapKeyRef', 'configMapRef', 'configMap', 'configMapName', 'configMaps'].map((key) => [key, 'ConfigMap'] as const),
  ...['secretKeyRef', 'secretRef', 'secret', 'secretName', 'secrets', 'imagePullSecrets'].map((key) => [key, 'Secret'] as const),
]);

/** @param resources as they come out */
export function staleReferences(resources: readonly Resource[], budget: Budget): StalePlace[] {
  const former = new Map<string, Resource[]>();
  const taken = new Set<string>();
  for (const resource of resources) {
    const { kind, name } = currentId(resource);
    taken.add(keyOf(resource, kind, name));
    if (!resource.needsHash) continue;
    for (const known of new Set(previousIds(resource).map((id) => id.name))) if (known !== name) addTo(former, keyOf(resource, kind, known), resource);
  }
  if (former.size === 0) return [];
  return resources.flatMap((resource, referrer) => namesIn(resource.tree, budget, resource).flatMap(({ path, kind, name }) => {
    const key = keyOf(resource, kind, name);
    const [generated, other] = former.get(key) ?? [];
    return generated && !other && !taken.has(key) ? [{ referrer, path, kind, name: currentId(generated).name, generated }] : [];
  }));
}

function keyOf(resource: Resource, kind: string, name: string): string {
  return JSON.stringify([effectiveNamespace(currentId(resource)), kind, name]);
}

interface NamedObject {
  readonly path: Path;
  readonly kind: ReferredKind;
  readonly name: string;
}

function namesIn(root: MappingTree, budget: Budget, { at }: Resource): NamedObject[] {
  if (gvkOf(root).kind === 'CustomResourceDefinition') return [];
  const found: NamedObject[] = [];
  const visit = (tree: Tree, path: Path): void => {
    budget.spend(1, at);
    const resolved = resolveAlias(tree);
    if (resolved.kind === 'sequence') for (const [index, item] of resolved.items.entries()) visit(item, [...path, index]);
    if (resolved.kind !== 'mapping') return;
    const kind = textAt(resolved, 'kind');
    if (path.length > 0 && isReferred(kind)) found.push(...named(resolved, path, kind));
    for (const { key, value } of resolved.entries) {
      const meant = NAMING_KEYS.get(key.text);
      if (meant) found.push(...named(value, [...path, key.text], meant));
      visit(value, [...path, key.text]);
    }
  };
  visit(root, []);
  return found;
}

function isReferred(kind: string): kind is ReferredKind {
  return kind === 'ConfigMap' || kind === 'Secret';
}

/** A name, a mapping with one, or a list of either. */
function named(tree: Tree, path: Path, kind: ReferredKind): NamedObject[] {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar') return typeof resolved.value === 'string' ? [{ path, kind, name: resolved.value }] : [];
  if (resolved.kind === 'sequence') return path.length > 50 ? [] : resolved.items.flatMap((item, index) => named(item, [...path, index], kind));
  return resolved.entries.flatMap(({ key, value }) => (key.text === 'name' && resolveAlias(value).kind === 'scalar' ? named(value, [...path, 'name'], kind) : []));
}
