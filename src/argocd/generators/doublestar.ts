/**
 * The globs of the new globbing of the git files generator: a star stops at slashes, `**` does not, `{a,b}` is either.
 * Follows github.com/bmatcuk/doublestar v4, glob.go and match.go, as argo-cd calls it in util/git/client.go `LsFiles`.
 */
import type { TextMatches } from '../../globs/machine.ts';
import { DOUBLESTAR } from '../../globs/wildcards.ts';
import { joinPath } from '../../snapshot/snapshot.ts';
import { LimitReached } from './budget.ts';
import { segmentPattern } from './path-segments.ts';

const MAX_ALTERNATIVES = 256;

/** A test for paths from the top of the repository; files and folders match alike. */
export function doublestar(pattern: string): { readonly matches: TextMatches; readonly head: string } {
  const path = joinPath('', pattern.replace(/^\/+/, ''));
  if (path === undefined) return { matches: () => false, head: '' };
  const alternatives = withoutBraces(path).map((one) => segmentPattern(one, { style: { ...DOUBLESTAR, braces: 'none' } }));
  return { matches: (text) => alternatives.some((matches) => matches(text)), head: /^[^*?[\\{]*/.exec(path)?.[0] ?? '' };
}

/** `a{b,c}` as `ab` and `ac`; a brace that is not closed stands for itself. */
function withoutBraces(pattern: string): string[] {
  const done: string[] = [];
  const waiting = [pattern];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    const braces = firstBraces(current);
    if (!braces) done.push(current);
    else for (const choice of braces.choices) waiting.push(current.slice(0, braces.start) + choice + current.slice(braces.end));
    if (done.length + waiting.length > MAX_ALTERNATIVES) throw new LimitReached(`a pattern stands for more than ${MAX_ALTERNATIVES} alternatives`, 'fewer braces');
  }
  return done;
}

function firstBraces(pattern: string): { start: number; end: number; choices: string[] } | undefined {
  const open: number[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '{') open.push(at);
    else if (character === '}') {
      const start = open.pop();
      if (start !== undefined) return { start, end: at + 1, choices: pattern.slice(start + 1, at).split(',') };
    }
  }
  return undefined;
}
