/** Where a report may be written: not through a link of the linted repository, however the two are named. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, describe, it } from 'vitest';
import { bin } from './script.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-output-')));
const repository = join(top, 'repository');
mkdirSync(join(repository, 'reports'), { recursive: true });
writeFileSync(join(repository, 'a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
writeFileSync(join(top, 'victim'), 'untouched');
symlinkSync('../victim', join(repository, 'report.json'));
symlinkSync('..', join(repository, 'up'));
symlinkSync(repository, join(top, 'link'));
symlinkSync(join(top, 'elsewhere.json'), join(top, 'own-link.json'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

function write(cwd: string, root: string, file: string): number | null {
  return spawnSync(process.execPath, [bin, '-C', root, '-f', `json=${file}`], { cwd }).status;
}

describe('a report', () => {
  it.each([
    [repository, '.', 'report.json'],
    [repository, '.', 'up/victim'],
    [repository, join(top, 'link'), 'report.json'],
    [top, 'link', 'repository/report.json'],
    [top, 'repository', 'link/report.json'],
    [top, 'link', 'link/up/victim'],
  ])('from %s for %s is not written to %s', (cwd, root, file) => {
    expect(write(cwd, root, file)).toBe(2);
    expect(readFileSync(join(top, 'victim'), 'utf8')).toBe('untouched');
  });

  it.each([
    [repository, '.', 'reports/one.json', 'repository/reports/one.json'],
    [top, 'link', 'link/reports/two.json', 'repository/reports/two.json'],
    [top, 'repository', 'three.json', 'three.json'],
    [top, 'repository', 'own-link.json', 'elsewhere.json'],
    [top, 'repository', '/dev/null', 'repository'],
  ])('from %s for %s is written to %s', (cwd, root, file, written) => {
    expect(write(cwd, root, file), 'the links are findings').toBe(1);
    expect(existsSync(join(top, written))).toBe(true);
  });
});
