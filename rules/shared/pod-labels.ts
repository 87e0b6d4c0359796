/** Which labels the pods of workloads have, and what a selector selects. */
import type { Manifest, Node } from '#rule';

export type Labels = ReadonlyMap<string, string>;

/** Kinds with a pod template, and pods. */
export const WORKLOADS: readonly string[] = [
  'Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps', 'ReplicaSet.apps', 'Rollout.argoproj.io', 'Pod',
];

/** The labels of the pods; `undefined` where not all of them can be read, or they are those of another object. */
export function podLabels({ kind, root }: Manifest): Labels | undefined {
  if (kind === 'Pod') return labelsOf(root.get('metadata', 'labels'));
  return root.get('spec', 'workloadRef').exists ? undefined : labelsOf(root.get('spec', 'template', 'metadata', 'labels'));
}

/** A mapping of texts; `undefined` where a value is not known. */
export function labelsOf(node: Node): Labels | undefined {
  const labels = new Map<string, string>();
  for (const [key, value] of node.entries()) {
    if (!value.isKnown) return undefined;
    labels.set(key, value.written ?? '');
  }
  return labels;
}

/** Whether labels fit a selector; unknown ones may. */
export function selects(selector: Labels, labels: Labels | undefined): boolean {
  return labels === undefined || [...selector].every(([key, value]) => labels.get(key) === value);
}
