/** mllint beside the recorded answers of a real API server; `npm run conformance` asks the server itself. */
import { describe, expect, it } from 'vitest';
import { agreement, compare, differenceTable } from './comparison.ts';
import { hasCorpus } from './corpus-documents.ts';
import { readRecords } from './records.ts';

/** What is reached, as a share of all verdicts; 0.99 of the public manifests is the aim. Our own are chosen to be hard, and most differences in them are validation in code. */
const REACHED = { corpus: 0.98, documents: 0.935 };

describe('what an API server of Kubernetes says of', () => {
  it('our own manifests with mistakes made by hand is what mllint says', { timeout: 120_000 }, async () => {
    await expectSame('documents');
  });

  it('public manifests and mistakes in them is what mllint says', { timeout: 120_000 }, async ({ skip }) => {
    if (!hasCorpus) skip('the corpora are not at hand');
    await expectSame('corpus');
  });
});

async function expectSame(collection: 'corpus' | 'documents'): Promise<void> {
  const records = readRecords(collection);
  expect(records.length).toBeGreaterThanOrEqual(500);
  const comparison = await compare(collection, records);
  expect(comparison.missing).toEqual([]);
  const unexplained = comparison.differences.filter(({ reason }) => reason === undefined);
  expect(unexplained, differenceTable({ ...comparison, differences: unexplained })).toEqual([]);
  expect(agreement(comparison)).toBeGreaterThanOrEqual(REACHED[collection]);
}
