/** A version is promoted, tried out, cut over and rolled back in every layout; the gate lets each step pass, and nothing but the version moves. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { runCommand, type Ran } from '../history/run-command.ts';
import { build, type Scenario } from '../history/scenario.ts';
import { VERSION_LAYOUTS, type VersionLayout } from './layouts.ts';

const ENVIRONMENTS = ['dev', 'staging', 'prod'];
let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Staging runs 45 for days, and prod 43. */
function repository({ fixed, files, config = {} }: VersionLayout): void {
  const scenario: Scenario = {
    now: '', layout: 'folders',
    config: { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', requiredSoakTime: '24h', canary: { required: false, soak: '2h' } }], ...config },
    commits: [
      { at: '2026-11-01T10:00:00Z', files: { ...fixed, ...Object.assign({}, ...ENVIRONMENTS.map((environment) => files(environment, 43))) } },
      { at: '2026-11-02T10:00:00Z', files: files('dev', 45) },
      { at: '2026-11-03T10:00:00Z', files: files('staging', 45) },
    ],
  };
  ({ folder } = build(scenario));
  git(['checkout', '-q', '-B', 'work']);
}

function git(args: readonly string[], at?: string): string {
  const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const { status, stdout, stderr } = spawnSync('git', ['-c', 'core.autocrlf=false', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...identity, ...(at === undefined ? {} : { GIT_COMMITTER_DATE: at }) } });
  expect(status, stderr).toBe(0);
  return stdout;
}

/** Asks for a move, lets the gate judge it and merges it. */
async function step(argv: readonly string[], now: string): Promise<string> {
  const asked = await runCommand([argv[0] ?? '', 'fraud-detector', ...argv.slice(1), '--now', now, '-f', 'json'], folder);
  expect([asked.code, asked.err], asked.out).toEqual([0, expect.not.stringContaining('error')]);
  git(['commit', '-q', '-a', '-m', 'step'], now);
  await expectOpen(now);
  git(['branch', '-q', '-f', 'main', 'work']);
  const { change } = unchecked<{ readonly change: { readonly kind: string; readonly from: string; readonly to: string } }>(JSON.parse(asked.out));
  return `${change.kind} ${change.from} → ${change.to}`;
}

async function expectOpen(now: string): Promise<void> {
  const gate: Ran = await runCommand(['--base', 'main', '--now', now], folder);
  expect(gate.code, gate.out).toBe(0);
}

/** The files of prod as they lie there, and as somebody would have written them. */
function inProd(): Record<string, string> {
  const paths = git(['ls-files']).trim().split('\n').filter((path) => path.includes('prod'));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const NOON = '2026-11-23T12:00:00Z';

describe.each(Object.entries(VERSION_LAYOUTS))('%s', (_name, layout) => {
  it('a promotion writes what a person would have written, and a rollback restores every byte', { timeout: 60_000 }, async () => {
    repository(layout);
    const before = inProd();
    expect(await step(['promote', '--to', 'prod'], NOON)).toBe('promotion 43 → 45');
    expect(inProd()).toEqual({ ...before, ...layout.files('prod', 45) });
    expect(await step(['rollback', '--in', 'prod'], '2026-11-24T12:00:00Z')).toBe('rollback 45 → 43');
    expect(inProd()).toEqual(before);
  });

  it.runIf(layout.hasCanary)('a canary starts, grows and becomes the stable version', { timeout: 60_000 }, async () => {
    repository(layout);
    const before = inProd();
    expect(await step(['promote', '--to', 'prod', '--percent', '10'], NOON)).toBe('canary-start 43 → 45');
    expect(await step(['promote', '--to', 'prod', '--percent', '50'], '2026-11-23T13:00:00Z')).toBe('canary-step 43 → 45');
    expect(await step(['promote', '--to', 'prod'], '2026-11-23T15:00:00Z')).toBe('cut-over 43 → 45');
    expect(withoutEmpty(inProd())).toEqual(withoutEmpty({ ...before, ...layout.files('prod', 45) }));
  });

  it.runIf(layout.hasCanary)('a rollback ends a canary', { timeout: 60_000 }, async () => {
    repository(layout);
    const before = inProd();
    expect(await step(['promote', '--to', 'prod', '--percent', '10'], NOON)).toBe('canary-start 43 → 45');
    expect(await step(['rollback', '--in', 'prod'], '2026-11-23T12:30:00Z')).toBe('rollback 45 → 43');
    expect(withoutEmpty(inProd())).toEqual(withoutEmpty(before));
  });
});

/** A mapping that was made for a canary may stay, without anything in it. */
function withoutEmpty(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(/^canary: \{\}\n/m, '')]));
}
