/** What users install: one small tarball that needs no network, no other package and no script. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const mebibyte = 1024 * 1024;

/** npm as a user's shell would run it: without the settings that the `npm test` around us hands down. */
function npm(folder: string, ...arguments_: string[]): string {
  const environment = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  const shell = process.platform === 'win32'; // npm is a .cmd file there
  return execFileSync('npm', arguments_, { cwd: folder, env: Object.fromEntries(environment), encoding: 'utf8', shell, stdio: 'pipe' });
}

describe('the package', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-pack-'));
  const project = join(folder, 'node_modules/mllint');
  let packOutput = '';

  beforeAll(() => {
    packOutput = npm(root, 'pack', '--pack-destination', folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    npm(folder, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${packOutput.trim()}`);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is named by the standard output of npm pack and nothing else, as pre-commit expects', () => {
    expect(packOutput).toBe(`mllint-${manifest.version}.tgz\n`);
  });

  it('is at most 5 MiB', () => {
    expect(statSync(join(folder, packOutput.trim())).size).toBeLessThanOrEqual(5 * mebibyte);
  });

  it('runs no script when it is installed', () => {
    const scripts = Object.keys(manifest.scripts);
    expect(scripts.filter((name) => ['preinstall', 'install', 'postinstall', 'prepublish'].includes(name))).toEqual([]);
  });

  it('depends on no other package', () => {
    const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'];
    expect(kinds.filter((kind) => kind in manifest)).toEqual([]);
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['mllint']);
  });

  it('holds the licence, the licences of what is bundled, and no sources or source maps', () => {
    const files = readdirSync(project, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'dist/THIRD-PARTY-NOTICES.txt', 'dist/main.js', 'bin/mllint.js']));
    expect(files.filter((path) => /\.(?:ts|map|tmp)$/.test(path))).toEqual([]);
  });

  it('runs after an installation without network', () => {
    const version = execFileSync(process.execPath, [join(project, manifest.bin.mllint), '--version'], { encoding: 'utf8', cwd: folder });
    expect(version.trim()).toBe(manifest.version);
    expect(npm(folder, 'exec', '--offline', '--', 'mllint', '--version').trim()).toBe(manifest.version);
  });

  it('says so in one line when it is not built', () => {
    rmSync(join(project, 'dist'), { recursive: true });
    expect(() => execFileSync(process.execPath, [join(project, manifest.bin.mllint)], { encoding: 'utf8', stdio: 'pipe' })).toThrow(
      expect.objectContaining({ status: 2, stdout: '', stderr: 'mllint is not built: run "npm run build"\n' }),
    );
  });
});
