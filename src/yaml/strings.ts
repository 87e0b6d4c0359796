/** The strings of a document. */
import type { Node } from './node.ts';
import { resolveAlias, type ScalarTree, type Tree } from './tree.ts';

/** More than any manifest holds; aliases multiply. */
const MAX_NODES = 100_000;

export interface WantedStrings {
  /** Whether what stands below a key is looked at. */
  isEntered(key: string): boolean;
  /** Decides by the text and the nearest key above it, the empty text where there is none. */
  isWanted(text: string, key: string): boolean;
}

/** Values below a node that are text, the last one first. Nodes are made only of those that are wanted. */
export function stringsBelow(node: Node, { isEntered, isWanted }: WantedStrings): Node[] {
  const found: Node[] = [];
  const path: (string | number)[] = [];
  let left = MAX_NODES;
  const visit = (tree: Tree, key: string, step: string | number): void => {
    if (left <= 0) return;
    left -= 1;
    const here = resolveAlias(tree);
    path.push(step);
    if (here.kind === 'scalar') {
      if (typeof here.value === 'string' && isWanted(here.value, key)) found.push(node.get(...path.slice(1)));
    } else if (here.kind === 'sequence') {
      for (let index = here.items.length - 1; index >= 0; index -= 1) {
        const item = here.items[index];
        if (item) visit(item, key, index);
      }
    } else {
      for (let index = here.entries.length - 1; index >= 0; index -= 1) {
        const entry = here.entries[index];
        if (entry && isEntered(entry.key.text)) visit(entry.value, entry.key.text, entry.key.text);
      }
    }
    path.pop();
  };
  if (node.tree) visit(node.tree, '', '');
  return found;
}

/** Every scalar that is text, once, whatever aliases name it; keys included, in which something stands. */
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
