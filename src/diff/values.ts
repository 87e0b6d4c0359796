/** The single values that a difference consists of, with their paths. */
import type { Difference, ItemDifference, ValueDifference } from '../model/difference.ts';
import type { Node } from '../yaml/node.ts';

/** Scalars, and containers without content; of what is only on one side every one below it. */
export function* valuesOf(difference: Difference, path = ''): Generator<ValueDifference> {
  if (difference.kind === 'mapping') {
    for (const [key, inner] of difference.entries) yield* valuesOf(inner, keyPath(path, key));
  } else if (difference.kind === 'list') {
    for (const item of difference.items) yield* valuesOf(item.difference, itemPath(path, item));
    if (difference.order) yield { path, before: difference.order.was, after: difference.order.is };
  } else {
    yield* replaced(difference, path);
  }
}

function* replaced({ before, after }: Extract<Difference, { kind: 'replaced' }>, path: string): Generator<ValueDifference> {
  if (before && after && isLeaf(before) && isLeaf(after)) {
    yield { path, before, after };
    return;
  }
  if (before) for (const [inner, node] of leavesOf(before, path)) yield { path: inner, before: node };
  if (after) for (const [inner, node] of leavesOf(after, path)) yield { path: inner, after: node };
}

/** The scalars below a value, and containers without content, with their paths. */
export function* leavesOf(node: Node, path: string): Generator<readonly [string, Node]> {
  if (isLeaf(node)) yield [path, node];
  else if (node.kind === 'sequence') for (const [index, item] of node.items().entries()) yield* leavesOf(item, `${path}[${index}]`);
  else for (const [key, value] of node.entries()) yield* leavesOf(value, keyPath(path, key));
}

function isLeaf(node: Node): boolean {
  return node.kind === 'scalar' || (node.keys().length === 0 && node.items().length === 0);
}

/** Keys with dots and the like are quoted. */
export function keyPath(path: string, key: string): string {
  if (/^[\w/-]+$/.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${JSON.stringify(key)}]`;
}

export function itemPath(path: string, { key, index }: Pick<ItemDifference, 'key' | 'index'>): string {
  return `${path}[${key ? key.text : index}]`;
}
