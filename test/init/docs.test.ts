/** What docs/init.md shows is what mllint prints, one command after the other in one repository. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { copyOf, git, mllint } from './program.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/init.md', import.meta.url)), 'utf8');
const folder = copyOf(join(fixtures, 'article'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/init.md', { timeout: 60_000 }, () => {
  git(folder, 'remote', 'add', 'origin', 'https://github.com/org/ml-gitops');

  it.each([...page.matchAll(/^\$ mllint (.*)\n([\s\S]*?)^```$/gm)].map(([, args = '', shown = '']) => ({ args, shown })))('mllint $args', ({ args, shown }) => {
    expect(mllint(folder, ...args.split(' '))).toMatchObject({ status: 0, stdout: shown });
  });

  it('says what the canary is measured by as the workflow does', () => {
    const workflow = readFileSync(join(folder, '.github/workflows/mllint-canary.yml'), 'utf8');
    expect(page).toContain(`at least ${/MIN_REQUESTS: '(\d+)'/.exec(workflow)?.[1]} requests`);
    expect(page).toContain(`at least ${/MIN_REQUESTS_TO_ROLL_BACK: '(\d+)'/.exec(workflow)?.[1]} requests`);
    for (const name of ['MLLINT_TOKEN', 'PROMETHEUS_URL']) expect(workflow).toContain(name);
  });
});
