/** File patterns, translated to RE2 so that no pattern of a chart can hang: Go's filepath.Match and gobwas/glob. */
import { RE2JS } from 're2js';

export type Matches = (path: string) => boolean;

/** A pattern that Go refuses: `syntax error in pattern`. */
export class PatternError extends Error {}

interface Dialect {
  readonly allowsDoubleStar: boolean;
  readonly allowsAlternatives: boolean;
  readonly negation: string;
}

const goMatch: Dialect = { allowsDoubleStar: false, allowsAlternatives: false, negation: '^' };
const gobwas: Dialect = { allowsDoubleStar: true, allowsAlternatives: true, negation: '!' };

/** `filepath.Match`: `*` and `?` stop at slashes. Throws {@link PatternError}. */
export function goPattern(pattern: string): Matches {
  return compile(pattern, goMatch);
}

/** `glob.Compile(pattern, '/')` of gobwas/glob, which `.Files.Glob` uses; what it refuses matches everything. */
export function globPattern(pattern: string): Matches {
  try {
    return compile(pattern, gobwas);
  } catch (error) {
    if (error instanceof PatternError) return () => true;
    throw error;
  }
}

function compile(pattern: string, dialect: Dialect): Matches {
  const expression = new Translation(pattern, dialect).result();
  try {
    const compiled = RE2JS.compile(`^(?s:${expression})$`);
    return (path) => compiled.matcher(path).matches();
  } catch {
    throw new PatternError('syntax error in pattern');
  }
}

class Translation {
  readonly #pattern: string;
  readonly #dialect: Dialect;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, dialect: Dialect) {
    this.#pattern = pattern;
    this.#dialect = dialect;
  }

  result(): string {
    let output = '';
    while (this.#at < this.#pattern.length) output += this.#next();
    if (this.#depth > 0) throw new PatternError('syntax error in pattern');
    return output;
  }

  #take(): string {
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #next(): string {
    const character = this.#take();
    if (character === '*') return this.#star();
    if (character === '?') return '[^/]';
    if (character === '[') return this.#class();
    if (character === '\\') return RE2JS.quote(this.#escaped());
    if (this.#dialect.allowsAlternatives) {
      if (character === '{') {
        this.#depth += 1;
        return '(?:';
      }
      if (character === '}' && this.#depth > 0) {
        this.#depth -= 1;
        return ')';
      }
      if (character === ',' && this.#depth > 0) return '|';
    }
    return RE2JS.quote(character);
  }

  #escaped(): string {
    if (this.#at >= this.#pattern.length) throw new PatternError('syntax error in pattern');
    return this.#take();
  }

  #star(): string {
    let count = 1;
    while (this.#pattern[this.#at] === '*') {
      this.#at += 1;
      count += 1;
    }
    return count > 1 && this.#dialect.allowsDoubleStar ? '.*' : '[^/]*';
  }

  #class(): string {
    const isNegated = this.#pattern[this.#at] === this.#dialect.negation;
    if (isNegated) this.#at += 1;
    let members = '';
    for (let isFirst = true; isFirst || this.#pattern[this.#at] !== ']'; isFirst = false) {
      const low = this.#member();
      if (this.#pattern[this.#at] !== '-') {
        members += classMember(low);
        continue;
      }
      this.#at += 1;
      members += `${classMember(low)}-${classMember(this.#member())}`;
    }
    this.#at += 1;
    return `[${isNegated ? '^' : ''}${members}]`;
  }

  #member(): string {
    if (this.#at >= this.#pattern.length) throw new PatternError('syntax error in pattern');
    const character = this.#take();
    return character === '\\' ? this.#escaped() : character;
  }
}

function classMember(character: string): string {
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
