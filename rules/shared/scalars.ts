/** Every scalar of a manifest, keys left out. */
import type { Node } from '#rule';

/** More than any manifest holds; aliases multiply. */
const MAX_SCALARS = 100_000;

export function* scalarsIn(root: Node): Iterable<Node> {
  const open: Node[] = [root];
  let left = MAX_SCALARS;
  for (let node = open.pop(); node && left > 0; node = open.pop()) {
    left -= 1;
    if (node.kind === 'scalar') yield node;
    open.push(...node.items().toReversed(), ...node.entries().map(([, value]) => value).toReversed());
  }
}
