/**
 * Go's `path.Match` and `filepath.Match` (go/src/path/match.go, Go 1.26): `*` and `?` stop at slashes; `[a-z]` and `[^a-z]` are one character.
 * As there, a star takes as little as it can and never gives back, so that a match takes at most length × length steps.
 */

export type PathMatches = (path: string) => boolean;

/** A pattern that Go refuses: `syntax error in pattern`. */
export class PatternError extends Error {
  constructor(message = 'syntax error in pattern') {
    super(message);
  }
}

interface CharacterClass {
  readonly isNegated: boolean;
  /** First and last character code of each range. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** One character of a path: itself, any but a slash, or one of a class. */
type Unit = number | 'any' | CharacterClass;

/** What stands behind one star, or at the start of the pattern. */
interface Chunk {
  readonly hasStar: boolean;
  readonly units: readonly Unit[];
}

/** The test that a pattern stands for. Throws {@link PatternError}. */
export function pathPattern(pattern: string): PathMatches {
  const chunks = new PatternReader(pattern).chunks();
  return (path) => matches(chunks, Array.from(path, codeOf));
}

class PatternReader {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  chunks(): Chunk[] {
    const chunks: Chunk[] = [];
    do {
      const start = this.#at;
      while (this.#characters[this.#at] === '*') this.#at += 1;
      const hasStar = this.#at > start;
      const units: Unit[] = [];
      while (this.#at < this.#characters.length && this.#characters[this.#at] !== '*') units.push(this.#unit());
      chunks.push({ hasStar, units });
    } while (this.#at < this.#characters.length);
    return chunks;
  }

  #unit(): Unit {
    const character = this.#take();
    if (character === '?') return 'any';
    if (character === '[') return this.#class();
    return codeOf(character === '\\' ? this.#take() : character);
  }

  #class(): CharacterClass {
    const isNegated = this.#characters[this.#at] === '^';
    if (isNegated) this.#at += 1;
    const ranges: [number, number][] = [];
    while (ranges.length === 0 || this.#characters[this.#at] !== ']') {
      const low = this.#member();
      if (this.#characters[this.#at] !== '-') ranges.push([low, low]);
      else {
        this.#at += 1;
        ranges.push([low, this.#member()]);
      }
    }
    this.#at += 1;
    return { isNegated, ranges };
  }

  /** `getEsc` of match.go. */
  #member(): number {
    const character = this.#take();
    if (character === '-' || character === ']') throw new PatternError();
    return codeOf(character === '\\' ? this.#take() : character);
  }

  #take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new PatternError();
    this.#at += 1;
    return character;
  }
}

const SLASH = 47;

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function matches(chunks: readonly Chunk[], path: readonly number[]): boolean {
  let at = 0;
  for (const [index, { hasStar, units }] of chunks.entries()) {
    const isLast = index === chunks.length - 1;
    if (hasStar && isLast && units.length === 0) return !path.includes(SLASH, at);
    const found = placeOf(units, path, { at, hasStar, isLast });
    if (found === undefined) return false;
    at = found + units.length;
  }
  return at === path.length;
}

/** Where a chunk matches first, which a star may move on; the last one must reach the end. */
function placeOf(units: readonly Unit[], path: readonly number[], { at, hasStar, isLast }: { at: number; hasStar: boolean; isLast: boolean }): number | undefined {
  for (let place = at; place + units.length <= path.length; place += 1) {
    if (units.every((unit, index) => isOne(unit, path[place + index] ?? 0)) && (!isLast || place + units.length === path.length)) return place;
    if (!hasStar || path[place] === SLASH) return undefined;
  }
  return undefined;
}

function isOne(unit: Unit, code: number): boolean {
  if (typeof unit === 'number') return unit === code;
  if (unit === 'any') return code !== SLASH;
  return unit.ranges.some(([low, high]) => low <= code && code <= high) !== unit.isNegated;
}
