/** A document as plain data. Mappings become objects that inherit nothing, so that no key means more than itself; numbers are doubles. */
import { resolveAlias, type Tree } from '../../yaml/tree.ts';

/** Inherits from nothing that has a name. Objects of one class with the same keys share a shape, which those made by `Object.create(null)` never do. */
class Data {
  [key: string]: unknown;
}
Object.setPrototypeOf(Data.prototype, null);
Reflect.deleteProperty(Data.prototype, 'constructor');

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
  const data = new Data();
  for (const { key, value } of resolved.entries) put(data, key.text, converted(value, put));
  return data;
}
