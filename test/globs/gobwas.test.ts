/** Patterns match as gobwas/glob v0.2.3 says; what it says was recorded by fixtures/globs/record. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PatternError } from '../../src/globs/pattern-error.ts';
import { gobwas, wildcards } from '../../src/globs/wildcards.ts';

interface Recorded {
  readonly texts: readonly string[];
  readonly answers: readonly { readonly pattern: string; readonly separator?: string; readonly refused?: boolean; readonly matches?: readonly string[] }[];
}

const { texts, answers }: Recorded = JSON.parse(readFileSync(new URL('../../fixtures/globs/gobwas.json', import.meta.url), 'utf8'));

/** Where gobwas forgets what its own parts mean: stars beside stars, a brace that is left open behind one, braces without a text. */
const isBroken = (pattern: string): boolean => /\*\*\*|\*\*\/\*|\*\*[ab]|\*.*\{$|\{\}|\*\*\[/.test(pattern);

it('of patterns made by chance', () => {
  const asked = answers.filter(({ pattern }) => !isBroken(pattern));
  expect(asked.length).toBeGreaterThan(2500);
  const differing = asked.filter(({ pattern, separator, refused, matches = [] }) => JSON.stringify(answer(pattern, separator)) !== JSON.stringify(refused ? 'refused' : matches));
  expect(differing).toEqual([]);
});

function answer(pattern: string, separator: string | undefined): readonly string[] | 'refused' {
  try {
    return texts.filter(wildcards(pattern, gobwas(separator)));
  } catch (error) {
    if (error instanceof PatternError) return 'refused';
    throw error;
  }
}
