/** Services that are declared or made among some manifests, found by name. */
import { addTo } from '../../groups.ts';
import { kindKey, knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import { onceFor } from '../../once.ts';
import { folderOf } from '../../snapshot/snapshot.ts';
import { NameSearch } from '../../spelling.ts';
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
  /** Whether a Service of a namespace, or what makes one, is written where a manifest is: in its Application, else in its file, or its folder of templates. */
  hasOneBeside(manifest: Manifest, namespace: string | undefined): boolean;
  /** The name of a Service in a namespace that is near. */
  near(service: ServiceName): string | undefined;
  /** Whether so many names were looked for that one that is near may not have been found. */
  readonly isExhausted: boolean;
}

/** Kinds that have to be read for the index. */
export const SERVICE_KINDS: readonly string[] = ['Service', 'Service.serving.knative.dev', 'ServiceEntry.networking.istio.io', ...SERVICE_MAKERS];

/** Names of one namespace that are compared letter by letter. */
const MAX_COMPARED = 500_000;

export function serviceIndex(manifests: readonly Manifest[]): ServiceIndex {
  const { declared, made, entries, wildcards, byNamespace } = servicesAmong(manifests);
  const inNamespace = (list: readonly Manifest[], { namespace }: Partial<ServiceName>): Manifest[] => list.filter((one) => mayBeSame(one.namespace, namespace));
  const makers = (service: ServiceName): Manifest[] => {
    const exact = inNamespace(made.get(service.name) ?? [], service);
    return exact.length > 0 ? exact : inNamespace(made.get(revisedService(service.name) ?? '') ?? [], service);
  };
  const searches = new Map<string, NameSearch>();
  const searchIn = (namespace: string): NameSearch => {
    const search = searches.get(namespace) ?? new NameSearch(byNamespace.get(namespace)?.names ?? [], { mostCompared: MAX_COMPARED });
    searches.set(namespace, search);
    return search;
  };
  return {
    declared: (service) => inNamespace(declared.get(service.name) ?? [], service),
    makers,
    entries: (host) => [...new Set([...(entries.get(host) ?? []), ...wildcards.flatMap((one) => (coversHost(one, host) ? (entries.get(one) ?? []) : []))])],
    hasOneBeside: (manifest, namespace) => placesOf(manifest).some((place) => byNamespace.get(namespace ?? '')?.places.has(place) === true),
    near: ({ name, namespace }) => searchIn(namespace ?? '').nearest(name),
    get isExhausted() {
      return [...searches.values()].some((search) => search.isExhausted);
    },
  };
}

interface Services {
  readonly declared: ReadonlyMap<string, readonly Manifest[]>;
  readonly made: ReadonlyMap<string, readonly Manifest[]>;
  /** ServiceEntries by the hosts that they name. */
  readonly entries: ReadonlyMap<string, readonly Manifest[]>;
  readonly wildcards: readonly string[];
  readonly byNamespace: ReadonlyMap<string, InNamespace>;
}

/** Found once for each list of manifests; how many names are compared is counted anew for each rule. */
const servicesAmong = onceFor(findServices);

function findServices(manifests: readonly Manifest[]): Services {
  const declared = new Map<string, Manifest[]>();
  const made = new Map<string, Manifest[]>();
  const entries = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const kind = kindKey(manifest);
    if (kind === 'ServiceEntry.networking.istio.io') for (const host of manifest.root.get('spec', 'hosts').items()) addTo(entries, knownText(host) ?? '', manifest);
    else if (kind === 'Service') addTo(declared, manifest.name ?? '', manifest);
    else for (const name of kind === 'Service.serving.knative.dev' ? [manifest.name ?? ''] : kserveServices(manifest)) addTo(made, name, manifest);
  }
  const wildcards = [...entries.keys()].filter((host) => host.startsWith('*'));
  return { declared, made, entries, wildcards, byNamespace: namesByNamespace([...declared, ...made]) };
}

interface InNamespace {
  readonly names: Set<string>;
  readonly places: Set<unknown>;
}

/** Who writes one Service into one of these writes the others there, too. */
function placesOf({ application, file: { path } }: Manifest): unknown[] {
  if (application) return [application];
  const folder = folderOf(path);
  return [path, ...(folder.endsWith('/templates') ? [`${folder}/`] : [])];
}

/** A namespace that nobody names, the empty text, holds only what names none. */
function namesByNamespace(services: readonly (readonly [string, readonly Manifest[]])[]): Map<string, InNamespace> {
  const namespaces = new Map<string, InNamespace>();
  for (const [name, list] of services) {
    for (const manifest of list) {
      const { names, places } = namespaces.get(manifest.namespace ?? '') ?? { names: new Set(), places: new Set() };
      names.add(name);
      for (const place of placesOf(manifest)) places.add(place);
      namespaces.set(manifest.namespace ?? '', { names, places });
    }
  }
  return namespaces;
}
