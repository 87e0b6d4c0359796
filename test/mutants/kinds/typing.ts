/** Slips of the keyboard. */
import type { Random } from '../random.ts';

/** The word with two neighbouring letters swapped, one left out or one doubled; never its first, as people notice that. */
export function misspelt(word: string, random: Random): string {
  const at = 1 + random.below(Math.max(1, word.length - 2));
  const [before, letter, next, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1, at + 2), word.slice(at + 2)];
  const slips: [string, ...string[]] = [before + next + after, before + letter + letter + next + after];
  return random.pick(letter === next ? slips : [...slips, before + next + letter + after]);
}
