/** The clean example, whose chart reads the contract: a model goes to staging by a canary, and back; where a VirtualService splits already, none is written. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { runCommand } from '../history/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'mllint-example-'));
afterAll(() => rmSync(folder, { recursive: true }));

function git(args: readonly string[], at = '2026-11-10T10:00:00Z'): void {
  const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const { status, stderr } = spawnSync('git', [...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...identity, GIT_COMMITTER_DATE: at } });
  expect(status, stderr).toBe(0);
}

const STAGING = 'environments/staging/churn-scorer/values.yaml';

async function step(argv: readonly string[], now: string): Promise<string> {
  const { code, out, err } = await runCommand([...argv, '--now', now], folder);
  expect([code, err], out).toEqual([0, expect.not.stringContaining('error')]);
  git(['commit', '-q', '-a', '-m', 'step'], now);
  const gate = await runCommand(['--base', 'main', '--now', now], folder);
  expect(gate.code, gate.out).toBe(0);
  git(['branch', '-q', '-f', 'main', 'HEAD']);
  return out.split('\n')[0] ?? '';
}

it('goes to staging by a canary, and back', { timeout: 180_000 }, async () => {
  cpSync(join(fixtures, 'ml-gitops'), folder, { recursive: true });
  writeFileSync(join(folder, 'mllint.yaml'), 'environments: [ { name: dev }, { name: staging, canary: { required: true, initialPercent: 10, soak: 2h } }, { name: prod, requiredSoakTime: 24h } ]\n');
  git(['init', '-q', '-b', 'main']);
  git(['add', '-A']);
  git(['commit', '-q', '-m', 'one']);
  git(['checkout', '-q', '-b', 'work']);
  const before = readFileSync(join(folder, STAGING), 'utf8');
  expect(await step(['promote', 'churn-scorer', '--to', 'staging'], '2026-11-20T10:00:00Z')).toContain('canary-start 2.3.1 → 2.4.0');
  expect(readFileSync(join(folder, STAGING), 'utf8')).toBe(before.replace('/2.3.1\n', '/2.3.1\n  canary:\n    version: "2.4.0"\n    storageUri: s3://example-ml-models/churn-scorer/2.4.0\n    percent: 10\n').replace('version: "2.4.0"', 'version: 2.4.0'));
  expect(await step(['promote', 'churn-scorer', '--to', 'staging'], '2026-11-20T13:00:00Z')).toContain('cut-over 2.3.1 → 2.4.0');
  expect(readFileSync(join(folder, STAGING), 'utf8')).toBe(before.replaceAll('2.3.1', '2.4.0'));
  expect(await step(['rollback', 'churn-scorer', '--in', 'staging'], '2026-11-21T10:00:00Z')).toContain('rollback 2.4.0 → 2.3.1');
  expect(readFileSync(join(folder, STAGING), 'utf8')).toBe(before);
  const split = await runCommand(['promote', 'fraud-detector', '--to', 'prod', '--percent', '10', '--now', '2026-11-21T11:00:00Z'], folder);
  expect([split.code, split.out]).toEqual([1, expect.stringMatching(/error {3}istio\/one-splitter .*\n\nnothing is written: the gate would not let it pass\n$/)]);
});
