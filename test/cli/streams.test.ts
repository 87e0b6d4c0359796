/** What stands around the program: a reader that goes away, no standard input, no standard output. */
import { spawn, spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { removeRepository, writeRepository } from '../hostile/repository.ts';
import { FORMATS } from '../../src/report/format.ts';
import { MAX_TEXT_BYTES } from '../../src/snapshot/snapshot.ts';
import { bin } from './script.ts';

const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`many/${index}.yaml`, `apiVersion: [v1\nkind: "many ${'x'.repeat(300)}\n`]));
const folder = writeRepository({ files: many });
afterAll(() => removeRepository(folder));

describe('the streams', () => {
  it('may be closed by the reader, which is neither a failure nor a success', async () => {
    const child = spawn(process.execPath, [bin, '--format', 'json'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, complaint }).toEqual({ status: 1, complaint: '' });
  });

  it.each(['<&-', '>&-', '2>&-', '<&- >&- 2>&-'])('may be absent: %s', (redirection) => {
    const { status, stderr } = spawnSync('sh', ['-c', `exec "$0" "$1" --format json ${redirection}`, process.execPath, bin], { cwd: folder, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  it('holds a report as a whole, however long, when the program ends', () => {
    const { stdout } = spawnSync(process.execPath, [bin, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
    expect(stdout.length).toBeGreaterThan(200_000);
    expect(() => { JSON.parse(stdout); }).not.toThrow();
  });

  it('shows nothing that a terminal would obey', () => {
    const hostile = writeRepository({ files: { '\u001B[31mred\u202E\n::error::.yaml': 'apiVersion: [\u001B]0;title\u0007\nkind: a\nmetadata: b\n' } });
    for (const format of FORMATS) {
      const { stdout } = spawnSync(process.execPath, [bin, '--format', format, '--color'], { cwd: hostile, encoding: 'utf8' });
      expect(stdout.replaceAll(/\u001B\[[0-9;]*m/g, ''), format).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
      expect(stdout.split('\n').filter((line) => line.startsWith('::error::')), format).toEqual([]);
    }
    removeRepository(hostile);
  });

  it('may be a file for an editor, which is not read beyond what a text may have', () => {
    const args = [bin, '--stdin-filename', 'many/0.yaml', '--format', 'compact'];
    const input = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n${'#\n'.repeat(MAX_TEXT_BYTES / 2)}`;
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', input });
    expect(stdout.split('\n')[0]).toBe('many/0.yaml:1:1: error repository/readable this file is larger than 16 MiB');
    const endless = spawnSync('sh', ['-c', '{ echo "apiVersion: v1"; echo "kind: ConfigMap"; echo "metadata: { name: one }"; yes "#"; } | "$0" "$@"', process.execPath, ...args], { cwd: folder, encoding: 'utf8', timeout: 15_000 });
    expect(endless.stdout).toBe(stdout);
  });

  it('is a file without a text when standard input is closed', () => {
    const { stdout } = spawnSync('sh', ['-c', 'exec "$0" "$@" <&-', process.execPath, bin, '--stdin-filename', 'many/0.yaml', '--format', 'compact'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('mllint: no problems in 601 files (1 manifest); nothing left unverified\n');
  });
});
