/** The weights of traffic splits: as they are read, and where a person would change them. */
import type { Manifest, Node } from '#rule';

/** One `route` of a VirtualService. */
export interface Route {
  readonly list: Node;
  readonly destinations: readonly Node[];
}

/** The HTTP, TLS and TCP routes of a VirtualService. */
export function routesOf({ root }: Manifest): Route[] {
  return ['http', 'tls', 'tcp'].flatMap((protocol) =>
    root.get('spec', protocol).items().map((entry) => {
      const list = entry.get('route');
      return { list, destinations: list.items() };
    }),
  );
}

/** The weight of a destination, `absent` where none is given; nothing for what is no whole number of at least 0. */
export function weightOf(destination: Node, absent: number): number | undefined {
  const { value, number } = destination.get('weight');
  if (value === undefined || value === null) return absent;
  return number !== undefined && Number.isInteger(number) && number >= 0 ? number : undefined;
}

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
