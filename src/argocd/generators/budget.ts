/** What the generators of one repository may take together: a hostile set ends with a word about the limit, not with a hang. */

/** A limit that was reached; the clause says which. */
export class LimitReached extends Error {
  readonly why: string;
  readonly needs: string;

  constructor(why: string, needs: string) {
    super(why);
    this.why = why;
    this.needs = needs;
  }
}

/** A comparison of a path with a pattern takes about two microseconds. */
const MAX_COMPARISONS = 400_000;
/** Characters of YAML that stand in strings (`elementsYaml`, `templatePatch`), which are parsed anew for every set of parameters unless they are the same for all. */
const MAX_CHARACTERS = 500_000;
/** Sets of parameters, those included that a selector or a merge drops again. */
const MAX_SETS = 100_000;

export class Budget {
  #comparisons = 0;
  #characters = 0;
  #sets = 0;

  /** Whether a path starts as a pattern does is seen at once. */
  lookAt(count: number): void {
    this.compare(count / 20);
  }

  compare(count: number): void {
    this.#comparisons += count;
    if (this.#comparisons > MAX_COMPARISONS) throw new LimitReached(`the sets of this repository compare more than ${MAX_COMPARISONS} paths with patterns`, 'fewer or shorter patterns');
  }

  parse(characters: number): void {
    this.#characters += characters;
    if (this.#characters > MAX_CHARACTERS) throw new LimitReached(`the sets of this repository hold more than ${MAX_CHARACTERS} characters of YAML in strings`, 'smaller texts');
  }

  addSets(count: number): void {
    this.#sets += count;
    if (this.#sets > MAX_SETS) throw new LimitReached(`the generators of this repository give more than ${MAX_SETS} sets of parameters`, 'smaller generators');
  }
}
