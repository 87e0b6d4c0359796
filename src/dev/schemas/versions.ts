/** Versions of products, compared by their numbers. */

/** Whether a version comes before another: 1.9 before 1.31. */
export function isBefore(version: string, other: string): boolean {
  const [one, two] = [version, other].map((text) => text.replace(/^v/, '').split('.').map(Number));
  for (let index = 0; index < Math.max(one?.length ?? 0, two?.length ?? 0); index++) {
    const difference = (one?.[index] ?? 0) - (two?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
