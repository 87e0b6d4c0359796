/** Texts of a source against what Go answers: fixtures/render/sources/record. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expandVariables } from '../../src/render/expand-variables.ts';
import { plain } from '../../src/render/traced-text.ts';
import { globPaths } from '../../src/render/file-glob.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { joinPath } from '../../src/snapshot/snapshot.ts';
import { PatternError } from '../../src/globs/pattern-error.ts';
import { gobwas, wildcardsOrNothing } from '../../src/globs/wildcards.ts';

const ACROSS_FOLDERS: ReadonlySet<string> = new Set(['{env/prod,a}/*.yaml']);
/** Refused here, nothing there. */
const DIFFERENT: ReadonlySet<string> = new Set(['[a-]*.yaml']);

interface Recorded {
  readonly tree: readonly string[];
  readonly expand: readonly { readonly Text: string; readonly Expanded: string }[];
  readonly globs: readonly { readonly Pattern: string; readonly Files: readonly string[]; readonly Error?: string }[];
  readonly patterns: readonly { readonly Pattern: string; readonly Path: string; readonly Matches: boolean }[];
}

const recorded: Recorded = JSON.parse(readFileSync('fixtures/render/sources/go.json', 'utf8'));

test.each(recorded.expand)('os.Expand of $Text', ({ Text, Expanded }) => {
  const values = new Map([['X', 'value'], ['Y', '2'], ['$', '$']]);
  const expanded = expandVariables(plain(Text), (name) => {
    const value = values.get(name);
    return value === undefined ? undefined : plain(value);
  });
  expect(expanded.text).toBe(Expanded);
});

describe('directory.include and exclude', () => {
  const patterns = [...new Set(recorded.patterns.map(({ Pattern }) => Pattern))];

  test.each(patterns)('%s', (pattern) => {
    // gobwas counts bytes where a pattern is of fixed length, so that `?.yaml` is not `é.yaml`: characters are counted here.
    const isCounted = /[?[]/.test(pattern);
    const expected = recorded.patterns.filter((one) => one.Pattern === pattern && !(isCounted && one.Path.includes('é')));
    expect(expected.map(({ Path }) => [Path, wildcardsOrNothing(pattern, gobwas())(Path)])).toEqual(expected.map(({ Path, Matches }) => [Path, Matches]));
  });
});

describe('patterns of value files', () => {
  const snapshot = memorySnapshot(Object.fromEntries(recorded.tree.map((path) => [path, ''])));
  // A folder cleaned by Go, and what is left unread here.
  const answer = (pattern: string): { files: string[]; error: boolean } | 'not looked at' => {
    try {
      return { files: [...new Set(globPaths(joinPath('', pattern) ?? '', snapshot))], error: false };
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      return error.message === 'alternatives across folders are not looked at' ? 'not looked at' : { files: [], error: true };
    }
  };

  test.each(recorded.globs.filter(({ Pattern }) => !DIFFERENT.has(Pattern)))('$Pattern', ({ Pattern, Files, Error: message }) => {
    expect(answer(Pattern)).toEqual(ACROSS_FOLDERS.has(Pattern) ? 'not looked at' : { files: [...new Set(Files)], error: message !== undefined });
  });
});
