import type { Node } from '#rule';

/** Where two values differ first. */
export interface FirstDifference {
  readonly was: Node;
  readonly is: Node;
}

/** Nothing where they are the same, whatever the order of their keys, or where what would tell is not known. */
export function firstDifference(was: Node, is: Node): FirstDifference | undefined {
  if (!was.isKnown || !is.isKnown) return undefined;
  if (isNothing(was) && isNothing(is)) return undefined;
  if (was.kind !== is.kind) return { was, is };
  if (was.kind === 'mapping') return first(keysOf(was, is).map((key) => [was.get(key), is.get(key)]));
  if (was.kind === 'sequence') {
    const [old, items] = [was.items(), is.items()];
    return old.length === items.length ? first(items.map((item, index) => [old[index] ?? item, item])) : { was, is };
  }
  return was.value === is.value ? undefined : { was, is };
}

/** What is empty is not sent. */
function isNothing(node: Node): boolean {
  return !node.exists || node.isNull || (node.kind === 'mapping' && node.keys().length === 0) || (node.kind === 'sequence' && node.items().length === 0);
}

function keysOf(was: Node, is: Node): string[] {
  return [...new Set([...is.entries(), ...was.entries()].map(([key]) => key))];
}

function first(pairs: readonly (readonly [Node, Node])[]): FirstDifference | undefined {
  for (const [was, is] of pairs) {
    const found = firstDifference(was, is);
    if (found) return found;
  }
  return undefined;
}
