/** The examples of docs/custom-rules.md: each heading is a repository, and says what is found there. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { lineOf, lintFiles } from './cases.ts';

const text = readFileSync(fileURLToPath(new URL('../docs/custom-rules.md', import.meta.url)), 'utf8');
const sections = text.split(/^## /m).slice(1).map((section) => ({
  title: section.split('\n', 1)[0] ?? '',
  files: Object.fromEntries([...section.matchAll(/^```yaml file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', content = '']) => [path, content])),
  expected: /^```text expected\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '',
}));

it.each(sections)('$title', async ({ files, expected }) => {
  const { report } = await lintFiles(files);
  expect(Object.keys(files).length).toBeGreaterThan(1);
  expect(`${report.findings.filter(({ rule }) => /^(?:team|admission|mllint)\//.test(rule)).map(lineOf).join('\n')}\n`).toBe(expected);
});
