/** What one run of a template may use: a hostile chart ends with an error, not with a hang. */
import type { LimitName } from './template-error.ts';

export interface Limits {
  /** Templates within templates, by `template` and by `include`. */
  readonly depth: number;
  /** Blocks, parentheses and templates within each other: at 1,200 JavaScript's stack is full, of which we leave half to others. */
  readonly nesting: number;
  /** Steps of evaluation, each well below two microseconds: a hostile template ends within two seconds. */
  readonly steps: number;
  /** UTF-16 units of one output. */
  readonly output: number;
}

export const defaultLimits: Limits = { depth: 200, nesting: 500, steps: 1_000_000, output: 10 * 1024 * 1024 };

/** Where templates go that never end: once that many steps were wasted, each further execution may take only a few. */
const WASTED = 2_000_000;
/** All that one repository may take before each further execution may take only a few, and in the end none at all. */
const MANY = 30_000_000;
const ALL = 100_000_000;
const FEW = 30_000;
/** Charts of up to so many documents may be rendered any number of times; those of larger ones are counted together. */
const SMALL_CHART = 300;
const MAX_DOCUMENTS = 10_000;

/** What all templates of one repository take together: a hundred hostile charts end in the time of two. */
export class Account {
  #wasted = 0;
  #total = 0;
  #documents = 0;

  /** What the next execution may take. */
  get steps(): number {
    if (this.#total >= ALL) return 0;
    return this.#wasted >= WASTED || this.#total >= MANY ? FEW : defaultLimits.steps;
  }

  /** Counts the documents of a chart; the bound, if they are too many. */
  addDocuments(count: number): string | undefined {
    if (count > SMALL_CHART) this.#documents += count;
    return this.#documents > MAX_DOCUMENTS ? `large charts render more than ${MAX_DOCUMENTS} documents together` : undefined;
  }

  charge({ spent, isExceeded }: Budget): void {
    this.#total += spent;
    if (isExceeded) this.#wasted += spent;
  }
}

/** A bound that was reached. */
export interface Exceeded {
  readonly limit: LimitName;
  readonly message: string;
}

export interface Level {
  readonly depth: number;
  readonly nesting: number;
}

/** What is left, shared by everything that one run includes. */
export class Budget {
  readonly limits: Limits;
  #steps: number;
  #depth = 0;
  #nesting = 0;

  constructor(limits: Limits) {
    this.limits = limits;
    this.#steps = limits.steps;
  }

  /** Whether so many steps were left. */
  spend(steps: number): boolean {
    this.#steps -= steps;
    return this.#steps >= 0;
  }

  get spent(): number {
    return this.limits.steps - this.#steps;
  }

  get isExceeded(): boolean {
    return this.#steps < 0;
  }

  get stepsExceeded(): Exceeded {
    const others = this.limits.steps <= FEW ? ', which is what other templates of this repository have left' : '';
    return { limit: 'steps', message: `exceeded the limit of ${this.limits.steps} evaluation steps${others}` };
  }

  get outputExceeded(): Exceeded {
    return { limit: 'output', message: `exceeded the limit of ${this.limits.output} characters of output` };
  }

  /** One template deeper; the bound, if that is too deep. */
  enterTemplate(): Exceeded | undefined {
    this.#depth += 1;
    if (this.#depth <= this.limits.depth) return undefined;
    return { limit: 'depth', message: `exceeded maximum template depth (${this.limits.depth})` };
  }

  leaveTemplate(): void {
    this.#depth -= 1;
  }

  /** How deep the run is; set back where an error is caught. */
  get level(): Level {
    return { depth: this.#depth, nesting: this.#nesting };
  }

  set level({ depth, nesting }: Level) {
    this.#depth = depth;
    this.#nesting = nesting;
  }

  enter(): Exceeded | undefined {
    this.#nesting += 1;
    if (this.#nesting <= this.limits.nesting) return undefined;
    return { limit: 'depth', message: `exceeded maximum nesting of blocks and templates (${this.limits.nesting})` };
  }

  leave(): void {
    this.#nesting -= 1;
  }
}
