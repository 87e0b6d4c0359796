/**
 * Globs of AppProjects and ignored differences, as Argo CD reads them (argo-cd, util/glob/glob.go, by gobwas/glob v0.2.3): `*` and `?` stop at the separator,
 * `**` does not, `[a-z]` and `[!a-z]` are one character, `{a,b}` is one of several, `\` takes away a meaning.
 * Each part of a pattern is applied once to all places reached so far, so that a match takes at most pattern × text steps.
 */

/** More than any project says; what is longer matches nothing. */
const MAX_LENGTH = 256;
const MAX_DEPTH = 10;

interface CharacterClass {
  readonly isNegated: boolean;
  /** First and last character of each range. */
  readonly ranges: readonly (readonly [string, string])[];
}

type Part =
  | { readonly kind: 'text'; readonly character: string }
  | { readonly kind: 'one' | 'some' | 'all' }
  | { readonly kind: 'class'; readonly of: CharacterClass }
  | { readonly kind: 'choice'; readonly of: readonly (readonly Part[])[] };

export interface GlobOptions {
  /** Where `*` and `?` stop; absent where they stop nowhere. */
  readonly separator?: string;
}

/** Whether a text has a meaning beyond itself. */
export function isGlob(pattern: string): boolean {
  return /[*?[{\\]/.test(pattern);
}

/** Whether a text fits a glob; nothing fits one that cannot be read. */
export function fitsGlob(pattern: string, text: string, { separator }: GlobOptions = {}): boolean {
  if (!isGlob(pattern)) return pattern === text;
  if (pattern.length > MAX_LENGTH || text.length > MAX_LENGTH) return false;
  const parts = new GlobReader(pattern).parts();
  if (!parts) return false;
  const characters = Array.from(text);
  const start = characters.map(() => false);
  return places(parts, [true, ...start], { characters, separator }).at(-1) === true;
}

interface Subject {
  readonly characters: readonly string[];
  readonly separator: string | undefined;
}

/** Reads a pattern once; gives up where gobwas would refuse it. */
class GlobReader {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  parts(): readonly Part[] | undefined {
    const parts = this.#sequence(0);
    return this.#at === this.#characters.length ? parts : undefined;
  }

  /** Up to the end, or inside of braces to the comma or brace that ends it. */
  #sequence(depth: number): Part[] | undefined {
    const parts: Part[] = [];
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      if (depth > 0 && (next === ',' || next === '}')) break;
      const part = this.#part(depth);
      if (!part) return undefined;
      parts.push(part);
    }
    return parts;
  }

  #part(depth: number): Part | undefined {
    const character = this.#take();
    switch (character) {
      case '\\': {
        const escaped = this.#take();
        return escaped === undefined ? undefined : { kind: 'text', character: escaped };
      }
      case '?':
        return { kind: 'one' };
      case '*':
        return this.#stars();
      case '[':
        return this.#class();
      case '{':
        return depth < MAX_DEPTH ? this.#choice(depth + 1) : undefined;
      default:
        return character === undefined ? undefined : { kind: 'text', character };
    }
  }

  #stars(): Part {
    if (this.#peek() !== '*') return { kind: 'some' };
    while (this.#peek() === '*') this.#at += 1;
    return { kind: 'all' };
  }

  #class(): Part | undefined {
    const isNegated = this.#peek() === '!';
    if (isNegated) this.#at += 1;
    const ranges: [string, string][] = [];
    for (let low = this.#take(); low !== ']'; low = this.#take()) {
      if (low === undefined) return undefined;
      const isRange = this.#peek() === '-' && (this.#characters[this.#at + 1] ?? ']') !== ']';
      if (isRange) this.#at += 1;
      ranges.push([low, isRange ? (this.#take() ?? low) : low]);
    }
    return ranges.length === 0 ? undefined : { kind: 'class', of: { isNegated, ranges } };
  }

  #choice(depth: number): Part | undefined {
    const of: Part[][] = [];
    for (;;) {
      const parts = this.#sequence(depth);
      const end = this.#take();
      if (!parts || end === undefined) return undefined;
      of.push(parts);
      if (end === '}') return { kind: 'choice', of };
    }
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string | undefined {
    const character = this.#characters[this.#at];
    this.#at += 1;
    return character;
  }
}

/** Where a match can stand after some parts, from where it could stand before them. */
function places(parts: readonly Part[], from: readonly boolean[], subject: Subject): readonly boolean[] {
  let reached = from;
  for (const part of parts) {
    if (!reached.includes(true)) return reached;
    reached = after(part, reached, subject);
  }
  return reached;
}

function after(part: Part, from: readonly boolean[], subject: Subject): readonly boolean[] {
  const { characters, separator } = subject;
  switch (part.kind) {
    case 'text':
      return oneFurther(from, characters, (character) => character === part.character);
    case 'one':
      return oneFurther(from, characters, (character) => character !== separator);
    case 'class':
      return oneFurther(from, characters, (character) => isIn(part.of, character));
    case 'some':
      return anyFurther(from, characters, (character) => character !== separator);
    case 'all':
      return anyFurther(from, characters, () => true);
    case 'choice': {
      const reached = part.of.map((choice) => places(choice, from, subject));
      return from.map((_, index) => reached.some((one) => one[index] === true));
    }
  }
}

function oneFurther(from: readonly boolean[], characters: readonly string[], fits: (character: string) => boolean): boolean[] {
  return from.map((_, index) => index > 0 && from[index - 1] === true && fits(characters[index - 1] ?? ''));
}

function anyFurther(from: readonly boolean[], characters: readonly string[], fits: (character: string) => boolean): boolean[] {
  const reached: boolean[] = [];
  for (const [index, isHere] of from.entries()) {
    reached.push(isHere || (index > 0 && reached[index - 1] === true && fits(characters[index - 1] ?? '')));
  }
  return reached;
}

function isIn({ isNegated, ranges }: CharacterClass, character: string): boolean {
  return ranges.some(([low, high]) => low <= character && character <= high) !== isNegated;
}
