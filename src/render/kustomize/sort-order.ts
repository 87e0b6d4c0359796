/** The order in which objects are printed. Follows kustomize 5.7, api/internal/builtins/SortOrderTransformer.go. */
import { compareText } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { BuildError } from './build-error.ts';
import { currentId, type Gvk, type Resource, type ResourceId } from './resource.ts';
import { gvkText } from './scope.ts';

const FIRST = [
  'Namespace', 'ResourceQuota', 'StorageClass', 'CustomResourceDefinition', 'ServiceAccount', 'PodSecurityPolicy', 'Role', 'ClusterRole', 'RoleBinding',
  'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Endpoints', 'Service', 'LimitRange', 'PriorityClass', 'PersistentVolume', 'PersistentVolumeClaim',
  'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget',
];
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

export type SortOrder = 'legacy' | 'fifo';

/**
 * The objects in the order that `sortOptions` asks for.
 * @param options the field of the kustomization that is built
 * @param otherwise the order where it asks for none
 */
export function sortResources(resources: readonly Resource[], options: Node, otherwise: SortOrder): readonly Resource[] {
  const order = options.exists ? (options.get('order').text ?? '') : otherwise;
  if (order !== 'legacy' && order !== 'fifo') throw new BuildError("the field 'sortOptions.order' must be one of [fifo, legacy]", options.get('order').at);
  const lists = options.get('legacySortOptions');
  if (order === 'fifo') {
    if (lists.exists) throw new BuildError("the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'", lists.at);
    return resources;
  }
  const ranks = lists.exists ? ranksOf(textsOf(lists.get('orderFirst')), textsOf(lists.get('orderLast'))) : DEFAULT_RANKS;
  const ids = new Map(resources.map((resource) => [resource, currentId(resource)]));
  return [...resources].sort((a, b) => compareIds(ids.get(a) ?? currentId(a), ids.get(b) ?? currentId(b), ranks));
}

function textsOf(list: Node): string[] {
  return list.items().map((item) => item.text ?? '');
}

function ranksOf(first: readonly string[], last: readonly string[]): Map<string, number> {
  return new Map([...first.map((kind, index) => [kind, index - first.length] as const), ...last.map((kind, index) => [kind, index + 1] as const)]);
}

const DEFAULT_RANKS = ranksOf(FIRST, LAST);

/** Negative for kinds that others need, positive for those that need others. */
export function legacyRank(kind: string): number {
  return DEFAULT_RANKS.get(kind) ?? 0;
}

function compareIds(a: ResourceId, b: ResourceId, ranks: ReadonlyMap<string, number>): number {
  if (a.group === b.group && a.version === b.version && a.kind === b.kind) return compareText(idSortText(a), idSortText(b));
  const byRank = (ranks.get(a.kind) ?? 0) - (ranks.get(b.kind) ?? 0);
  if (byRank !== 0) return byRank;
  const byGvk = compareText(gvkSortText(a), gvkSortText(b));
  return a.kind === 'Namespace' && b.kind === 'Namespace' && (a.group === '' || b.group === '') ? -byGvk : byGvk;
}

function gvkSortText({ group, version, kind }: Gvk): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}

function idSortText(id: ResourceId): string {
  return `${gvkText(id)}|${id.namespace || '~X'}|${id.name || '~N'}`;
}
