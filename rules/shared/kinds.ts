/** Kinds that rules about traffic look at. */
import { manifestsByKind, type Manifest } from '#rule';

export const VIRTUAL_SERVICE = 'VirtualService.networking.istio.io';
export const DESTINATION_RULE = 'DestinationRule.networking.istio.io';
export const ISTIO_GATEWAY = 'Gateway.networking.istio.io';
export const GATEWAY = 'Gateway.gateway.networking.k8s.io';
export const INFERENCE_SERVICE = 'InferenceService.serving.kserve.io';
export const INFERENCE_GRAPH = 'InferenceGraph.serving.kserve.io';

/** The manifests of some kinds, in their order. */
export function ofKinds(manifests: readonly Manifest[], ...kinds: readonly string[]): readonly Manifest[] {
  const byKind = manifestsByKind(manifests);
  const [first = [], ...others] = kinds.flatMap((kind) => {
    const found = byKind.get(kind);
    return found ? [found] : [];
  });
  if (others.length === 0) return first;
  const wanted = new Set([first, ...others].flat());
  return manifests.filter((manifest) => wanted.has(manifest));
}
