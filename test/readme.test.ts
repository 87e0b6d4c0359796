/** What the README shows is what mllint prints, and its first screen holds the two commands. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}/README.md`, 'utf8');

describe('the README', () => {
  it('has two commands on its first screen, each starting with npm', () => {
    const screen = readme.split('\n').slice(0, 24);
    expect(screen.filter((line) => line.startsWith('npm '))).toHaveLength(2);
  });

  it.each([...readme.matchAll(/^\$ mllint (.*)\n([\s\S]*?)^```$/gm)].map(([, args = '', shown = '']) => ({ args, shown })))('mllint $args', ({ args, shown }) => {
    const { stdout } = spawnSync(process.execPath, ['bin/mllint.js', ...args.split(' ')], { cwd: root, encoding: 'utf8' });
    expect(stdout).toBe(shown);
  });

  it('names files that exist', () => {
    for (const [, path = ''] of readme.matchAll(/\]\(((?!http)[^)]+)\)/g)) expect(() => readFileSync(`${root}/${path}`)).not.toThrow();
  });
});
