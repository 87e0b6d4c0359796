/** Environments that have a branch of their own, on the command line and in jobs. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { git } from '../hostile/repository.ts';
import { runCommand } from './run-command.ts';
import { build, type Scenario, type Step } from './scenario.ts';

const ENVIRONMENTS = ['dev', 'staging', 'prod'].map((name) => ({ name, match: { branch: `environment/${name}` } }));
const NOW = '2026-11-23T12:00:00Z';

function serve(environment: string, at: string, version: number): Step {
  return { on: `environment/${environment}`, at, serve: { [environment]: version } };
}

const SCENARIO: Scenario = {
  now: NOW, layout: 'branches', config: { environments: ENVIRONMENTS }, base: 'environment/prod',
  commits: [
    { at: '2026-11-01T09:00:00Z' },
    serve('dev', '2026-11-18T10:00:00Z', 45), serve('staging', '2026-11-01T10:00:00Z', 43), serve('prod', '2026-11-01T11:00:00Z', 43),
  ],
};

let folder: string;

beforeAll(() => ({ folder } = build(SCENARIO)));
afterAll(() => rmSync(folder, { recursive: true }));

const named = (text: string): string => text.replaceAll(/\([0-9a-f]{7}\)/g, '(…)').replaceAll(/ {2,}/g, '  ');

describe('the state', () => {
  test.each(['environment/prod', 'main'])('on %s shows what every branch holds', async (branch) => {
    git(folder, 'checkout', '-q', branch);
    const { out, err } = await runCommand(['state'], folder);
    expect([named(out), err]).toEqual([[
      'environment  model  version  since  canary  uri',
      'dev  fraud-detector  45  2026-11-18 10:00 UTC (…)  s3://ml-models/fraud-detector/v45',
      'staging  fraud-detector  43  2026-11-01 10:00 UTC (…)  s3://ml-models/fraud-detector/v43',
      'prod  fraud-detector  43  2026-11-01 11:00 UTC (…)  s3://ml-models/fraud-detector/v43', '',
    ].join('\n'), '']);
  });

  test('and the history say which branch is not here', async () => {
    git(folder, 'branch', '-q', '-m', 'environment/dev', 'hidden');
    const missing = 'dev: the branch environment/dev is not in this clone (`git fetch origin environment/dev`, `fetch-depth: 0` for actions/checkout)\n';
    expect((await runCommand(['state'], folder)).err).toBe(missing);
    expect((await runCommand(['history', 'fraud-detector'], folder)).err).toBe(missing);
    git(folder, 'branch', '-q', '-m', 'hidden', 'environment/dev');
  });
});

test('the branch as it was fetched counts before a local one of the same name', async () => {
  git(folder, 'update-ref', 'refs/remotes/origin/environment/staging', 'environment/dev');
  const { out } = await runCommand(['state'], folder);
  git(folder, 'update-ref', '-d', 'refs/remotes/origin/environment/staging');
  expect(out).toContain('staging      fraud-detector  45');
});

test('a job of a pull request into such a branch does without its base no more than any other', async () => {
  git(folder, 'checkout', '-q', 'environment/prod');
  const { code, err } = await runCommand([], folder, { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'environment/nowhere' });
  expect([code, err]).toEqual([2, 'mllint: --base: environment/nowhere is not in this clone\n']);
});
