/** The weights of traffic splits: how they are shown, and where a person would change them. */
import type { Node } from '#rule';

/** A weight as it was written, for a message. */
export function spelt(weight: Node): string {
  return weight.text === undefined ? (weight.written ?? '') : `the text "${weight.text}"`;
}

/** What concerns all weights is shown at their list, or at the last weight that was written nearer the environment than the list. */
export function placeOfWeights(list: Node, entries: readonly Node[]): Node {
  const ofList = list.key?.piece?.nearness ?? 0;
  return entries
    .map((entry) => entry.get('weight'))
    .reduce((best, weight) => (nearness(weight) > ofList && nearness(weight) >= nearness(best) ? weight : best), list);
}

function nearness(node: Node): number {
  return node.piece?.nearness ?? 0;
}
