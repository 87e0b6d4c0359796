/** Scenes as data: what a user does, and what the screen shows then. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fixtures } from '../cases.ts';
import { changesIn, commitAll, openTerminal, withRepository, type Size, type Terminal } from './tmux.ts';

/**
 * Lines of a scene:
 * `repository <folder of fixtures>` · `replace <path>: <text> => <text>` · `write <path>: <text with \n>` · `editor <script>` · `args <arguments>` · `start`
 * `keys <names for tmux>` · `type <text>` · `wait <text>` · `gone <text>` · `resize 40x12` · `kill editor` · `screen <name>` · `cursor <name>` · `changes <name>`
 */
export async function playScene(file: string, size: Size): Promise<string> {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const fixture = argumentOf(lines.find((line) => line.startsWith('repository ')) ?? '');
  let record = '';
  await withRepository(join(fixtures, fixture), async ({ top, repository, home }) => {
    const stage: Stage = { top, repository, home, size, args: [], env: {}, shots: [] };
    try {
      for (const line of lines) await playLine(line, stage);
    } finally {
      await stage.terminal?.close();
    }
    record = stage.shots.map(({ name, text }) => `== ${name}\n${text.replaceAll(top, '<folder>').replaceAll(/[0-9a-f]{16}(?=(?:-seen)?\.patch)/g, '<id>')}\n`).join('');
  });
  return record;
}

interface Stage {
  readonly top: string;
  readonly repository: string;
  readonly home: string;
  readonly size: Size;
  args: readonly string[];
  env: Record<string, string>;
  readonly shots: { name: string; text: string }[];
  terminal?: Terminal;
}

function argumentOf(line: string): string {
  return line.slice(line.indexOf(' ') + 1);
}

async function playLine(line: string, stage: Stage): Promise<void> {
  const word = line.split(' ')[0] ?? '';
  const argument = argumentOf(line);
  if (prepare(word, argument, stage)) return;
  if (word === 'start') {
    commitAll(stage.repository);
    stage.terminal = await openTerminal({ size: stage.size, folder: stage.repository, home: stage.home, args: stage.args, env: stage.env });
    return;
  }
  const { terminal } = stage;
  if (!terminal) throw new Error(`${line}: nothing was started`);
  switch (word) {
    case 'keys':
      for (const key of argument.split(' ')) {
        await terminal.keys(key);
        await new Promise((settle) => setTimeout(settle, 60)); // an escape key is one by what does not follow it
      }
      return;
    case 'type':
      return terminal.type(argument);
    case 'wait':
      return void (await terminal.waitFor(argument));
    case 'gone':
      return void (await terminal.waitFor(argument, { isGone: true }));
    case 'resize':
      return terminal.resize(sizeOf(argument));
    case 'screen':
      return void stage.shots.push({ name: argument, text: await terminal.stable() });
    case 'cursor':
      return void stage.shots.push({ name: argument, text: await cursorText(terminal) });
    case 'changes':
      return void stage.shots.push({ name: argument, text: changesIn(stage.repository).trimEnd() });
    default:
      throw new Error(`${word} is no line of a scene`);
  }
}

async function cursorText(terminal: Terminal): Promise<string> {
  const shown = await terminal.stable();
  const { isShown, row, column } = await terminal.cursor();
  return isShown ? `behind ${JSON.stringify((shown.split('\n')[row] ?? '').slice(0, column))}` : 'hidden';
}

/** What is done before the program starts. */
function prepare(word: string, argument: string, stage: Stage): boolean {
  const [, path = '', rest = ''] = /^(.*?): (.*)$/.exec(argument) ?? [];
  switch (word) {
    case 'repository':
      return true;
    case 'args':
      stage.args = argument.split(' ');
      return true;
    case 'env': {
      const [name = '', value = ''] = argument.split('=');
      stage.env[name] = value;
      return true;
    }
    case 'replace':
      replace(join(stage.repository, path), rest);
      return true;
    case 'write': {
      const target = join(stage.repository, JSON.parse(`"${path}"`));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, JSON.parse(`"${rest}"`));
      return true;
    }
    case 'editor':
      stage.env.EDITOR = join(stage.top, 'editor');
      writeFileSync(stage.env.EDITOR, `#!/bin/sh\n${argument.replaceAll('; ', '\n')}\n`);
      chmodSync(stage.env.EDITOR, 0o755);
      return true;
    default:
      return false;
  }
}

function replace(file: string, change: string): void {
  const [from = '', to = ''] = change.split(' => ');
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
}

export function sizeOf(text: string): Size {
  const [columns = 80, rows = 24] = text.split('x').map(Number);
  return { columns, rows };
}
