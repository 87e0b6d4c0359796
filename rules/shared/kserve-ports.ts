/** The ports of Services that KServe makes. Follows kserve, pkg/controller/v1beta1/inferenceservice/reconcilers/knative (v0.20.0), and what Knative makes of it. */
import { addTo, deploymentMode, kserveServices, mayBeSame, onceFor, type Manifest, type ServiceName } from '#rule';

/** 80, and 443 where Knative encrypts inside of the cluster. */
const KNATIVE_PORTS = [80, 443];

const makersByName = onceFor((manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> => {
  const makers = new Map<string, Manifest[]>();
  // The Service that has the name of the model alone only names another host.
  for (const manifest of manifests) for (const name of kserveServices(manifest)) if (name !== manifest.name) addTo(makers, name, manifest);
  return makers;
});

/** InferenceServices that make a Service with no other ports than Knative's; in other modes it also has those of its containers, which a runtime may bring. */
export function knativeMakers({ name, namespace }: ServiceName, models: readonly Manifest[]): readonly Manifest[] {
  const makers = (makersByName(models).get(name) ?? []).filter((one) => mayBeSame(one.namespace, namespace));
  return makers.every((one) => deploymentMode(one) === 'Knative') ? makers : [];
}

export function isKnativePort(port: number): boolean {
  return KNATIVE_PORTS.includes(port);
}
