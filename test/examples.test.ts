/** What mllint says of the two examples: nothing of the clean one, and of the article what is really wrong. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesOf, fixtures, lineOf, lintFiles } from './cases.ts';

it('finds nothing in fixtures/ml-gitops, and leaves nothing unverified', async () => {
  const { report } = await lintFiles(filesOf(join(fixtures, 'ml-gitops')));
  expect(report.findings.map(lineOf)).toEqual([]);
  expect(report.unverified).toEqual([]);
  expect(report.summary).toMatchObject({ applications: 6, manifests: 36, suppressed: 0 });
  expect(report.environments.map(({ name, stage, models }) => [name, stage, models.map(({ name: model, version }) => `${model} ${version ?? ''}`)])).toEqual([
    ['dev', 0, ['churn-scorer 2.4.0', 'fraud-detector 47', 'fraud-detector-challenger 9']],
    ['staging', 1, ['churn-scorer 2.3.1', 'fraud-detector 45', 'fraud-detector-challenger 8']],
    ['prod', 2, ['churn-scorer 2.3.1', 'fraud-detector 43', 'fraud-detector-challenger 7']],
  ]);
});

it('finds in fixtures/article what is really wrong', async () => {
  const { report } = await lintFiles(filesOf(join(fixtures, 'article')));
  await expect(`${report.findings.map(lineOf).join('\n')}\n`).toMatchFileSnapshot(join(fixtures, 'render/article-findings.txt'));
});
