/** When the absence of a Service proves something. */
import { folderOf, isLabel, type Declared, type Manifest, type ServiceIndex, type ServiceName } from '#rule';

/** What is said of a Service that is not here; nothing where it may well be somebody else's. */
export function missingService({ name, namespace }: ServiceName, from: Manifest, { index, declared }: { readonly index: ServiceIndex; readonly declared: Declared }): string | undefined {
  if (!isLabel(name) || declared.isExternal('Service', name)) return undefined;
  const near = index.near({ name, ...(namespace === undefined ? {} : { namespace }) });
  if (near === undefined && !index.of(namespace).some((service) => belongTogether(service, from))) return undefined;
  const where = namespace === undefined ? 'here' : `in namespace ${namespace} here`;
  return `no Service ${name} ${where}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

/** Who writes one Service of a namespace into the file, the chart or the Application of a route writes the others there, too. */
function belongTogether(service: Manifest, route: Manifest): boolean {
  if (service.application || route.application) return service.application === route.application;
  if (service.file.path === route.file.path) return true;
  return folderOf(service.file.path) === folderOf(route.file.path) && folderOf(route.file.path).endsWith('/templates');
}
