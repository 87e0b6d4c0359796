/** `exportTo`: the namespaces that may see an object of Istio, or a Service. */
import { kindKey, knownText, type Manifest } from '#rule';

const ANNOTATION = 'networking.istio.io/exportTo';

/** Whether a namespace sees an object. Without a word everyone does; one whose namespace nobody names may be anywhere. */
export function exportsTo(manifest: Manifest, namespace: string): boolean {
  const list = exportList(manifest);
  return list.length === 0 || list.some((one) => one === '*' || (one === '.' ? manifest.namespace === undefined || manifest.namespace === namespace : one === namespace));
}

/** The namespaces in which a VirtualService is in force, as far as they have names: its own where it names none. */
export function viewersOf(virtualService: Manifest): string[] {
  const own = virtualService.namespace;
  const named = exportList(virtualService).flatMap((one) => (one === '.' ? (own ?? []) : one === '*' || one === '~' ? [] : [one]));
  return named.length > 0 ? named : own === undefined ? [] : [own];
}

/** Whether two objects are seen in one namespace. */
export function areSeenTogether(a: Manifest, b: Manifest): boolean {
  const isEverywhere = (manifest: Manifest): boolean => exportList(manifest).length === 0 || exportList(manifest).includes('*');
  if (isEverywhere(a) || isEverywhere(b)) return true;
  return [...viewersOf(a), ...viewersOf(b)].some((namespace) => exportsTo(a, namespace) && exportsTo(b, namespace));
}

function exportList(manifest: Manifest): string[] {
  if (kindKey(manifest) !== 'Service') return manifest.root.get('spec', 'exportTo').items().flatMap((item) => knownText(item) ?? []);
  const written = knownText(manifest.root.get('metadata', 'annotations', ANNOTATION)) ?? '';
  return written.split(',').map((one) => one.trim()).filter((one) => one !== '');
}
