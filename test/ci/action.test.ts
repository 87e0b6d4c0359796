/** The check of action.yml: its form, and its step run as a runner runs it, in a clone of a repository with a pull request. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { unchecked } from '../../src/unchecked.ts';
import { build } from '../history/scenario.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly { readonly id?: string; readonly uses?: string; readonly run: string; readonly env: Readonly<Record<string, string>>; readonly shell: string }[] };
}

const action = unchecked<Action>(parse(readFileSync(join(root, 'action.yml'), 'utf8')));
const [step] = action.runs.steps;

describe('action.yml', () => {
  it('runs nothing of others, and puts no expression into a script', () => {
    expect(action.runs.using).toBe('composite');
    for (const { uses, run } of action.runs.steps) expect([uses, run.includes('${{')]).toEqual([undefined, false]);
  });

  it('hands over every input as a variable, and every output of its step', () => {
    const names = Object.keys(action.inputs);
    expect(Object.values(step?.env ?? {})).toEqual(names.map((name) => `\${{ inputs.${name} }}`));
    expect(Object.keys(step?.env ?? {})).toEqual(names.map((name) => `MLLINT_${name.toUpperCase().replaceAll('-', '_')}`));
    for (const [name, { value }] of Object.entries(action.outputs)) expect(value).toBe(`\${{ steps.${step?.id}.outputs.${name} }}`);
  });
});

interface Ran {
  readonly code: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

describe('the check', { timeout: 60_000 }, () => {
  const top = mkdtempSync(join(tmpdir(), 'mllint-action-'));
  const workspace = join(top, 'workspace');
  let origin = '';

  beforeAll(() => {
    origin = build({
      now: '2026-11-23T12:00:00Z', layout: 'folders', change: 'change',
      config: { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod' }] },
      commits: [
        { at: '2026-11-01T10:00:00Z', serve: { dev: 43, staging: 43, prod: 43 } },
        { at: '2026-11-10T10:00:00Z', serve: { dev: 45 } },
        { on: 'change', at: '2026-11-22T10:00:00Z', serve: { prod: 45 } },
      ],
    }).folder;
    const { status, stderr } = spawnSync('git', ['clone', '-q', '--branch', 'change', `file://${origin}`, workspace], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  });
  afterAll(() => [top, origin].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  function run(inputs: Readonly<Record<string, string>> = {}, variables: Readonly<Record<string, string>> = {}): Ran {
    const files = { summary: join(top, 'summary.md'), output: join(top, 'output.txt') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const own = Object.entries(action.inputs).map(([name, { default: value }]) => [`MLLINT_${name.toUpperCase().replaceAll('-', '_')}`, inputs[name] ?? value] as const);
    const env = {
      PATH: process.env.PATH, HOME: top, RUNNER_TEMP: top, GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'main', GITHUB_WORKSPACE: workspace,
      GITHUB_ACTION_PATH: root, GITHUB_STEP_SUMMARY: files.summary, GITHUB_OUTPUT: files.output, ...Object.fromEntries(own), ...variables,
    };
    const script = join(top, 'step.sh');
    writeFileSync(script, step?.run ?? '');
    const { status, stdout, stderr } = spawnSync('/bin/bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { cwd: workspace, env, encoding: 'utf8' });
    const outputs = Object.fromEntries(readFileSync(files.output, 'utf8').split('\n').filter((line) => line !== '').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    return { code: status, log: `${stdout}${stderr}`, summary: readFileSync(files.summary, 'utf8'), outputs };
  }

  it('holds back a version that skipped a stage, and says so in every place', () => {
    const { code, log, summary, outputs } = run({ sarif: 'true' });
    expect(code, log).toBe(1);
    expect(outputs).toMatchObject({ 'exit-code': '1', errors: '1', warnings: '0' });
    expect(log).toMatch(/^::error file=environments\/prod\/values\.yaml,line=\d+,.*title=promotion\/order::/m);
    expect(summary).toContain('| `fraud-detector` | `prod` | `43` → `45` | promotion | **1 of ');
    expect(summary).toContain('<details><summary>what is rendered otherwise</summary>');
    expect(JSON.parse(readFileSync(outputs['sarif-file'] ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(JSON.parse(readFileSync(outputs['report-file'] ?? '', 'utf8'))).toMatchObject({ summary: { errors: 1 } });
  });

  it('does as its inputs say', () => {
    const { log, summary, outputs } = run({ annotations: 'false', summary: 'false', 'fail-on': 'all', 'max-warnings': '0', base: 'origin/main' });
    expect(log).not.toContain('::error');
    expect(summary).toBe('');
    expect(outputs['sarif-file']).toBeUndefined();
  });

  it.each([
    [{ 'fail-on': 'never' }, 'the input fail-on takes new or all, not "never"'],
    [{ 'max-warnings': '1; id' }, 'the input max-warnings takes a whole number, not "1; id"'],
    [{ annotations: 'yes' }, 'the input annotations takes true or false, not "yes"'],
    [{ base: '--output-file=x' }, 'the input base takes a branch or a commit, not "--output-file=x"'],
    [{ root: '../..' }, 'the input root leads out of the checkout: ../..'],
    [{ config: '/etc/passwd' }, 'the input config leads out of the checkout: /etc/passwd'],
    [{ root: 'a\nexit-code=0' }, 'the input root holds a control character'],
  ])('refuses %j', (inputs, message) => {
    const { code, log, outputs } = run(inputs);
    expect([code, outputs]).toEqual([2, { 'exit-code': '2' }]);
    expect(log).toBe(`::error title=mllint::${message}\n`);
  });

  it('takes inputs for what they are', () => {
    const { code, log } = run({ base: '$(touch pwned)`touch pwned`;touch pwned' });
    expect(code).toBe(2);
    expect(log).toContain('::error title=mllint::mllint: ');
    expect(existsSync(join(workspace, 'pwned'))).toBe(false);
  });

  it('is not green where the target branch is not there', () => {
    const { code, log, summary } = run({}, { GITHUB_BASE_REF: 'release' });
    expect(code).toBe(2);
    expect(log).toContain('::error title=mllint::mllint: ');
    expect(summary).toContain('mllint could not decide');
  });

  it('says what is missing where there is no Node.js', () => {
    const { code, log } = run({}, { PATH: '/nowhere' });
    expect([code, log]).toEqual([2, '::error title=mllint::Node.js 20.19 or later is needed: put actions/setup-node before this step\n']);
  });
});

describe('action.yml for the tools that check such files', () => {
  const zizmor = spawnSync('zizmor', ['--version']).status === 0;
  it.skipIf(!zizmor)('is clean for zizmor (skipped where it is not installed)', () => {
    const { status, stdout } = spawnSync('zizmor', ['--offline', '--no-progress', '--persona=pedantic', 'action.yml'], { cwd: root, encoding: 'utf8' });
    expect({ status, stdout }).toMatchObject({ status: 0 });
  });
});
