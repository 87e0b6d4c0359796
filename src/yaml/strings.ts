/** Every string of a document, once, whatever aliases name it. */
import { resolveAlias, type ScalarTree, type Tree } from './tree.ts';

/** Scalars that are text, keys included, in which something stands. */
export function stringsIn(root: Tree, contains: (text: string) => boolean): ScalarTree[] {
  const found: ScalarTree[] = [];
  const seen = new Set<Tree>();
  const open: Tree[] = [root];
  for (let tree = open.pop(); tree; tree = open.pop()) {
    const here = resolveAlias(tree);
    if (seen.has(here)) continue;
    seen.add(here);
    if (here.kind === 'scalar') {
      if (typeof here.value === 'string' && contains(here.value)) found.push(here);
    } else if (here.kind === 'sequence') open.push(...here.items.toReversed());
    else for (const { key, value } of here.entries.toReversed()) open.push(value, key);
  }
  return found;
}
