/** How large a model is, dimension by dimension. */
import { parseQuantity, type Node, type ServedModel } from '#rule';
import { amountOf, isAccelerator, resourceNames, type Amount } from './container-resources.ts';

/** What a model can be measured by: cpu, memory, accelerators, replicas. */
export function dimensions({ resources, replicas }: ServedModel): string[] {
  const names = [...(resourceNames(resources, 'requests') ?? []), ...(resourceNames(resources, 'limits') ?? [])];
  const isFixed = replicas.min.path.join('.') === replicas.max.path.join('.');
  return [...names.filter((name) => name === 'cpu' || name === 'memory' || isAccelerator(name)), 'minReplicas', ...(isFixed ? [] : ['maxReplicas'])];
}

/** What is requested decides where a pod fits; Kubernetes takes the limit for a request that is not there. */
export function sizeOf({ resources, replicas }: ServedModel, dimension: string): Amount | undefined {
  if (dimension === 'minReplicas') return replicaCount(replicas.min);
  // To KServe, a maximum of 0 is none.
  if (dimension === 'maxReplicas') return replicas.max.isKnown && replicas.max.number === 0 ? undefined : replicaCount(replicas.max);
  return amountOf(resources.get('requests', dimension)) ?? amountOf(resources.get('limits', dimension));
}

function replicaCount(node: Node): Amount | undefined {
  const quantity = node.isKnown && node.number !== undefined ? parseQuantity(node.number) : undefined;
  return quantity && { node, quantity };
}
