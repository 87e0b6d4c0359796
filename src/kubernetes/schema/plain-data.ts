/** A document as plain data. Mappings become objects without a prototype, so that no key means more than itself; numbers are doubles. */
import { unchecked } from '../../unchecked.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';

/**
 * Without the nulls of mappings: the API server drops them before it looks (apiextensions-apiserver, `PruneNonNullableNullsWithoutDefaults`), Go's decoder
 * reads nothing from them.
 */
export function plainData(tree: Tree): unknown {
  return converted(tree, (data, key, value) => {
    if (value !== null) data[key] = value;
  });
}

/** For validators: what is null is undefined, so that its key counts as a name and its value as nothing. */
export function validatorData(tree: Tree): unknown {
  return converted(tree, (data, key, value) => {
    data[key] = value === null ? undefined : value;
  });
}

function converted(tree: Tree, put: (data: Record<string, unknown>, key: string, value: unknown) => void): unknown {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar') return typeof resolved.value === 'bigint' ? Number(resolved.value) : resolved.value;
  if (resolved.kind === 'sequence') return resolved.items.map((item) => converted(item, put));
  const data: Record<string, unknown> = unchecked(Object.create(null));
  for (const { key, value } of resolved.entries) put(data, key.text, converted(value, put));
  return data;
}
