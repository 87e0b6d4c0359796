/**
 * `mllint --fix` as users run it. Every folder of fixtures/fix is a repository (`before/`) with a script (`command.txt`), the answer, and the
 * files that are others afterwards (`after/`); all the rest must be what it was, byte for byte. `RECORD=1` writes what is missing; read it.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { runScript, type Answer } from '../cli/script.ts';

const root = join(fixtures, 'fix');
const PARTS: readonly (keyof Answer)[] = ['stdout', 'stderr', 'status'];

describe('mllint --fix', () => {
  it.concurrent.each(readdirSync(root).sort())('%s', async (name) => {
    const folder = join(root, name);
    const before = filesOf(join(folder, 'before'));
    let now = new Map<string, string>();
    const answer = await runScript(folder, fixtures, (repository) => (now = filesOf(repository)));
    const changed = new Map([...now].filter(([path, content]) => before.get(path) !== content));
    if (process.env.RECORD === '1' && !existsSync(join(folder, 'status.txt'))) record(folder, answer, changed);
    for (const part of PARTS) expect(answer[part], part).toBe(recorded(folder, part));
    expect(changed).toEqual(filesOf(join(folder, 'after')));
    expect([...before.keys()].filter((path) => !now.has(path)), 'files that are gone').toEqual([]);
  });
});

/** Content by path, one letter a byte; what Git keeps for itself is left out. */
function filesOf(folder: string, prefix = ''): Map<string, string> {
  const files = new Map<string, string>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(join(folder, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const stats = lstatSync(join(folder, path));
    if (name === '.git') continue;
    if (stats.isDirectory()) for (const [below, content] of filesOf(folder, path)) files.set(below, content);
    else files.set(path, stats.isSymbolicLink() ? `-> ${readlinkSync(join(folder, path))}` : readFileSync(join(folder, path), 'latin1'));
  }
  return files;
}

function record(folder: string, answer: Answer, changed: ReadonlyMap<string, string>): void {
  for (const part of PARTS) if (answer[part] !== '') writeFileSync(join(folder, `${part}.txt`), answer[part]);
  for (const [path, content] of changed) {
    mkdirSync(dirname(join(folder, 'after', path)), { recursive: true });
    writeFileSync(join(folder, 'after', path), content, 'latin1');
  }
}

function recorded(folder: string, part: keyof Answer): string {
  const path = join(folder, `${part}.txt`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
