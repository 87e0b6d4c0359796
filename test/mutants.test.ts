/** A fixed sample of the broken variants that `npm run mutants` makes: each found at its line by its rule, and repaired where there is a fix. */
import { describe, expect, it } from 'vitest';
import { NOW } from './cases.ts';
import { BASES, baseTree } from './mutants/bases.ts';
import { mutantsOf } from './mutants/generate.ts';
import { judge, type Verdict } from './mutants/judge.ts';
import { ALL_KINDS } from './mutants/kinds/all.ts';
import { complaint, scoreOf } from './mutants/table.ts';
import { run } from '../src/mllint.ts';
import { memorySnapshot } from '../src/snapshot/memory.ts';

const SEED = 7;
/** One mutant of every so many kinds: the whole takes minutes. */
const STRIDE = 6;

describe.each(BASES)('the clean repository %s', (base) => {
  it('has nothing wrong with it', async () => {
    const { report, isFailure } = await run({ snapshot: memorySnapshot(Object.fromEntries(baseTree(base).files)), now: NOW });
    expect(report.findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
    expect(report.unverified).toEqual([]);
    expect(isFailure).toBe(false);
  });
});

describe('kinds of mistakes', () => {
  it('are many, named once, and half of them cite a problem of a public repository', () => {
    const counted = ALL_KINDS.filter(({ later }) => later === undefined);
    const ids = counted.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(60);
    expect(counted.filter(({ problem }) => problem).length * 2).toBeGreaterThanOrEqual(ids.length);
  });

  it('make the same variants from the same seed, and others from another', () => {
    const texts = (seed: number): string[] => mutantsOf(ALL_KINDS, { seed, most: 2 }).flatMap(({ mistake }) => [...mistake.texts].map(([path, text]) => `${path}\n${text ?? ''}`));
    const first = texts(1);
    expect(first.length).toBeGreaterThanOrEqual(300);
    expect(texts(1)).toEqual(first);
    expect(texts(2)).not.toEqual(first);
  });
});

it('finds and repairs a sample of them', { timeout: 120_000 }, async () => {
  const sampled = ALL_KINDS.filter(({ missed, later }, index) => index % STRIDE === 0 && missed === undefined && later === undefined);
  const verdicts: Verdict[] = [];
  for (const mutant of mutantsOf(sampled, { seed: SEED, most: 1 })) verdicts.push(await judge(mutant));
  expect(verdicts.flatMap(complaint)).toEqual([]);
  expect(scoreOf(verdicts).mutants).toBe(sampled.length);
});
