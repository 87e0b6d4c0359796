/**
 * Small repositories and all that mllint says of each: fixtures/policy is about configuration, exceptions and baseline, fixtures/layouts about
 * environments and models as teams lay them out. `RECORD=1` writes what is missing.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReportedModel, Suppressed } from '../src/finding.ts';
import type { RunResult } from '../src/mllint.ts';
import { filesOf, fixAll, fixtures, lineOf, lintFiles } from './cases.ts';

describe.each(['policy', 'layouts'].filter((group) => existsSync(join(fixtures, group))))('%s', (group) => {
  const root = join(fixtures, group);

  it.each(readdirSync(root).sort())('%s', async (name) => {
    const folder = join(root, name);
    const files = filesOf(folder);
    const said = told(await lintFiles(files));
    const changed = Object.entries(name.startsWith('fixed-') ? await fixAll(files) : {}).map(([path, text]) => `fixed ${path}:\n${text}`);
    const answer = [...said, ...changed, ''].join('\n');
    const path = join(folder, 'expected.txt');
    if (process.env.RECORD === '1' && !existsSync(path)) writeFileSync(path, answer);
    expect(answer).toBe(readFileSync(path, 'utf8'));
  });
});

function told({ report, usage, repository }: RunResult): string[] {
  return [
    ...report.environments.map(({ name, stage, models }) => `environment ${name}, stage ${stage ?? 'none'}${models.map((model) => `, ${modelText(model)}`).join('')}`),
    ...(repository?.models ?? []).filter(({ environment }) => !environment).map(({ name }) => `model without environment: ${name}`),
    ...report.findings.map((finding) => `${lineOf(finding)}${finding.environments.length > 0 ? ` (in ${finding.environments.join(', ')})` : ''}`),
    ...report.suppressed.map(suppressedText),
    ...report.unverified.map(({ at, what, why }) => `not verified: ${at.file.path} ${what}: ${why}`),
    ...report.notes.map((note) => `note: ${note}`),
    ...usage.map((line) => `usage: ${line}`),
    ...report.crashes.map(({ rule, stack }) => `crash: ${rule} ${stack}`),
  ];
}

function modelText({ name, namespace, version, uri, canary }: ReportedModel): string {
  return `${namespace === undefined ? '' : `${namespace}/`}${name} ${version ?? uri ?? '?'}${canary ? ` (canary ${canary.percent} % ${canary.version ?? canary.uri ?? '?'})` : ''}`;
}

function suppressedText({ finding, reason, by, until }: Suppressed): string {
  return `suppressed by ${by}${until === undefined ? '' : ` until ${until}`}: ${lineOf(finding)} -- ${reason}`;
}
