/** What is lost where one list takes the place of another one. */
import type { Node } from '#rule';

/** Keys by which people tell the items of a list apart, the strongest first. */
const IDENTITIES = ['name', 'alert', 'record', 'id', 'key', 'mountPath', 'containerPort', 'host'];

/** No value that people write is deeper. */
const MAX_DEPTH = 20;

/** What of a list of mappings the list in its place has no more, in words; nothing where it has everything, or where the items are no mappings. */
export function lostItems(base: Node, patch: Node, depth = 0): string | undefined {
  const [before, after] = [base.items(), patch.items()];
  if (depth > MAX_DEPTH || [...before, ...after].some((item) => item.kind !== 'mapping')) return undefined;
  const [known, kept] = [before.map(identityOf), after.map(identityOf)];
  if ([...known, ...kept].includes(undefined)) return lostInOrder(before, after, depth);
  const lost = known.filter((name) => !kept.includes(name));
  if (lost.length > 0) return isDeliberate(base, patch, lost.length) ? undefined : namesText(lost, before.length);
  for (const [index, item] of before.entries()) {
    const other = after[kept.indexOf(known[index])];
    const fields = other && lostFields(item, other, depth);
    if (fields !== undefined) return `${fields} of ${known[index] ?? ''}`;
  }
  return undefined;
}

/** Lists that Kubernetes merges by their keys in Pods: people expect it everywhere. */
const MERGED_IN_PODS = new Set(['containers', 'initContainers', 'env', 'volumes', 'volumeMounts', 'volumeDevices', 'ports', 'imagePullSecrets', 'hostAliases', 'topologySpreadConstraints']);

/** Other items in the place of all that were there, as many and of the same form, were meant to take it. */
function isDeliberate(base: Node, patch: Node, lost: number): boolean {
  const [before, after] = [base.items(), patch.items()];
  if (lost < before.length || after.length < before.length || MERGED_IN_PODS.has(String(base.path.at(-1)))) return false;
  return before.every((item, index) => item.keys().every((key) => after[index]?.has(key.written ?? '') === true));
}

function namesText(lost: readonly (string | undefined)[], count: number): string {
  return `${lost.length === count ? '' : `${lost.length} of ${count}: `}${lost.slice(0, 5).join(', ')}${lost.length > 5 ? ' …' : ''}`;
}

/** Items that nothing tells apart but their order. */
function lostInOrder(before: readonly Node[], after: readonly Node[], depth: number): string | undefined {
  if (after.length < before.length) return `${before.length - after.length} of ${before.length} items`;
  for (const [index, item] of before.entries()) {
    const other = after[index];
    const fields = other && lostFields(item, other, depth);
    if (fields !== undefined) return `${fields} of item ${index + 1}`;
  }
  return undefined;
}

function lostFields(before: Node, after: Node, depth: number): string | undefined {
  const missing = before.entries().filter(([key]) => !after.has(key)).map(([key]) => key);
  if (missing.length > 0) return missing.slice(0, 5).join(', ');
  for (const [key, value] of before.entries()) {
    const other = after.get(key);
    if (value.kind !== 'sequence' || other.kind !== 'sequence') continue;
    const lost = lostItems(value, other, depth + 1);
    if (lost !== undefined) return `${lost} in ${key}`;
  }
  return undefined;
}

function identityOf(item: Node): string | undefined {
  for (const key of IDENTITIES) {
    const value = item.get(key);
    if (value.kind === 'scalar' && value.isKnown && !value.isNull) return value.written;
  }
  return undefined;
}
