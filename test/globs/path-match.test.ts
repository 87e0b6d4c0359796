/** Patterns match as Go's `path.Match`, whose answers are recorded. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pathPattern } from '../../src/globs/path-match.ts';
import { PatternError } from '../../src/globs/pattern-error.ts';
import { within } from '../within.ts';

interface Recorded {
  readonly paths: readonly string[];
  readonly patterns: readonly { readonly pattern: string; readonly error?: boolean; readonly matches: readonly string[] }[];
}

const recorded: Recorded = JSON.parse(readFileSync(new URL('../../fixtures/globs/path-match.json', import.meta.url), 'utf8'));

it.each(recorded.patterns)('$pattern', ({ pattern, error, matches }) => {
  if (error) {
    expect(() => pathPattern(pattern)).toThrow(PatternError);
    return;
  }
  const isMatch = pathPattern(pattern);
  expect(recorded.paths.filter((path) => isMatch(path))).toEqual(matches);
});

it('takes its time for what hangs other engines', () => {
  expect(within(1000, () => pathPattern(`${'*a'.repeat(1000)}b`)('a'.repeat(20_000)))).toBe(false);
});
