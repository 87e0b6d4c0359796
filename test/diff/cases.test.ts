/** `mllint diff` on repositories of two states: fixtures/diff/<case>/{base,head}/. `RECORD=1` writes what is expected. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filesOf } from '../cases.ts';
import { runCommand, type Ran } from '../history/run-command.ts';
import { schemaErrors } from '../report/schemas.ts';
import { changedRepository } from './repository.ts';

const cases = fileURLToPath(new URL('../../fixtures/diff', import.meta.url));
const decoder = new TextDecoder();

async function diffOf(name: string, ...more: readonly string[]): Promise<Ran> {
  const folder = changedRepository(Object.fromEntries(Object.entries(filesOf(join(cases, name))).map(([path, bytes]) => [path, typeof bytes === 'string' ? bytes : decoder.decode(bytes)])));
  try {
    return await runCommand(['diff', '--base', 'main', ...more], folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(readdirSync(cases).sort())('%s', (name) => {
  it.each([['pretty', 'expected.txt'], ['markdown', 'expected.md'], ['json', 'expected.json']])('as %s', async (format, file) => {
    const { code, out } = await diffOf(name, '-f', format);
    expect(code).toBe(0);
    const path = join(cases, name, file);
    if (process.env.RECORD === '1' && !existsSync(path)) writeFileSync(path, out);
    expect(out).toBe(readFileSync(path, 'utf8'));
    if (format === 'json') expect(schemaErrors('diff', JSON.parse(out))).toEqual([]);
    expect(out).not.toMatch(/secret-value|c2VjcmV0/);
  });
});
