/** Which old value stands for a new one: the same field, the same key of a map, the same keys in a list of `x-kubernetes-list-type: map`; nothing else. */
import type { Schema } from '../kubernetes/schema/schema.ts';
import type { Node } from '../yaml/node.ts';

/** Without an item the value itself, where there is one. */
export function correlated(old: Node | undefined, of?: { readonly item: Node; readonly schema: Schema }): Node | undefined {
  if (!old?.exists) return undefined;
  if (!of) return old.isKnown && old.isNull ? undefined : old;
  const { item, schema } = of;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (schema['x-kubernetes-list-type'] !== 'map' || keys.length === 0) return undefined;
  const found = old.items().filter((other) => keys.every((key) => isSame(item, other, { key, schema })));
  return found.length === 1 ? found[0] : undefined;
}

function isSame(a: Node, b: Node, { key, schema }: { readonly key: string; readonly schema: Schema }): boolean {
  const [mine, other] = [a, b].map((node) => node.get(key));
  if (!mine?.isKnown || !other?.isKnown) return false;
  const properties = schema.items?.properties;
  const fallback = properties && Object.hasOwn(properties, key) ? properties[key]?.default : undefined;
  return (mine.value ?? fallback) === (other.value ?? fallback);
}
