/** Mutated kustomizations: nothing crashes or hangs; where kubectl is installed, what it builds is built the same, and what it refuses is refused. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { within } from '../within.ts';
import { buildValues, printedValues } from './building.ts';
import { kustomizeCases, type KustomizeCase } from './cases.ts';
import { kustomize } from './record.ts';

type Files = KustomizeCase['files'];

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;
const cases = kustomizeCases('builds').map(({ files }) => files);

/** Lines that other cases have, so that mutations are not only noise. */
const donors = [...new Set(cases.flatMap((files) => Object.values(files)).flatMap((text) => text.split('\n')))].filter((line) => line.trim() !== '');
const WORDS = ['', 'null', '~', '[]', '{}', '""', '5', 'true', '..', '.', '/', 'a/../..', '$(HOST)', '__proto__', 'constructor', '$patch: delete', '$patch: replace', '(a+)+$', '*x', '&x y'];

type Mutation = (text: string) => string;

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.nat(40).map((line): Mutation => (text) => text.split('\n').filter((_, index) => index !== line).join('\n')),
  fc.tuple(fc.nat(40), fc.constantFrom(...donors)).map(([line, donor]): Mutation => (text) => text.split('\n').toSpliced(line, 0, donor).join('\n')),
  fc.tuple(fc.nat(40), fc.constantFrom(...donors)).map(([line, donor]): Mutation => (text) => text.split('\n').toSpliced(line, 1, donor).join('\n')),
  fc.tuple(fc.nat(60), fc.constantFrom(...WORDS)).map(([at, word]): Mutation => (text) => {
    let index = 0;
    return text.replaceAll(/[A-Za-z0-9./-]+/g, (found) => (index++ === at ? word : found));
  }),
);

const mutated: fc.Arbitrary<Files> = fc.tuple(fc.constantFrom(...cases), fc.array(fc.tuple(fc.nat(5), mutation), { minLength: 1, maxLength: 3 })).map(([files, mutations]) => {
  const result = Object.entries(files).map(([path, text]) => ({ path, text }));
  for (const [which, mutate] of mutations) {
    const file = result[which % result.length];
    if (file) file.text = mutate(file.text);
  }
  return Object.fromEntries(result.map(({ path, text }) => [path, text]));
});

describe('mutated kustomizations', () => {
  test('are built or refused, soon', { timeout: 120_000 }, () => {
    fc.assert(fc.property(mutated, (files) => {
      within(5000, () => buildValues(files));
    }), { numRuns: 2000, seed: 7 });
  });

  test('as by the binary', { timeout: 300_000 }, ({ skip }) => {
    if (!hasKubectl) skip('kubectl is not installed');
    fc.assert(fc.property(mutated, (files) => {
      const { values, refused, unverified } = buildValues(files);
      // A key that stands twice is refused where it stands; kustomize notices only what it prints.
      if (unverified.length > 0 || refused?.message.endsWith('already defined') === true) return;
      const theirs = kustomize(files);
      if ('expected' in theirs) expect(values ?? refused?.message).toEqual(printedValues(theirs.expected));
      else expect(refused, theirs.error).toBeDefined();
    }), { numRuns: 60, seed: 7 });
  });
});
