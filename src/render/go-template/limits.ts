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

  get stepsExceeded(): Exceeded {
    return { limit: 'steps', message: `exceeded the limit of ${this.limits.steps} evaluation steps` };
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
