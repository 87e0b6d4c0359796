/** The one runner of all rules: a case is a folder whose name tells the outcome. `RECORD=1` writes what bad cases expect. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../src/mllint.ts';
import { conditions, rules } from '../rules/index.ts';
import { lintScenario } from './history/lint-change.ts';
import { readScenario } from './history/scenario.ts';
import { filesOf, fixAll, lineOf, lintFiles, ruleCases, type Case } from './cases.ts';

const isRecording = process.env.RECORD === '1';
const fixable = new Set<string>([...rules, ...conditions].flatMap(({ id, fixable: isFixable }) => (isFixable === true ? [id] : [])));

describe.each(ruleCases())('$rule $name', (one) => {
  if (one.name.startsWith('ok-')) it('is silent', () => expectSilence(one));
  else if (one.name.startsWith('bad-')) it('finds what is expected', () => expectFindings(one));
  else it('is named by its outcome', () => expect.fail(`${one.folder} must be called ok-* or bad-*`));

  if (existsSync(join(one.folder, 'fixed'))) it('is repaired as expected', () => expectFixed(one));
});

/** A case of a rule on changes is a Git scenario. */
async function lintCase(folder: string): Promise<RunResult> {
  return existsSync(join(folder, 'scenario.yaml')) ? lintScenario(readScenario(folder)) : lintFiles(filesOf(folder));
}

async function expectSilence({ folder, name }: Case): Promise<void> {
  expect(existsSync(join(folder, 'expected.txt')), 'an ok case expects nothing').toBe(false);
  const { report } = await lintCase(folder);
  expect(report.findings.map(lineOf)).toEqual([]);
  expect(report.crashes).toEqual([]);
  if (!name.includes('unverified')) expect(report.unverified.map(({ what, why }) => `${what}: ${why}`)).toEqual([]);
}

async function expectFindings({ folder, rule, name }: Case): Promise<void> {
  const { report } = await lintCase(folder);
  const found = report.findings.map(lineOf);
  const path = join(folder, 'expected.txt');
  if (isRecording && !existsSync(path)) writeFileSync(path, `${found.join('\n')}\n`);
  expect(`${found.join('\n')}\n`).toBe(readFileSync(path, 'utf8'));
  const others = report.findings.filter((finding) => finding.rule !== rule);
  if (!rule.startsWith('mllint/suppression-')) expect(others.map(lineOf), 'a case is about one rule').toEqual([]);
  expect(report.findings.some((finding) => finding.rule === rule)).toBe(true);
  expect(report.crashes).toEqual([]);
  if (!name.includes('unverified')) expect(report.unverified.map(({ what, why }) => `${what}: ${why}`)).toEqual([]);
  const offered = report.findings.filter(({ fix }) => fix);
  expect(offered.filter((finding) => !fixable.has(finding.rule)).map(lineOf), 'a rule that offers fixes says so').toEqual([]);
  if (!hasRepair(folder)) expect(offered.map(lineOf), 'what is repaired is shown in fixed/, which is recorded where the folder is there and empty').toEqual([]);
}

/** A case without `fixed/` is one in which no fix is offered; what a Git scenario makes of its commits is shown elsewhere. */
function hasRepair(folder: string): boolean {
  return existsSync(join(folder, 'fixed')) || existsSync(join(folder, 'scenario.yaml'));
}

/** The changed files are exactly those below `fixed/`; linted again they offer no fix. */
async function expectFixed({ folder }: Case): Promise<void> {
  const files = filesOf(folder);
  const changed = await fixAll(files);
  const recorded = filesOf(join(folder, 'fixed'));
  if (isRecording && Object.keys(recorded).length === 0) {
    for (const [path, text] of Object.entries(changed)) {
      mkdirSync(dirname(join(folder, 'fixed', path)), { recursive: true });
      writeFileSync(join(folder, 'fixed', path), text);
    }
  }
  const expected = filesOf(join(folder, 'fixed'));
  expect(changed).toEqual(Object.fromEntries(Object.entries(expected).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)])));
  const { report } = await lintFiles({ ...files, ...changed });
  expect(report.findings.filter(({ fix }) => fix).map(lineOf)).toEqual([]);
}
