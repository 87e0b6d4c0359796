/** The same tree gives the same bytes, wherever and however it lies. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { git } from '../hostile/repository.ts';
import { bin } from './script.ts';

const top = mkdtempSync(join(tmpdir(), 'mllint-determinism-'));
const source = join(fixtures, 'article');
afterAll(() => rmSync(top, { recursive: true, force: true }));

function report(folder: string, env: Record<string, string> = {}): string {
  const { stdout, status } = spawnSync(process.execPath, [bin, '-C', folder, '--format', 'json'], { encoding: 'utf8', env: { PATH: process.env.PATH ?? '', ...env } });
  expect(status).toBe(1);
  return stdout;
}

function files(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = join(prefix, name);
    return statSync(join(folder, path)).isDirectory() ? files(folder, path) : [path];
  });
}

function copied(name: string, paths: readonly string[]): string {
  const folder = join(top, name);
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), readFileSync(join(source, path)));
  }
  return folder;
}

describe('a report', () => {
  const paths = files(source);
  const folder = copied('one', paths);
  const expected = report(folder);

  it.each([
    { TZ: 'Asia/Tokyo' },
    { TZ: 'America/St_Johns', LC_ALL: 'de_DE.UTF-8' },
    { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { LC_ALL: 'C', LANG: 'C', HOME: '/nowhere' },
    { COLUMNS: '20', CI: 'true', GITHUB_ACTIONS: 'true' },
  ])('is the same with %j', (env) => {
    expect(report(folder, env)).toBe(expected);
  });

  it('is the same whatever the order in which files were made, and wherever they lie', () => {
    expect(report(copied('some where/else', [...paths].reverse()))).toBe(expected);
  });

  it('is the same with Git, tracked and untracked, and in a clone', () => {
    const tracked = copied('tracked', paths);
    git(tracked, 'init', '-q');
    expect(report(tracked)).toBe(expected);
    git(tracked, 'add', '-A');
    git(tracked, 'commit', '-q', '-m', 'one');
    expect(report(tracked)).toBe(expected);
    const clone = join(top, 'clone');
    git(top, 'clone', '-q', tracked, clone);
    git(clone, 'remote', 'remove', 'origin');
    expect(report(clone)).toBe(expected);
  });

  it('is the same as part of another repository that is larger than one thread reads', () => {
    const large = join(top, 'large');
    cpSync(source, large, { recursive: true });
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n';
    for (let index = 0; index < 700; index += 1) writeFileSync(join(large, `more-${index}.yaml`), text);
    expect(report(large, { UV_THREADPOOL_SIZE: '1' })).toBe(report(large));
  });
});
