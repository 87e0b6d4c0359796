/** Whether two values are the same, whoever wrote them. The order of the keys of a mapping says nothing. */
import type { Node } from './node.ts';
import { unknownReason } from './pieces.ts';
import { entryOf, resolveAlias, type Tree } from './tree.ts';

export function isSame(one: Node, other: Node): boolean {
  return one.tree === undefined || other.tree === undefined ? one.tree === other.tree : isSameTree(one.tree, other.tree);
}

function isSameTree(one: Tree, other: Tree): boolean {
  const [a, b] = [resolveAlias(one), resolveAlias(other)];
  if (a === b) return true;
  if (a.kind === 'scalar') return b.kind === 'scalar' && scalarContent(a) === scalarContent(b);
  if (a.kind === 'sequence') {
    return b.kind === 'sequence' && a.items.length === b.items.length && a.items.every((item, index) => {
      const beside = b.items[index];
      return beside !== undefined && isSameTree(item, beside);
    });
  }
  return b.kind === 'mapping' && a.entries.length === b.entries.length && a.entries.every(({ key, value }) => {
    const beside = entryOf(b, key.text);
    return beside !== undefined && isSameTree(value, beside.value);
  });
}

/** A text that is equal for equal values only. */
export function contentOf(node: Node): string {
  return node.tree === undefined ? '' : contentOfTree(node.tree);
}

function contentOfTree(tree: Tree): string {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar') return scalarContent(resolved);
  if (resolved.kind === 'sequence') return `[${resolved.items.map(contentOfTree).join(',')}]`;
  return `{${resolved.entries.map(({ key, value }) => `${JSON.stringify(key.text)}:${contentOfTree(value)}`).sort().join(',')}}`;
}

/** What is not known for the same reason counts as the same: nobody can tell. */
function scalarContent(scalar: Extract<Tree, { kind: 'scalar' }>): string {
  const reason = unknownReason(scalar);
  if (reason !== undefined) return `unknown ${JSON.stringify(reason)}`;
  const { value } = scalar;
  return typeof value === 'string' ? JSON.stringify(value) : `${typeof value === 'bigint' ? 'number' : typeof value} ${String(value)}`;
}
