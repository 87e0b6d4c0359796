/** Weights of traffic splits, as they are read. */
import type { Node } from '../../yaml/node.ts';

/** The weight of a destination, `absent` where none is given; nothing for what is no whole number of at least 0. */
export function weightOf(destination: Node, absent: number): number | undefined {
  const { value, number } = destination.get('weight');
  if (value === undefined || value === null) return absent;
  return number !== undefined && Number.isInteger(number) && number >= 0 ? number : undefined;
}

/** Percents of the whole, in the order of the weights; `undefined` where one cannot be read or nothing is served. */
export function sharesOf(weights: readonly (number | undefined)[]): (number | undefined)[] {
  const sum = weights.reduce<number>((all, weight) => all + (weight ?? NaN), 0);
  return weights.map((weight) => (weight === undefined || !(sum > 0) ? undefined : (weight / sum) * 100));
}
