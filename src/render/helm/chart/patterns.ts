/** File patterns of gobwas/glob, translated to RE2 so that no pattern of a chart can hang. */
import { compileRe2, quoteRe2 } from '../../../re2.ts';
import { PatternError, type PathMatches } from '../../../snapshot/path-match.ts';

/** `glob.Compile(pattern, '/')` of gobwas/glob, which `.Files.Glob` uses; what it refuses matches everything. */
export function globPattern(pattern: string): PathMatches {
  try {
    return compile(pattern);
  } catch (error) {
    if (error instanceof PatternError) return () => true;
    throw error;
  }
}

function compile(pattern: string): PathMatches {
  const expression = new Translation(pattern).result();
  try {
    const compiled = compileRe2(`^(?s:${expression})$`);
    return (path) => compiled.matcher(path).matches();
  } catch {
    throw new PatternError();
  }
}

class Translation {
  readonly #pattern: string;
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  result(): string {
    let output = '';
    while (this.#at < this.#pattern.length) output += this.#next();
    if (this.#depth > 0) throw new PatternError();
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
    if (character === '\\') return quoteRe2(this.#escaped());
    if (character === '{') {
      this.#depth += 1;
      return '(?:';
    }
    if (character === '}' && this.#depth > 0) {
      this.#depth -= 1;
      return ')';
    }
    if (character === ',' && this.#depth > 0) return '|';
    return quoteRe2(character);
  }

  #escaped(): string {
    if (this.#at >= this.#pattern.length) throw new PatternError();
    return this.#take();
  }

  #star(): string {
    let count = 1;
    while (this.#pattern[this.#at] === '*') {
      this.#at += 1;
      count += 1;
    }
    return count > 1 ? '.*' : '[^/]*';
  }

  #class(): string {
    const isNegated = this.#pattern[this.#at] === '!';
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
    if (this.#at >= this.#pattern.length) throw new PatternError();
    const character = this.#take();
    return character === '\\' ? this.#escaped() : character;
  }
}

function classMember(character: string): string {
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
