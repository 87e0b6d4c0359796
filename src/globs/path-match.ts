/**
 * Go's `path.Match` and `filepath.Match` (go/src/path/match.go, Go 1.26): `*` and `?` stop at slashes; `[a-z]` and `[^a-z]` are one character.
 * As there, a star takes as little as it can and never gives back, so that a match takes at most length × length steps.
 */
import { Characters, codeOf, goClass, type Accepts } from './character-class.ts';

export type PathMatches = (path: string) => boolean;

/** One character of a path: itself, any but a slash, or one of a class. */
type Unit = number | 'any' | Accepts;

/** What stands behind one star, or at the start of the pattern. */
interface Chunk {
  readonly hasStar: boolean;
  readonly units: readonly Unit[];
}

/** The test that a pattern stands for. Throws a `PatternError`. */
export function pathPattern(pattern: string): PathMatches {
  const chunks = chunksOf(new Characters(pattern));
  return (path) => matches(chunks, Array.from(path, codeOf));
}

function chunksOf(characters: Characters): Chunk[] {
  const chunks: Chunk[] = [];
  do {
    let hasStar = false;
    while (characters.takes('*')) hasStar = true;
    const units: Unit[] = [];
    while (!characters.isAtEnd && characters.peek() !== '*') units.push(unitOf(characters));
    chunks.push({ hasStar, units });
  } while (!characters.isAtEnd);
  return chunks;
}

const readClass = goClass({ negations: ['^'], takesHyphens: false });

function unitOf(characters: Characters): Unit {
  const character = characters.take();
  if (character === '?') return 'any';
  if (character === '[') return readClass(characters);
  return codeOf(character === '\\' ? characters.take() : character);
}

const SLASH = 47;

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
  return unit(code);
}
