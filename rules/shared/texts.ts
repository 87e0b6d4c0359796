/** Every text of a document. */
import type { Node } from '#rule';

/** Texts in the order of the document, keys included; what cannot be known is left out. */
export function* textsOf(node: Node): Iterable<Node> {
  if (!node.isKnown) return;
  if (node.text !== undefined) yield node;
  for (const key of node.keys()) yield key;
  for (const [, value] of node.entries()) yield* textsOf(value);
  for (const item of node.items()) yield* textsOf(item);
}
