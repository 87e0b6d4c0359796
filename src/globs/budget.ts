import { PatternError } from './pattern-error.ts';

/** Matching stops when its steps are used up, which all patterns over one tree of files share: more than anybody has. */
export class WildcardBudget {
  static readonly #known = new WeakMap<object, WildcardBudget>();

  /** The one of a tree. */
  static of(tree: object): WildcardBudget {
    const budget = WildcardBudget.#known.get(tree) ?? new WildcardBudget();
    WildcardBudget.#known.set(tree, budget);
    return budget;
  }

  #steps = 3_000_000;

  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new PatternError('the patterns take more steps than are taken here');
  }
}
