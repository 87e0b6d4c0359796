/** `.spec.containers[0]['a.b']`: the path that a rule in CEL may name. */
import type { Node } from '../yaml/node.ts';
import { unescapedName } from './names.ts';

const STEP = /\.([A-Za-z_][A-Za-z0-9_]*)|\[(?:'((?:[^'\\]|\\.)*)'|([0-9]+))\]/gy;

/** Nothing for what is no path. */
export function nodeAt(node: Node, path: string): Node | undefined {
  const steps: (string | number)[] = [];
  let end = 0;
  for (const { 0: text, 1: name, 2: key, 3: index, index: start } of path.matchAll(STEP)) {
    if (start !== end) return undefined;
    end = start + text.length;
    steps.push(name !== undefined ? unescapedName(name) : key !== undefined ? key.replace(/\\(.)/g, '$1') : Number(index));
  }
  return end === path.length && steps.length > 0 ? node.get(...steps) : undefined;
}
