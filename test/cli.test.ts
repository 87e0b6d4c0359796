/** The command line as users run it: every folder of fixtures/cli is a script with its answer. `RECORD=1` writes answers that are missing. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures } from './cases.ts';
import { runScript, type Answer } from './cli/script.ts';

const root = join(fixtures, 'cli');
const PARTS: readonly (keyof Answer)[] = ['stdout', 'stderr', 'status', 'written'];

describe('the command line', () => {
  const names = readdirSync(root).filter((name) => !name.startsWith('_')).sort();

  it.concurrent.each(names)('%s', async (name) => {
    const folder = join(root, name);
    const answer = await runScript(folder, fixtures);
    if (process.env.RECORD === '1' && !existsSync(join(folder, 'status.txt'))) record(folder, answer);
    for (const part of PARTS) expect(answer[part], part).toBe(recorded(folder, part));
  });
});

/** Nothing is not written. */
function record(folder: string, answer: Answer): void {
  for (const part of PARTS) if (answer[part] !== '') writeFileSync(join(folder, `${part}.txt`), answer[part]);
}

function recorded(folder: string, part: keyof Answer): string {
  const path = join(folder, `${part}.txt`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
