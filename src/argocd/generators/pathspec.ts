/**
 * Git's pathspecs, by which the git files generator finds files unless its new globbing is on: a star crosses slashes, and a folder is all of its files.
 * Follows git, pathspec.c and dir.c `match_pathspec_item`.
 */
import type { TextMatches } from '../../globs/machine.ts';
import { GIT, wildcardsOrNothing } from '../../globs/wildcards.ts';
import { joinPath } from '../../snapshot/snapshot.ts';
import { segmentPattern } from './path-segments.ts';

/** A pathspec that `git ls-files` refuses. */
export class PathspecError extends Error {}

export interface Pathspec {
  readonly matches: TextMatches;
  /** What every match starts with. */
  readonly head: string;
}

const LONG_MAGIC = new Set(['top', 'literal', 'icase', 'glob', 'exclude']);
const SHORT_MAGIC = new Map([['/', 'top'], ['!', 'exclude'], ['^', 'exclude']]);

/** Throws a {@link PathspecError}. */
export function pathspec(text: string): Pathspec {
  if (text === '') throw new PathspecError('empty string is not a valid pathspec. please use . instead if you meant to match all paths');
  const { magic, rest } = readMagic(text);
  const pattern = normalized(rest);
  const matches = matcher(pattern, magic);
  if (magic.has('exclude')) return { matches: (path) => !matches(path), head: '' };
  return { matches, head: magic.has('icase') ? '' : (/^[^*?[\\]*/.exec(pattern)?.[0] ?? '') };
}

function readMagic(text: string): { magic: ReadonlySet<string>; rest: string } {
  if (!text.startsWith(':')) return { magic: new Set(), rest: text };
  if (text.startsWith(':(')) {
    const end = text.indexOf(')');
    if (end < 0) throw new PathspecError(`missing ')' at the end of pathspec magic in '${text}'`);
    const magic = text.slice(2, end).split(',').filter((word) => word !== '');
    const unknown = magic.find((word) => !LONG_MAGIC.has(word));
    if (unknown !== undefined) throw new PathspecError(`invalid pathspec magic '${unknown}' in '${text}'`);
    if (magic.includes('literal') && magic.includes('glob')) throw new PathspecError(`${text}: 'literal' and 'glob' are incompatible`);
    return { magic: new Set(magic), rest: text.slice(end + 1) };
  }
  const magic = new Set<string>();
  for (let at = 1; ; at += 1) {
    const character = text.charAt(at);
    if (character === ':') return { magic, rest: text.slice(at + 1) };
    const word = SHORT_MAGIC.get(character);
    if (word === undefined) return { magic, rest: text.slice(at) };
    magic.add(word);
  }
}

/** Without `.`, `..` and double slashes; a slash at the end stays. */
function normalized(pattern: string): string {
  if (pattern.startsWith('/')) throw new PathspecError(`${pattern}: '${pattern}' is outside repository`);
  const path = joinPath('', pattern);
  if (path === undefined) throw new PathspecError(`${pattern}: '${pattern}' is outside repository`);
  return pattern.endsWith('/') && path !== '' ? `${path}/` : path;
}

function matcher(pattern: string, magic: ReadonlySet<string>): TextMatches {
  const ignoresCase = magic.has('icase');
  const fold = (path: string): string => (ignoresCase ? path.toLowerCase() : path);
  const own = fold(pattern);
  const folder = own === '' || own.endsWith('/') ? own : `${own}/`;
  const isBelow: TextMatches = (path) => fold(path) === own || fold(path).startsWith(folder);
  if (magic.has('literal') || !/[*?[\\]/.test(pattern)) return isBelow;
  const isLike = magic.has('glob') ? segmentPattern(own, { style: GIT, lastNeedsOne: true }) : wildcardsOrNothing(own, GIT);
  return (path) => isBelow(path) || isLike(fold(path));
}
