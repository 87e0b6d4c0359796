/**
 * Which paths a CODEOWNERS file covers. Patterns are those of .gitignore without `!` and `[…]` (docs.github.com, "About code owners");
 * a pattern that ends in a name with a star covers files only, not what lies in folders of such a name.
 */
import type { CodeOwners, OwnerRule } from '#rule';

/** The last rule that matches a path; it may name no owner. */
export function ownerRuleOf({ rules }: CodeOwners, path: string): OwnerRule | undefined {
  return rules.findLast(({ pattern }) => covers(pattern, path));
}

const MAX_SEGMENTS = 60;
const MAX_LENGTH = 500;

/** Whether a pattern covers a file. */
export function covers(pattern: string, path: string): boolean {
  if (pattern.length > MAX_LENGTH) return false;
  const text = pattern.replaceAll('\\', '');
  const isFolder = text.endsWith('/');
  const segments = text.split('/').filter((segment) => segment !== '');
  const names = path.split('/');
  if (segments.length === 0) return text === '/';
  if (segments.length > MAX_SEGMENTS || names.length > MAX_SEGMENTS) return false;
  const isAnchored = text.slice(0, -1).includes('/');
  const anchored = isAnchored ? segments : ['**', ...segments];
  const last = segments.at(-1) ?? '';
  const coversBelow = isFolder || segments.length === 1 || last === '**' || !last.includes('*');
  return ends(anchored, names).some((end) => (end === names.length ? !isFolder || last === '**' : coversBelow));
}

/** How many names of the path the segments can take from its start. */
function ends(segments: readonly string[], names: readonly string[]): number[] {
  let reached = new Set([0]);
  for (const segment of segments) {
    const next = new Set<number>();
    for (const start of reached) {
      if (segment === '**') for (let end = start; end <= names.length; end += 1) next.add(end);
      else if (start < names.length && fits(segment, names[start] ?? '')) next.add(start + 1);
    }
    reached = next;
  }
  return [...reached].filter((end) => end > 0);
}

/** `*` is any text, `?` one character; a star that was passed is only taken up again at the last one. */
function fits(pattern: string, name: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === '*') [star, resume, at] = [at, index, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) [at, index] = [at + 1, index + 1];
    else if (star >= 0) [at, resume, index] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
