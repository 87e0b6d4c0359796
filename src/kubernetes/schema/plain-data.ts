/** A document as plain data, the way a validator reads it. */
import { unchecked } from '../../unchecked.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';

/**
 * Mappings become objects without a prototype, so that no key means more than itself. A null is left out of its mapping: the API server drops it before
 * it looks (apiextensions-apiserver, `PruneNonNullableNullsWithoutDefaults`), Go's decoder reads nothing from it. Numbers are doubles.
 */
export function plainData(tree: Tree): unknown {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar') return typeof resolved.value === 'bigint' ? Number(resolved.value) : resolved.value;
  if (resolved.kind === 'sequence') return resolved.items.map(plainData);
  const data: Record<string, unknown> = unchecked(Object.create(null));
  for (const { key, value } of resolved.entries) {
    const plain = plainData(value);
    if (plain !== null) data[key.text] = plain;
  }
  return data;
}
