/** Services that are declared or made among some manifests, found by name. */
import { addTo } from '../../groups.ts';
import { kindKey, knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import { onceFor } from '../../once.ts';
import { suggest } from '../../spelling.ts';
import { coversHost, mayBeSame, type ServiceName } from './hosts.ts';
import { kserveServices, revisedService, SERVICE_MAKERS } from './kserve-services.ts';

/** Answers about the Services of one place. */
export interface ServiceIndex {
  /** Service objects of a name. */
  declared(service: ServiceName): readonly Manifest[];
  /** What makes a Service of this name: an InferenceService, a graph, a Service of Knative. */
  makers(service: ServiceName): readonly Manifest[];
  /** ServiceEntries that stand for a host. */
  entries(host: string): readonly Manifest[];
  /** What is written of Services, and of what makes them, in a namespace. */
  of(namespace: string | undefined): readonly Manifest[];
  /** The name of a Service in a namespace that is near; nothing once very many were looked for. */
  near(service: ServiceName): string | undefined;
}

/** Kinds that have to be read for the index. */
export const SERVICE_KINDS: readonly string[] = ['Service', 'Service.serving.knative.dev', 'ServiceEntry.networking.istio.io', ...SERVICE_MAKERS];

/** Names are compared letter by letter. */
const MAX_COMPARED = 50_000;

export function serviceIndex(manifests: readonly Manifest[]): ServiceIndex {
  const { declared, made, entries, byNamespace } = servicesAmong(manifests);
  const inNamespace = (list: readonly Manifest[], { namespace }: Partial<ServiceName>): Manifest[] => list.filter((one) => mayBeSame(one.namespace, namespace));
  const makers = (service: ServiceName): Manifest[] => {
    const exact = inNamespace(made.get(service.name) ?? [], service);
    return exact.length > 0 ? exact : inNamespace(made.get(revisedService(service.name) ?? '') ?? [], service);
  };
  let left = MAX_COMPARED;
  return {
    declared: (service) => inNamespace(declared.get(service.name) ?? [], service),
    makers,
    entries: (host) => entries.flatMap(({ manifest, hosts }) => (hosts.some((one) => coversHost(one, host)) ? [manifest] : [])),
    of: (namespace) => byNamespace.get(namespace ?? '')?.manifests ?? [],
    near: ({ name, namespace }) => {
      const names = byNamespace.get(namespace ?? '')?.names ?? new Set<string>();
      left -= names.size;
      return left < 0 ? undefined : suggest(name, names);
    },
  };
}

interface Services {
  readonly declared: ReadonlyMap<string, readonly Manifest[]>;
  readonly made: ReadonlyMap<string, readonly Manifest[]>;
  readonly entries: readonly { readonly manifest: Manifest; readonly hosts: readonly string[] }[];
  readonly byNamespace: ReadonlyMap<string, InNamespace>;
}

/** Found once for each list of manifests; how many names are compared is counted anew for each rule. */
const servicesAmong = onceFor(findServices);

function findServices(manifests: readonly Manifest[]): Services {
  const declared = new Map<string, Manifest[]>();
  const made = new Map<string, Manifest[]>();
  const entries: { readonly manifest: Manifest; readonly hosts: readonly string[] }[] = [];
  for (const manifest of manifests) {
    const kind = kindKey(manifest);
    if (kind === 'ServiceEntry.networking.istio.io') entries.push({ manifest, hosts: manifest.root.get('spec', 'hosts').items().flatMap((host) => knownText(host) ?? []) });
    else if (kind === 'Service') addTo(declared, manifest.name ?? '', manifest);
    else for (const name of kind === 'Service.serving.knative.dev' ? [manifest.name ?? ''] : kserveServices(manifest)) addTo(made, name, manifest);
  }
  return { declared, made, entries, byNamespace: namesByNamespace([...declared, ...made]) };
}

interface InNamespace {
  readonly names: Set<string>;
  readonly manifests: Manifest[];
}

/** A namespace that nobody names, the empty text, holds only what names none. */
function namesByNamespace(services: readonly (readonly [string, readonly Manifest[]])[]): Map<string, InNamespace> {
  const namespaces = new Map<string, InNamespace>();
  for (const [name, list] of services) {
    for (const manifest of list) {
      const { names, manifests } = namespaces.get(manifest.namespace ?? '') ?? { names: new Set(), manifests: [] };
      names.add(name);
      manifests.push(manifest);
      namespaces.set(manifest.namespace ?? '', { names, manifests });
    }
  }
  return namespaces;
}
