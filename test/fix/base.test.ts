/** With a base, what every pass compares with is read from Git once. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readArguments } from '../../src/commands/arguments.ts';
import { sessionOptions } from '../../src/commands/fix-tree.ts';
import type { Io } from '../../src/commands/io.ts';
import { openTree } from '../../src/commands/workspace.ts';
import { NOW } from '../cases.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-base-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const deployment = (replicas: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: a, namespace: ml }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: a } }
  template: { metadata: { labels: { app: a } }, spec: { containers: [ { name: a, image: "a:1" } ] } }
`;

it('lints again without asking Git for the base', async () => {
  git('init', '-q', '-b', 'main');
  writeFileSync(join(root, 'a.yaml'), deployment('"2"'));
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('checkout', '-qb', 'change');
  writeFileSync(join(root, 'b.yaml'), deployment('"3"').replaceAll('name: a,', 'name: b,'));
  const io: Io = {
    cwd: root, out: () => undefined, err: () => undefined, input: () => Promise.resolve(new Uint8Array()), env: { PATH: process.env.PATH }, hookIndex: undefined, isTerminal: false, columns: 80,
    version: '0.0.0', now: () => NOW, process: { id: process.pid, isRunning: () => false }, uninterrupted: (work) => work(),
  };
  const args = readArguments(['--fix', '--yes', '--base', 'main', '--rule', 'kubernetes/schema']);
  const { lint } = sessionOptions(args, io, await openTree(args, io));
  const news = async (texts: Parameters<typeof lint>[0]): Promise<unknown[]> => (await lint(texts)).report.findings.map(({ at, isNew }) => [at.file.path, isNew]);
  const first = await news(new Map());
  expect(first).toEqual([['a.yaml', false], ['b.yaml', true]]);
  renameSync(join(root, '.git', 'objects'), join(root, '.git', 'gone'));
  expect(await news(new Map([['b.yaml', deployment('3').replaceAll('name: a,', 'name: b,')]]))).toEqual([['a.yaml', false]]);
  expect(await news(new Map())).toEqual(first);
});
