/** How KServe deploys an InferenceService. Follows kserve, pkg/controller/v1beta1/inferenceservice/utils/utils.go `GetDeploymentMode` (v0.20.0). */
import { knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';

export type DeploymentMode = 'Knative' | 'Standard' | 'ModelMesh';

export const DEPLOYMENT_MODE = 'serving.kserve.io/deploymentMode';

/** What KServe accepts, old names included, and what it means. */
export const DEPLOYMENT_MODES: ReadonlyMap<string, DeploymentMode> = new Map([
  ['Standard', 'Standard'], ['Knative', 'Knative'], ['ModelMesh', 'ModelMesh'], ['RawDeployment', 'Standard'], ['Serverless', 'Knative'],
]);

/** The annotation itself. */
export function modeAnnotation({ root }: Manifest): Node {
  return root.get('metadata', 'annotations', DEPLOYMENT_MODE);
}

/** The mode that is annotated, else the one declared for the cluster; `undefined` where neither says. Another word in the annotation counts for nothing. */
export function deploymentMode(manifest: Manifest): DeploymentMode | undefined {
  const annotation = modeAnnotation(manifest);
  if (!annotation.isKnown) return undefined;
  return DEPLOYMENT_MODES.get(annotation.text ?? '') ?? DEPLOYMENT_MODES.get(manifest.cluster.deploymentMode ?? '');
}

/** What the mode goes by in a message: `annotated Standard`, `declared for the cluster`. */
export function modeSource(manifest: Manifest): string {
  return DEPLOYMENT_MODES.has(knownText(modeAnnotation(manifest)) ?? '') ? 'as annotated' : 'as declared for the cluster';
}
