/** Environments that have a branch of their own, on the command line and in jobs. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
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

test.each(['x; touch y', '--upload-pack=x', '$(x)'])('the name %j of a branch is no command', async (branch) => {
  git(folder, 'checkout', '-q', 'environment/prod');
  writeFileSync(join(folder, 'mllint.yaml'), JSON.stringify({ environments: ENVIRONMENTS.map((one) => (one.name === 'dev' ? { ...one, match: { branch } } : one)) }));
  const { err } = await runCommand(['state'], folder);
  git(folder, 'checkout', '-q', '--', '.');
  expect(err).toBe(`dev: the branch ${branch} is not in this clone (\`fetch-depth: 0\` for actions/checkout)\n`);
});

test('a job of a pull request into such a branch does without its base no more than any other', async () => {
  git(folder, 'checkout', '-q', 'environment/prod');
  const { code, err } = await runCommand([], folder, { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'environment/nowhere' });
  expect([code, err]).toEqual([2, 'mllint: --base: environment/nowhere is not in this clone\n']);
});

test('what another folder of a branch serves, outside of the root, is no proof', async () => {
  const { folder: top, root } = build({
    ...SCENARIO,
    commits: [
      { root: 'teams/fraud', at: '2026-11-01T09:00:00Z' }, serve('staging', '2026-11-01T10:00:00Z', 43), serve('prod', '2026-11-01T11:00:00Z', 43),
      { ...serve('prod', '2026-11-23T11:00:00Z', 47), on: 'bump', from: 'environment/prod' },
    ],
  });
  git(top, 'checkout', '-q', 'environment/staging');
  const other = join(top, 'teams', 'other', 'deploy');
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'fraud-detector.yaml'), readFileSync(join(root, 'deploy', 'fraud-detector.yaml'), 'utf8').replace('v43', 'v47'));
  git(top, 'add', '-A');
  git(top, 'commit', '-q', '-m', 'another team');
  git(top, 'checkout', '-q', 'bump');
  const { code, out } = await runCommand(['--base', 'environment/prod', '-f', 'compact'], root);
  rmSync(top, { recursive: true });
  expect(out).toContain('version 47 never ran in staging: staging runs 43');
  expect(code).toBe(1);
});

/** Names of staging's branch, its tip and a tag of it, in the Application of staging that main holds since 2026-11-02. */
describe('an Application on main that names', () => {
  const environments = ['dev', 'staging', 'prod'].map((name) => ({ name, match: { applications: [`fraud-detector-${name}`] } }));
  const folders: string[] = [];
  afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })));

  test.each([
    ['the full name of a commit', (tip: string) => tip, 'version 45 has run in staging since 2026-11-02 09:00 UTC'],
    ['the first letters of one', (tip: string) => tip.slice(0, 12), 'version 45 has run in staging since nobody knows when: it comes from the revision '],
    ['a tag', () => 'v45', 'version 45 has run in staging since nobody knows when: it comes from the revision v45'],
    ['a tag in full', () => 'refs/tags/v45', 'version 45 has run in staging since nobody knows when: it comes from the revision refs/tags/v45'],
  ])('%s', async (_name, revision, evidence) => {
    const { folder: other } = build({
      now: NOW, layout: 'branch-applications', config: { environments },
      commits: [
        { at: '2026-11-01T09:00:00Z' }, { on: 'env/dev', at: '2026-11-01T10:00:00Z', serve: { dev: 45 } },
        { on: 'env/staging', at: '2026-11-01T11:00:00Z', serve: { staging: 45 } }, { on: 'env/prod', at: '2026-11-01T12:00:00Z', serve: { prod: 43 } },
      ],
    });
    folders.push(other);
    const tip = readFileSync(join(other, '.git', 'refs', 'heads', 'env', 'staging'), 'utf8').trim();
    git(other, 'tag', 'v45', 'env/staging');
    pin(other, 'staging', revision(tip), '2026-11-02T09:00:00Z');
    git(other, 'checkout', '-q', '-b', 'change');
    pin(other, 'prod', tip, '2026-11-23T11:00:00Z');
    const { out } = await runCommand(['--base', 'main', '-f', 'json'], other);
    const { changes } = unchecked<{ readonly changes: readonly { readonly gates: readonly { readonly rule: string; readonly evidence: string }[] }[] }>(JSON.parse(out));
    expect(changes[0]?.gates.find(({ rule }) => rule === 'promotion/order')?.evidence).toContain(evidence);
  });

  function pin(root: string, environment: string, revision: string, at: string): void {
    const path = join(root, 'apps', `${environment}.yaml`);
    writeFileSync(path, readFileSync(path, 'utf8').replace(`env/${environment}`, JSON.stringify(revision)));
    git(root, 'add', '-A');
    process.env.GIT_COMMITTER_DATE = at;
    git(root, 'commit', '-q', '-m', 'pinned');
    delete process.env.GIT_COMMITTER_DATE;
  }
});
