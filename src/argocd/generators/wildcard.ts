/** Wildcards with character classes over a text in which a star crosses everything: a whole path for Git, one segment for doublestar. */

interface CharacterClass {
  readonly isNegated: boolean;
  readonly ranges: readonly (readonly [number, number])[];
  readonly named: readonly RegExp[];
}

type Unit = 'star' | 'any' | number | CharacterClass;

export type TextMatches = (text: string) => boolean;

const NAMED = new Map<string, RegExp>([
  ['alnum', /[0-9A-Za-z]/], ['alpha', /[A-Za-z]/], ['blank', /[ \t]/], ['cntrl', /[\0-\x1f\x7f]/], ['digit', /[0-9]/], ['graph', /[!-~]/], ['lower', /[a-z]/],
  ['print', /[ -~]/], ['punct', /[!-/:-@[-`{-~]/], ['space', /[ \t\n\v\f\r]/], ['upper', /[A-Z]/], ['xdigit', /[0-9A-Fa-f]/],
]);

export function hasWildcard(pattern: string): boolean {
  return /[*?[\\]/.test(pattern);
}

/** A test for the pattern; one that is not well-formed (`[a`) matches nothing, as in Git's wildmatch.c. */
export function wildcard(pattern: string, options: { readonly ignoresCase?: boolean } = {}): TextMatches {
  const fold = (text: string): string => (options.ignoresCase === true ? text.toLowerCase() : text);
  const units = readUnits(Array.from(fold(pattern)));
  if (!units) return () => false;
  return (text) => matches(units, Array.from(fold(text), codeOf));
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function readUnits(characters: readonly string[]): Unit[] | undefined {
  const units: Unit[] = [];
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? '';
    if (character === '*') {
      if (units.at(-1) !== 'star') units.push('star');
      at += 1;
    } else if (character === '[') {
      const read = readClass(characters, at + 1);
      if (!read) return undefined;
      units.push(read.found);
      at = read.next;
    } else {
      const literal = character === '\\' ? characters[at + 1] : character;
      if (literal === undefined) return undefined;
      units.push(character === '?' ? 'any' : codeOf(literal));
      at += character === '\\' ? 2 : 1;
    }
  }
  return units;
}

function readClass(characters: readonly string[], start: number): { found: CharacterClass; next: number } | undefined {
  const isNegated = characters[start] === '!' || characters[start] === '^';
  const first = isNegated ? start + 1 : start;
  const ranges: [number, number][] = [];
  const named: RegExp[] = [];
  let at = first;
  while (at === first || characters[at] !== ']') {
    const name = namedClass(characters, at);
    if (name) {
      named.push(name.found);
      at = name.next;
      continue;
    }
    const low = member(characters, at);
    if (!low) return undefined;
    const high = characters[low.next] === '-' && characters[low.next + 1] !== ']' ? member(characters, low.next + 1) : low;
    if (!high) return undefined;
    ranges.push([low.code, high.code]);
    at = high.next;
  }
  return { found: { isNegated, ranges, named }, next: at + 1 };
}

function member(characters: readonly string[], at: number): { code: number; next: number } | undefined {
  const isEscaped = characters[at] === '\\';
  const character = characters[isEscaped ? at + 1 : at];
  return character === undefined ? undefined : { code: codeOf(character), next: at + (isEscaped ? 2 : 1) };
}

const LONGEST_NAME = 'xdigit'.length;

function namedClass(characters: readonly string[], at: number): { found: RegExp; next: number } | undefined {
  if (characters[at] !== '[' || characters[at + 1] !== ':') return undefined;
  const end = characters.indexOf(':', at + 2);
  if (end < 0 || end - at > LONGEST_NAME + 2 || characters[end + 1] !== ']') return undefined;
  const found = NAMED.get(characters.slice(at + 2, end).join(''));
  return found && { found, next: end + 2 };
}

/** A star that fails takes one character more; only the last one is tried again, so that it takes length × length steps at most. */
function matches(units: readonly Unit[], text: readonly number[]): boolean {
  let unit = 0;
  let at = 0;
  let star: { readonly unit: number; at: number } | undefined;
  while (at < text.length) {
    const expected = units[unit];
    if (expected === 'star') {
      star = { unit, at };
      unit += 1;
    } else if (expected !== undefined && isOne(expected, text[at] ?? 0)) {
      unit += 1;
      at += 1;
    } else if (star) {
      star.at += 1;
      at = star.at;
      unit = star.unit + 1;
    } else return false;
  }
  while (units[unit] === 'star') unit += 1;
  return unit === units.length;
}

function isOne(unit: Exclude<Unit, 'star'>, code: number): boolean {
  if (unit === 'any') return true;
  if (typeof unit === 'number') return unit === code;
  const isMember = unit.ranges.some(([low, high]) => low <= code && code <= high) || unit.named.some((name) => name.test(String.fromCodePoint(code)));
  return isMember !== unit.isNegated;
}
