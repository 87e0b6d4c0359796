/** Bounds of one validation, and the expressions it has compiled. */
import { compileRe2 } from '../../../re2.ts';
import { SchemaError, SchemaLimit } from './document.ts';
import { quote } from './violation.ts';

/** Schemas and keys that one chart's values may take. */
const MAX_STEPS = 100_000;

type Matcher = (text: string) => boolean;

export class SchemaBudget {
  readonly #patterns = new Map<string, Matcher>();
  #steps = MAX_STEPS;

  /** Throws a {@link SchemaLimit} where nothing is left. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new SchemaLimit(`values.schema.json takes more than ${MAX_STEPS} steps`);
  }

  /** Anywhere in the text, as Go's regular expressions do. */
  matches(pattern: string, text: string): boolean {
    let matcher = this.#patterns.get(pattern);
    if (!matcher) {
      this.spend(20 + pattern.length * 5);
      matcher = compiled(pattern);
      this.#patterns.set(pattern, matcher);
    }
    this.spend(1 + (text.length * pattern.length) / 200);
    return matcher(text);
  }
}

function compiled(pattern: string): Matcher {
  try {
    const expression = compileRe2(pattern);
    return (text) => expression.matcher(text).find();
  } catch {
    throw new SchemaError(`${quote(pattern)} is no regular expression of RE2`);
  }
}
