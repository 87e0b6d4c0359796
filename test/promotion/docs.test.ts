/** Every command of docs/promote.md is run, one after the other in one repository, and prints what stands there. `RECORD=1` writes it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCommand } from '../history/run-command.ts';
import { build } from '../history/scenario.ts';
import { withAnswers } from '../shown-commands.ts';

const page = new URL('../../docs/promote.md', import.meta.url);

/** Commits have the time of the last command; without one that of the clock. */
const CLOCK = '2026-11-23T12:00:00Z';

it('docs/promote.md shows what is printed', { timeout: 120_000 }, async () => {
  const { folder } = build({
    now: CLOCK, layout: 'folders',
    config: { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', requiredSoakTime: '24h', canary: { required: true, initialPercent: 10, soak: '2h' } }] },
    commits: [
      { at: '2026-11-01T10:00:00Z', serve: { dev: 43, staging: 43, prod: 43 } },
      { at: '2026-11-10T10:00:00Z', serve: { dev: 45 } },
      { at: '2026-11-12T10:00:00Z', serve: { staging: 45 } },
      { at: '2026-11-20T10:00:00Z', serve: { dev: 47 } },
    ],
  });
  try {
    const text = readFileSync(page, 'utf8');
    const shown = await shownIn(text, folder);
    if (process.env.RECORD === '1') writeFileSync(page, shown);
    expect(readFileSync(page, 'utf8')).toBe(shown);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function shownIn(text: string, folder: string): Promise<string> {
  let clock = CLOCK;
  return withAnswers(text, (command) => {
    clock = /--now (\S+)/.exec(command)?.[1] ?? clock;
    return printed(command, folder, clock);
  });
}

async function printed(command: string, folder: string, clock: string): Promise<string> {
  const [program, ...args] = (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  if (program === 'mllint') {
    const { out, err } = await runCommand(args, folder);
    return err + out;
  }
  const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...identity, GIT_AUTHOR_DATE: clock, GIT_COMMITTER_DATE: clock } });
  expect(status, stderr).toBe(0);
  return stdout;
}
