/** Bases that cannot be had, that have moved on, and repositories that would make Git run something. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { git } from '../hostile/repository.ts';
import { runCommand } from './run-command.ts';
import { build, type Scenario } from './scenario.ts';

const SCENARIO: Scenario = {
  now: '2026-11-23T12:00:00Z',
  layout: 'folders',
  commits: [
    { at: '2026-11-01T10:00:00Z', serve: { dev: 43, staging: 43, prod: 43 } },
    { at: '2026-11-02T10:00:00Z', serve: { dev: 45 } },
    { on: 'change', at: '2026-11-03T10:00:00Z', serve: { staging: 45 } },
    { at: '2026-11-04T10:00:00Z', serve: { dev: 47 } },
    { on: 'conflicting', at: '2026-11-05T10:00:00Z', serve: { dev: 48 } },
    { at: '2026-11-06T10:00:00Z', serve: { dev: 49 } },
  ],
  change: 'change',
};

const folders: string[] = [];
let folder: string;

beforeAll(() => {
  folder = build(SCENARIO).folder;
  folders.push(folder);
});

afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

function clone(...args: string[]): string {
  const target = mkdtempSync(join(tmpdir(), 'mllint-clone-'));
  folders.push(target);
  git(target, 'clone', '-q', ...args, `file://${folder}`, 'repo');
  return join(target, 'repo');
}

const run = (cwd: string, variables: Record<string, string> = {}, ...args: string[]) => runCommand([...args, '--now', SCENARIO.now, '-f', 'json'], cwd, variables);

describe('a base', () => {
  test('that has moved on is merged, without a trace in the repository', async () => {
    const objects = readdirSync(join(folder, '.git', 'objects')).sort();
    const { out, code } = await run(folder, {}, '--base', 'main');
    expect(out).toContain('HEAD does not hold main');
    expect(out).toContain('staging');
    // dev runs 49 at the tip: 45 left it.
    expect(out).toContain('and now dev runs 49');
    expect(code).toBe(1);
    expect(readdirSync(join(folder, '.git', 'objects')).sort()).toEqual(objects);
  });

  test('that conflicts is exit code 2 and names the files', async () => {
    git(folder, 'checkout', '-q', 'conflicting');
    const { code, err } = await run(folder, {}, '--base', 'main');
    git(folder, 'checkout', '-q', 'change');
    expect([code, err]).toEqual([2, 'mllint: main and HEAD cannot be merged; both changed "environments/dev/values.yaml"\n']);
  });

  test.each([
    ['nowhere', '--base: nowhere is not in this clone'],
    ['--upload-pack=x', '--base: "--upload-pack=x" is the name of no branch, tag or commit'],
    ['main^{tree}', '--base: "main^{tree}" is the name of no branch, tag or commit'],
  ])('%s cannot be had', async (name, message) => {
    const { code, err } = await run(folder, {}, `--base=${name}`);
    expect([code, err]).toEqual([2, `mllint: ${message}\n`]);
  });

  test('without a commit in common', async () => {
    const other = clone('-b', 'change');
    git(other, 'checkout', '-q', '--orphan', 'alone');
    git(other, 'commit', '-q', '-m', 'alone');
    const { code, err } = await run(other, {}, '--base', 'origin/main');
    expect([code, err]).toEqual([2, 'mllint: origin/main and HEAD have no commit in common\n']);
  });

  test('in a history that grafts rewrite', async () => {
    const other = clone('-b', 'change');
    writeFileSync(join(other, '.git', 'info', 'grafts'), 'a'.repeat(40));
    const { code, err } = await run(other, {}, '--base', 'origin/main');
    expect(code).toBe(2);
    expect(err).toContain('.git/info/grafts');
  });

  test('does not run the merge driver of a configuration', async () => {
    const other = clone('-b', 'change');
    const trace = join(other, 'ran');
    git(other, 'config', 'merge.evil.driver', `touch ${trace}`);
    writeFileSync(join(other, '.git', 'info', 'attributes'), '* merge=evil\n');
    git(other, 'checkout', '-q', 'origin/conflicting');
    const { code } = await run(other, {}, '--base', 'origin/main');
    expect([code, existsSync(trace)]).toEqual([2, false]);
  });
});

test.each([
  ['the change itself', {}, [/^the base has no mllint\.yaml/, /maps https:\/\/example\.org\/charts to .*outside of the root/], /a change may not open it by its own configuration/],
  ['-c', { config: true }, [], undefined],
])('a folder outside of the root is opened by %s or not', async (_name, { config = false }: { config?: boolean }, notes, why) => {
  const other = clone('-b', 'change');
  const outside = mkdtempSync(join(tmpdir(), 'mllint-outside-'));
  folders.push(outside);
  mkdirSync(join(outside, 'app'));
  writeFileSync(join(outside, 'app', 'secret.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: outside }\n');
  const policy = JSON.stringify({ repositories: { map: { 'https://example.org/charts': outside } } });
  writeFileSync(join(config ? outside : other, 'mllint.yaml'), policy);
  writeFileSync(join(other, 'app.yaml'), 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app, namespace: argocd }\nspec:\n  project: ml\n  destination: { server: https://kubernetes.default.svc, namespace: a }\n  source: { repoURL: https://example.org/charts, path: app, targetRevision: HEAD }\n');
  git(other, 'merge', '-q', '-m', 'merged', 'origin/main');
  const { out } = await run(other, {}, '--base', 'origin/main', ...(config ? ['-c', join(outside, 'mllint.yaml')] : []));
  const said = unchecked<{ readonly notes?: readonly string[]; readonly unverified: readonly { readonly why: string }[] }>(JSON.parse(out));
  expect(said.notes ?? []).toHaveLength(notes.length);
  for (const [index, note] of notes.entries()) expect(said.notes?.[index]).toMatch(note);
  expect(said.unverified.map((one) => one.why)).toEqual(why === undefined ? [] : [expect.stringMatching(why)]);
});

describe('the job of a pull request', () => {
  const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'main' };

  test.each([
    ['of GitHub', GITHUB],
    ['of a merge queue', { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'merge_group', GITHUB_BASE_REF: '', GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7-0123456789abcdef' }],
    ['of GitLab', { CI_MERGE_REQUEST_IID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' }],
  ])('%s finds its base', async (_name, variables) => {
    const { out, code } = await run(clone('-b', 'change'), variables);
    expect(out).toContain('"changes"');
    expect(code).toBe(1);
  });

  test('in a shallow clone is exit code 2, not green', async () => {
    const { code, err } = await run(clone('-b', 'change', '--depth=1', '--no-single-branch'), GITHUB);
    expect(code).toBe(2);
    expect(err).toContain('`fetch-depth: 0`');
  });

  test('without its target branch is exit code 2, not green', async () => {
    const { code, err } = await run(clone('-b', 'change', '--single-branch'), GITHUB);
    expect([code, err]).toEqual([2, 'mllint: --base: main is not in this clone\n']);
  });
});

test('the state says since when it stands, and which version is stable beside a canary', async () => {
  const { folder: other } = build({
    now: SCENARIO.now,
    layout: 'kustomize',
    commits: [
      { at: '2026-11-01T10:00:00Z', serve: { staging: 43, prod: 43 } },
      { at: '2026-11-02T10:00:00Z', serve: { staging: 45 } },
      { at: '2026-11-03T10:00:00Z', serve: { prod: { canary: 45, percent: 10 } } },
    ],
  });
  folders.push(other);
  const { out } = await runCommand(['state'], other);
  expect(out.replaceAll(/\([0-9a-f]{7}\)/g, '(…)').replaceAll(/ {2,}/g, '  ').split('\n')).toEqual([
    'environment  model  version  since  canary  uri',
    'staging  fraud-detector  45  2026-11-02 10:00 UTC (…)  s3://ml-models/fraud-detector/v45',
    'prod  fraud-detector  43  2026-11-01 10:00 UTC (…)  10 % 45  s3://ml-models/fraud-detector/v45',
    '',
  ]);
});
