/** Which elements of two lists are the same ones: the longest common subsequence. */

/** More comparisons than this are not made: what lies between a common start and end counts as different as a whole then. */
const MAX_COMPARISONS = 1_000_000;

/** Pairs of indexes, in order; one side is absent for what is only in the other. What is gone stands before what is new. */
export type Alignment = readonly { readonly before?: number; readonly after?: number }[];

export function align(before: readonly string[], after: readonly string[]): Alignment {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const middle = alignMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [
    ...Array.from({ length: start }, (_, index) => ({ before: index, after: index })),
    ...middle.map((pair) => ({
      ...(pair.before === undefined ? {} : { before: pair.before + start }), ...(pair.after === undefined ? {} : { after: pair.after + start }),
    })),
    ...Array.from({ length: end }, (_, index) => ({ before: before.length - end + index, after: after.length - end + index })),
  ];
}

function alignMiddle(before: readonly string[], after: readonly string[]): Alignment {
  const lengths = before.length * after.length <= MAX_COMPARISONS ? commonLengths(before, after) : undefined;
  const pairs: { before?: number; after?: number }[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (lengths && i < before.length && j < after.length && before[i] === after[j]) pairs.push({ before: i++, after: j++ });
    else if (i < before.length && (j >= after.length || !lengths || lengths(i + 1, j) >= lengths(i, j + 1))) pairs.push({ before: i++ });
    else pairs.push({ after: j++ });
  }
  return pairs;
}

/** How many elements the rests from two places on have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): (i: number, j: number) => number {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const next = (i + 1) * width + j;
      table[i * width + j] = before[i] === after[j] ? (table[next + 1] ?? 0) + 1 : Math.max(table[next] ?? 0, table[i * width + j + 1] ?? 0);
    }
  }
  return (i, j) => table[i * width + j] ?? 0;
}
