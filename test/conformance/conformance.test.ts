/** mllint beside the recorded answers of a real API server; `npm run conformance` asks the server itself. */
import { describe, expect, it } from 'vitest';
import { agreement, compare, differenceTable, goneDifferences } from './comparison.ts';
import { hasCorpus } from './corpus-documents.ts';
import { REACHED } from './known-differences.ts';
import { readRecords, type Collection } from './records.ts';

describe('what an API server of Kubernetes says of', () => {
  it('our own manifests with mistakes made by hand is what mllint says', { timeout: 120_000 }, async () => {
    await expectSame('documents');
  });

  it('public manifests and mistakes in them is what mllint says', { timeout: 120_000 }, async ({ skip }) => {
    if (!hasCorpus) skip('the corpora are not at hand');
    await expectSame('corpus');
  });

  it('public manifests of another seed, which nothing was mended for, is what mllint says', { timeout: 120_000 }, async ({ skip }) => {
    if (!hasCorpus) skip('the corpora are not at hand');
    await expectSame('fresh');
  });
});

async function expectSame(collection: Collection): Promise<void> {
  const records = readRecords(collection);
  expect(records.length).toBeGreaterThanOrEqual(500);
  const comparison = await compare(collection, records);
  expect(comparison.missing).toEqual([]);
  const unexplained = comparison.differences.filter(({ reason }) => reason === undefined);
  expect(unexplained, differenceTable({ ...comparison, differences: unexplained })).toEqual([]);
  expect(goneDifferences(records, comparison)).toEqual([]);
  expect(agreement(comparison)).toBeGreaterThanOrEqual(REACHED[collection]);
}
