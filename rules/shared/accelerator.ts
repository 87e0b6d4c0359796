/** Which kind of accelerator a model server asks for, where it says more than how many. */
import type { Node } from '#rule';

/** Labels of nodes by which clouds and device plug-ins tell their accelerators apart. */
const LABELS = [
  'nvidia.com/gpu.product', 'nvidia.com/gpu.family', 'cloud.google.com/gke-accelerator', 'k8s.amazonaws.com/accelerator',
  'karpenter.k8s.aws/instance-gpu-name', 'accelerator', 'amd.com/gpu.product-name',
];

/** The node selector of the predictor, or the annotation that KServe turns into one. */
export function acceleratorKind(root: Node): { readonly name: string; readonly at: Node } | undefined {
  const selector = root.get('spec', 'predictor', 'nodeSelector');
  const places = [root.get('metadata', 'annotations', 'serving.kserve.io/gke-accelerator'), ...LABELS.map((label) => selector.get(label))];
  for (const at of places) if (at.exists && at.isKnown && at.text !== undefined) return { name: at.text, at };
  return undefined;
}
