/** The ports of Services that are written here. */
import { knownText, mayBeSame, type Manifest, type ServiceName } from '#rule';

/** The numbers of a Service's ports; nothing where it is not written here, is a name for another host, or cannot be read in full. Several of one name give all of theirs. */
export function servicePorts({ name, namespace }: ServiceName, services: readonly Manifest[]): number[] | undefined {
  const found = services.filter((service) => service.name === name && mayBeSame(service.namespace, namespace));
  const ports = found.flatMap(({ root }) => root.get('spec', 'ports').items().map((port) => port.get('port')));
  const isOther = found.some(({ root }) => knownText(root.get('spec', 'type')) === 'ExternalName');
  if (found.length === 0 || isOther || ports.some((port) => !port.isKnown || port.number === undefined)) return undefined;
  return [...new Set(ports.flatMap((port) => port.number ?? []))];
}
