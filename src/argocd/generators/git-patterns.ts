/** What the patterns for folders and for files have in common. */
import type { Node } from '../../yaml/node.ts';
import type { Place } from '../this-repository.ts';
import type { Unexpandable } from './generator.ts';

/** What one generator takes at most: so many small files are read in half a second, and of a set only the first thousand Applications are looked at anyway. */
const MAX_TAKEN = 2000;

export function isExclude(item: Node): boolean {
  return item.get('exclude').value === true;
}

export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A pattern into which parameters were put may well match nothing for some of them. */
export function warnedAt(pattern: Node): boolean {
  return pattern.exists && pattern.trace.traced === undefined;
}

export function takeFirst<T>(taken: readonly T[], at: Node, what: string): { first: readonly T[]; over: Unexpandable[] } {
  if (taken.length <= MAX_TAKEN) return { first: taken, over: [] };
  const why = `of the ${taken.length} ${what} of the git generator only the first ${MAX_TAKEN} are looked at`;
  return { first: taken.slice(0, MAX_TAKEN), over: [{ at, missing: 'limit', why, needs: `fewer ${what} in one generator` }] };
}

/** What matches outside of the root, in the Git repository around it, is not seen. */
export function outsideOfRoot(git: Node, patterns: readonly { readonly isExclude: boolean; readonly head: string }[], place: Place): Unexpandable[] {
  const root = place.pathOf('') ?? '';
  if (root === '' || patterns.every(({ isExclude: excludes, head }) => excludes || head.startsWith(`${root}/`))) return [];
  return [{ at: git, missing: 'rest of the repository', why: `the git generator also reads outside of ${root}`, needs: 'the whole repository as the root (--root)' }];
}
