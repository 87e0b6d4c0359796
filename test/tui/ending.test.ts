/** Ends that nobody asked for: the terminal is closed, the process is told to go. Nothing is lost, and the terminal is as it was. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { BEFORE, changesIn, commitAll, hasTmux, openTerminal, withRepository, type Folders, type Terminal } from './tmux.ts';

const SIZE = { columns: 100, rows: 30 };
const ESCAPE = '\u001B[';

async function withMistake(work: (folders: Folders) => Promise<void>): Promise<void> {
  await withRepository(join(fixtures, 'ml-gitops'), async (folders) => {
    const file = join(folders.repository, 'argocd/applicationsets/fraud-detector.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('selfHeal: true', 'selfHeal: false'));
    commitAll(folders.repository);
    await work(folders);
  });
}

async function inTerminal(folders: Folders, options: Partial<Parameters<typeof openTerminal>[0]>, work: (terminal: Terminal) => Promise<void>): Promise<void> {
  const terminal = await openTerminal({ size: SIZE, folder: folders.repository, home: folders.home, ...options });
  try {
    await work(terminal);
  } finally {
    await terminal.close();
  }
}

const isRunning = (id: number): boolean => {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
};

async function ended(id: number): Promise<void> {
  for (const end = Date.now() + 30_000; isRunning(id) && Date.now() < end; ) await new Promise((settle) => setTimeout(settle, 30));
  expect(isRunning(id)).toBe(false);
}

describe.skipIf(!hasTmux)('the end', { timeout: 240_000 }, () => {
  it('of the terminal leaves the tree as it was, keeps what was accepted, and says where', async () => {
    await withMistake(async (folders) => {
      await inTerminal(folders, {}, async (terminal) => {
        await terminal.waitFor('of 1 problem');
        await terminal.keys('a');
        await terminal.waitFor('Nothing is left');
        const id = await terminal.process();
        await terminal.close();
        if (id === undefined) throw new Error('nothing runs');
        await ended(id);
      });
      expect(changesIn(folders.repository)).toBe('');
      const kept = join(folders.home, '.local/state/mllint');
      const [patch = ''] = readdirSync(kept);
      execFileSync('git', ['apply', '--check', join(kept, patch)], { cwd: folders.repository });
      await inTerminal(folders, {}, async (terminal) => {
        await terminal.waitFor('is kept; where, is said when you quit');
        await terminal.keys('q');
        expect(await terminal.waitFor('exit code 1')).toContain(`git apply ${kept}/`);
      });
    });
  });

  it('by a signal gives the terminal back', async () => {
    await withMistake(async (folders) => {
      await inTerminal(folders, {}, async (terminal) => {
        await terminal.waitFor('of 1 problem');
        expect(await terminal.screen()).not.toContain(BEFORE);
        const id = await terminal.process();
        if (id === undefined) throw new Error('nothing runs');
        process.kill(id, 'SIGTERM');
        expect(await terminal.waitFor('exit code 143')).toContain(BEFORE);
        expect((await terminal.cursor()).isShown).toBe(true);
      });
      expect(existsSync(join(folders.home, '.local'))).toBe(false); // nothing was accepted
    });
  });

  it('comes at once where nothing is to be repaired', async () => {
    await withRepository(join(fixtures, 'ml-gitops'), async (folders) => {
      commitAll(folders.repository);
      await inTerminal(folders, {}, async (terminal) => {
        expect(await terminal.waitFor('exit code 0')).toContain('no problems in 23 files');
      });
    });
  });

  it.each([[['--no-color'], {}, false], [[], { NO_COLOR: '1' }, false], [[], {}, true]])('of colours: %j %j', async (args, env, isColoured) => {
    await withMistake(async (folders) => {
      await inTerminal(folders, { args, env }, async (terminal) => {
        await terminal.waitFor('fix: turn selfHeal on');
        expect((await terminal.screen({ withColours: true })).includes(ESCAPE)).toBe(isColoured);
      });
    });
  });

  it('is wrong usage before the screen is taken', async () => {
    await withMistake(async (folders) => {
      await inTerminal(folders, { args: ['--rule', 'no/rule'] }, async (terminal) => {
        expect(await terminal.waitFor('exit code 2')).toContain('mllint: ');
      });
    });
  });
});
