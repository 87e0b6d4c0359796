/** What a kind of mistake is: where in a clean repository it can be made, and what has to be said of it. */
import type { Step } from '../history/scenario.ts';
import type { BaseName } from './bases.ts';
import type { Mistake } from './mistake.ts';
import type { Random } from './random.ts';
import type { Tree } from './tree.ts';

export interface Kind {
  readonly id: string;
  /** The number of a problem that was found in a public repository, `D17`; absent for mistakes that articles and reviews tell of. */
  readonly problem?: `D${number}`;
  /** The clean repositories in which it is made. */
  readonly bases: readonly BaseName[];
  /** The rule that has to report it, or one of several. `unverified` where nothing in the repository can tell that it is wrong. */
  readonly rule: string | readonly string[];
  /** Rules whose errors the mistake really causes beside its own, and why. */
  readonly causes?: Readonly<Record<string, string>>;
  /** One for each place where it can be made. */
  readonly mistakes: (tree: Tree, random: Random) => readonly Mistake[];
  /** A change on a history: what main held before it. Its tip holds the clean repository. */
  readonly history?: (tree: Tree) => History;
  /** Repairs that do not bring back the original text, and are right as well: why. */
  readonly otherRepair?: string;
  /** Why the rule, which has a fix elsewhere, has none here. */
  readonly noRepair?: string;
  /** Why it is not found, or not at its line. */
  readonly missed?: string;
  /** What has to come first, where the rule is announced and not there yet: shown in the table, and in no total. */
  readonly later?: string;
}

export interface History {
  /** Earlier states of main, each with what differed in it from the one before; the first from the clean repository. */
  readonly before: readonly Step[];
  /** When main came to hold the clean repository. */
  readonly cleanAt: string;
}

/** Checks nothing at run time: names the type where kinds are listed. */
export function kinds(...all: readonly Kind[]): readonly Kind[] {
  return all;
}
