/** The ports of Services that are written here. */
import { grouped, knownText, mayBeSame, onceFor, type Manifest, type ServiceName } from '#rule';

export type ServicesByName = ReadonlyMap<string, readonly Manifest[]>;

export const byName = onceFor((services: readonly Manifest[]): ServicesByName => grouped(services, ({ name }) => name ?? ''));

/** The numbers of the ports of each Service of a name; nothing where none is written here, one is a name for another host, or cannot be read in full. */
export function servicePorts({ name, namespace }: ServiceName, services: ServicesByName): number[][] | undefined {
  const found = (services.get(name) ?? []).filter((service) => mayBeSame(service.namespace, namespace));
  const ports = found.map(({ root }) => root.get('spec', 'ports').items().map((port) => port.get('port')));
  const isOther = found.some(({ root }) => knownText(root.get('spec', 'type')) === 'ExternalName');
  if (found.length === 0 || isOther || ports.flat().some((port) => !port.isKnown || port.number === undefined)) return undefined;
  return ports.map((list) => list.flatMap((port) => port.number ?? []));
}
