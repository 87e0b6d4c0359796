/** The ports of Services that are written here. */
import { knownText, mayBeSame, type Manifest, type ServiceName } from '#rule';

/** The numbers of the ports of each Service of a name; nothing where none is written here, one is a name for another host, or cannot be read in full. */
export function servicePorts({ name, namespace }: ServiceName, services: readonly Manifest[]): number[][] | undefined {
  const found = services.filter((service) => service.name === name && mayBeSame(service.namespace, namespace));
  const ports = found.map(({ root }) => root.get('spec', 'ports').items().map((port) => port.get('port')));
  const isOther = found.some(({ root }) => knownText(root.get('spec', 'type')) === 'ExternalName');
  if (found.length === 0 || isOther || ports.flat().some((port) => !port.isKnown || port.number === undefined)) return undefined;
  return ports.map((list) => list.flatMap((port) => port.number ?? []));
}
