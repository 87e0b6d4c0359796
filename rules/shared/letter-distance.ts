/** How far two spellings lie apart, more strictly than a search for what may be meant. */

/** How many places differ once equal starts and ends are cut off. */
export function letterDistance(one: string, other: string): number {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return Math.max(one.length, other.length) - start - end;
}
