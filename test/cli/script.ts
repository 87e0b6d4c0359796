/** Cases of the command line: a script beside a repository, and what the real program answers. */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

/** Another build than this folder's own, while others change that. */
export const bin = resolve(process.env.MLLINT_BIN ?? 'bin/mllint.js');

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: string;
  /** Files that the command wrote, where the script asks for them with `cat`. */
  readonly written: string;
}

/** What a command sees of this machine: nothing that changes its answer. */
const CLEAN: Readonly<Record<string, string>> = { PATH: process.env.PATH ?? '', HOME: '/nowhere', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', TERM: 'xterm' };
const IDENTITY = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'init.defaultBranch=main'];

interface Shell {
  cwd: string;
  readonly top: string;
  readonly env: Record<string, string>;
  /** What `mllint` finds on standard input: the case's `stdin.txt`, else nothing. */
  readonly input: Uint8Array;
  answer: Answer;
}

/**
 * Runs `command.txt` in a new folder that holds the case's `repo/` (or `before/`, as `repo/`). Its lines: `repository <folder of fixtures>` · `cd <folder>` ·
 * `env <name>=<value>` · `git <arguments>` · `mkdir <folder>` · `chmod <octal digits> <file>` · `write <file> <text>` · `mllint <arguments>` · `cat <file>` after it.
 */
export async function runScript(folder: string, fixtures: string, inspect?: (repository: string) => void): Promise<Answer> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-cli-')));
  try {
    for (const name of ['repo', 'before']) if (existsSync(join(folder, name))) cpSync(join(folder, name), join(top, 'repo'), { recursive: true, verbatimSymlinks: true });
    const input = existsSync(join(folder, 'stdin.txt')) ? readFileSync(join(folder, 'stdin.txt')) : new Uint8Array();
    const shell: Shell = { cwd: top, top, input, env: { ...CLEAN }, answer: { stdout: '', stderr: '', status: '', written: '' } };
    for (const line of readFileSync(join(folder, 'command.txt'), 'utf8').split('\n')) await runLine(line, shell, fixtures);
    inspect?.(join(top, 'repo'));
    return shell.answer;
  } finally {
    rmSync(top, { recursive: true });
  }
}

async function runLine(line: string, shell: Shell, fixtures: string): Promise<void> {
  const [command, ...args] = wordsOf(line);
  const [first = ''] = args;
  switch (command) {
    case undefined:
      return;
    case 'repository':
      return cpSync(join(fixtures, first), join(shell.top, 'repo'), { recursive: true });
    case 'cd':
      shell.cwd = join(shell.cwd, first);
      return;
    case 'env':
      shell.env[first.slice(0, first.indexOf('='))] = first.slice(first.indexOf('=') + 1).replaceAll('<folder>', shell.top);
      return;
    case 'mkdir':
      mkdirSync(join(shell.cwd, first), { recursive: true });
      return;
    case 'chmod':
      chmodSync(join(shell.cwd, args[1] ?? ''), Number.parseInt(first, 8));
      return;
    case 'write':
      writeFileSync(join(shell.cwd, first), `${args.slice(1).join(' ')}\n`);
      return;
    case 'git':
      return runGit(args, shell);
    case 'mllint':
      shell.answer = await runProgram(args, shell);
      return;
    case 'cat':
      shell.answer = { ...shell.answer, written: `${shell.answer.written}== ${first}\n${neutral(readFileSync(join(shell.cwd, first), 'utf8'), shell.top)}` };
      return;
    default:
      throw new Error(`${command} is no line of a script`);
  }
}

function runGit(args: readonly string[], { cwd, env }: Shell): void {
  const { status, stderr } = spawnSync('git', [...IDENTITY, ...args], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function runProgram(args: readonly string[], { cwd, env, top, input }: Shell): Promise<Answer> {
  return new Promise((settle) => {
    const child = execFile(process.execPath, [bin, ...args], { cwd, env, timeout: 20_000, maxBuffer: 1e8 }, (_, stdout, stderr) => {
      settle({ stdout: neutral(stdout, top), stderr: neutral(stderr, top), status: `${child.exitCode ?? 'killed'}\n`, written: '' });
    });
    child.stdin?.on('error', () => undefined); // it may end without reading
    child.stdin?.end(input);
  });
}

/** Without what differs from machine to machine and from release to release. */
function neutral(text: string, top: string): string {
  return text.replaceAll(dirname(join(top, 'x')), '<folder>').replaceAll(packageJson.version, '<version>');
}

/** Words between blanks; single quotes keep blanks together. */
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');
}
