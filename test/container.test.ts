/** The container file, as far as it can be held without a container: its form, and that the package can be built from what it copies. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(join(root, 'Containerfile'), 'utf8');
const instructions = text.replaceAll(/^\s*#.*\n/gm, '').replaceAll('\\\n', ' ').split('\n').filter((line) => line !== '');

describe('the container file', () => {
  it('runs as nobody in particular, with Git, and without npm', () => {
    const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last.filter((line) => line.startsWith('USER '))).toEqual(['USER 65532:65532']);
    expect(last.findIndex((line) => line.startsWith('RUN '))).toBeLessThan(last.findIndex((line) => line.startsWith('USER ')));
    expect(last[1]).toMatch(/--no-install-recommends git .*rm -rf .*\/usr\/local\/lib\/node_modules \/usr\/local\/bin\/npm /);
    expect(last.at(-1)).toBe('ENTRYPOINT ["mllint"]');
  });

  it('builds the package from the files that .dockerignore lets through', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'mllint-container-'));
    const [all, ...kept] = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(all).toBe('*');
    for (const line of kept) cpSync(join(root, line.slice(1)), join(folder, line.slice(1)), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')));
    const run = spawnSync('sh', ['-c', 'npm run --silent build && npm pack --ignore-scripts --pack-destination .'], { cwd: folder, env, encoding: 'utf8' });
    expect(run.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('npm notice'))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tgz'))).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });

  const hadolint = spawnSync('hadolint', ['--version']).status === 0;
  it.skipIf(!hadolint)('is clean for hadolint (skipped where it is not installed)', () => {
    const { stdout, status } = spawnSync('hadolint', ['Containerfile'], { cwd: root, encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });
});
