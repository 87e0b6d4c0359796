/** Every text of a document. */
import type { Node } from '#rule';

/** Texts in the order of the document, keys included; what cannot be known is left out. */
export function textsOf(node: Node): Node[] {
  const texts: Node[] = [];
  collect(node, texts);
  return texts;
}

function collect(node: Node, texts: Node[]): void {
  if (!node.isKnown) return;
  if (node.text !== undefined) texts.push(node);
  for (const key of node.keys()) texts.push(key);
  for (const [, value] of node.entries()) collect(value, texts);
  for (const item of node.items()) collect(item, texts);
}
