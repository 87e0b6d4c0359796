/** The program in a repository of its own, for tests of `mllint init`. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin } from '../cli/script.ts';

export const ENV: Readonly<Record<string, string>> = { PATH: process.env.PATH ?? '', HOME: '/nowhere', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', TERM: 'xterm' };

/** A copy of a folder with a Git of its own, but for what is left out. */
export function copyOf(folder: string, without: readonly string[] = []): string {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-init-')));
  cpSync(folder, top, { recursive: true, verbatimSymlinks: true, filter: (path) => path !== join(folder, '.git') });
  for (const name of without) rmSync(join(top, name), { recursive: true, force: true });
  git(top, 'init', '-q', '-b', 'main');
  return top;
}

export function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], { cwd: folder, env: ENV, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function mllint(folder: string, ...args: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, env: ENV, encoding: 'utf8', maxBuffer: 1e9, timeout: 300_000 });
  return { status, stdout, stderr };
}

/** Every text below a folder but Git's own, by path. */
export function textsBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).filter((path) => !path.startsWith('.git/')).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

interface Said {
  readonly findings: readonly unknown[];
  readonly suppressed: readonly unknown[];
  readonly unverified: readonly unknown[];
  readonly environments: readonly unknown[];
}

/** What a report says of the repository, as text. */
export function said(folder: string): string {
  const { stdout, stderr } = mllint(folder, '-f', 'json', '--now', '2026-11-23T12:00:00Z');
  if (!stdout.startsWith('{')) return stderr;
  const { findings, suppressed, unverified, environments }: Said = JSON.parse(stdout);
  return JSON.stringify({ findings, suppressed, unverified, environments }, undefined, 1);
}
