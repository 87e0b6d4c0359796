/** Broken variants of the clean repositories: of every kind at most so many, chosen by a seed. */
import { baseTree, type BaseName } from './bases.ts';
import type { Kind } from './kind.ts';
import type { Mistake } from './mistake.ts';
import { Random } from './random.ts';

export interface Mutant {
  readonly kind: Kind;
  readonly base: BaseName;
  readonly mistake: Mistake;
}

/** The same seed makes the same mutants, whatever other kinds there are. */
export function mutantsOf(kinds: readonly Kind[], { seed, most }: { seed: number; most: number }): Mutant[] {
  return kinds.flatMap((kind) => {
    const random = new Random(seed ^ hash(kind.id));
    const all = kind.bases.flatMap((base) => kind.mistakes(baseTree(base), random).map((mistake): Mutant => ({ kind, base, mistake })));
    const different = all.filter(({ base, mistake }) => [...mistake.texts].some(([path, text]) => text !== baseTree(base).files.get(path)));
    if (different.length === 0) throw new Error(`${kind.id} is made nowhere`);
    return random.sample(different, most);
  });
}

function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return sum;
}
