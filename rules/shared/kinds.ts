/** Kinds that rules about traffic look at. */
import { kindKey, type Manifest } from '#rule';

export const VIRTUAL_SERVICE = 'VirtualService.networking.istio.io';
export const DESTINATION_RULE = 'DestinationRule.networking.istio.io';
export const ISTIO_GATEWAY = 'Gateway.networking.istio.io';
export const GATEWAY = 'Gateway.gateway.networking.k8s.io';
export const INFERENCE_SERVICE = 'InferenceService.serving.kserve.io';
export const INFERENCE_GRAPH = 'InferenceGraph.serving.kserve.io';

/** The manifests of some kinds, in their order. */
export function ofKinds(manifests: readonly Manifest[], ...kinds: readonly string[]): Manifest[] {
  return manifests.filter((manifest) => kinds.includes(kindKey(manifest)));
}
