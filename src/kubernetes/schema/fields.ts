/** The fields of a value as they are written. */
import { entryOf, resolveAlias, type Tree } from '../../yaml/tree.ts';

/** The names of the fields; none where the value is no mapping. */
export function keysOf(tree: Tree): string[] {
  const resolved = resolveAlias(tree);
  return resolved.kind === 'mapping' ? resolved.entries.map(({ key }) => key.text) : [];
}

export function fieldOf(tree: Tree, name: string): Tree | undefined {
  const resolved = resolveAlias(tree);
  return resolved.kind === 'mapping' ? entryOf(resolved, name)?.value : undefined;
}
