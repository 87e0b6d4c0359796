/** "Did you mean": the nearest of the known names. */

/** The known name nearest to a misspelt one, if one is near enough to be meant. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  let best: Near | undefined;
  for (const near of nearNames(name, known)) if (!best || near.distance < best.distance) best = near;
  return best?.name;
}

/** A known name, and how many single edits lie between it and the misspelt one; case, `-`, `_` and `.` do not count. */
export interface Near {
  readonly name: string;
  readonly distance: number;
}

/** All known names that are near enough to be meant, in the order given. */
export function nearNames(name: string, known: Iterable<string>): Near[] {
  const wanted = normal(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const near: Near[] = [];
  for (const candidate of known) {
    const distance = editDistance(wanted, normal(candidate), limit);
    if (distance <= limit) near.push({ name: candidate, distance });
  }
  return near;
}

function normal(name: string): string {
  return name.slice(0, 200).toLowerCase().replaceAll(/[-_.\s]/g, '');
}

/** Damerau-Levenshtein with adjacent transpositions; anything above `limit` is only said to be above. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + cost);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1);
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? limit + 1;
}
