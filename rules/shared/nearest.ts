/** What a misspelt word surely means, for safe fixes. */
import { suggest } from '#rule';

/** The one known word that is near; nothing where several are, unless only the case of the letters sets one of them apart. */
export function onlyNear(word: string, known: Iterable<string>): string | undefined {
  const near = [...known].filter((candidate) => suggest(word, [candidate]) !== undefined);
  const same = near.filter((candidate) => candidate.toLowerCase() === word.trim().toLowerCase());
  if (same.length === 1) return same[0];
  return near.length === 1 ? near[0] : undefined;
}
