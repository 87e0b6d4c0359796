/** Every command of docs/fix.md is run where a comment above it says, and prints what stands there. `RECORD=1` writes it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { runCommand } from '../history/run-command.ts';
import { withAnswers, type ShownBlock } from '../shown-commands.ts';

const path = new URL('../../docs/fix.md', import.meta.url);
const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-docs-')));
afterAll(() => rmSync(top, { recursive: true, force: true }));

it('docs/fix.md shows what is printed', { timeout: 60_000 }, async () => {
  const page = readFileSync(path, 'utf8');
  const blocks = new Map<ShownBlock, string>();
  let count = 0;
  const shown = await withAnswers(page, async (command, block) => {
    const folder = blocks.get(block) ?? copyOf(block);
    blocks.set(block, folder);
    count += 1;
    return printed(command, folder);
  });
  if (process.env.RECORD === '1') writeFileSync(path, shown);
  expect(shown).toBe(page);
  expect(count).toBeGreaterThan(5);
});

/** A repository, in which whoever reads the page works. */
function copyOf({ folder, commands }: ShownBlock): string {
  if (folder === undefined) throw new Error(`where is ${commands.join(', ')} run?`);
  const root = mkdtempSync(join(top, 'repository-'));
  cpSync(join(fixtures, '..', folder), root, { recursive: true });
  spawnSync('git', ['init', '-q', root]);
  return root;
}

/** What a terminal shows. */
async function printed(command: string, folder: string): Promise<string> {
  const [line = '', target] = command.split(' > ');
  const [program, ...args] = line.split(' ');
  const { out, err } = await answer(program, args, folder);
  if (target === undefined) return err + out;
  writeFileSync(join(folder, target), out);
  return err;
}

async function answer(program: string | undefined, args: readonly string[], folder: string): Promise<{ readonly out: string; readonly err: string }> {
  switch (program) {
    case 'mllint':
      return runCommand(args, folder);
    case 'git': {
      const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      return { out: stdout, err: stderr };
    }
    case 'echo':
      return { out: `${args.join(' ')}\n`, err: '' };
    case 'chmod': {
      const target = join(folder, args[1] ?? '');
      expect(args[0]).toBe('a-w');
      chmodSync(target, statSync(target).mode & ~0o222);
      return { out: '', err: '' };
    }
    default:
      throw new Error(`${program ?? ''} is no command of the page`);
  }
}
