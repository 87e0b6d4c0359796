/** The interface as people see it: the real program in a terminal of tmux, over a copy of a repository. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** Another build than this folder's own, while others change that. */
const bin = resolve(process.env.MLLINT_BIN ?? 'bin/mllint.js');
export const NOW = '2026-11-26T12:00:00Z';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalOptions {
  readonly size: Size;
  /** The repository. */
  readonly folder: string;
  /** Where the user's own things lie. */
  readonly home: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

let count = 0;

/** What was there before the program started, to see that it comes back. */
export const BEFORE = 'what stood here before';

export interface Terminal {
  keys(...names: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  resize(size: Size): Promise<void>;
  /** What is shown, without blanks at the ends; `withColours` with the sequences that colour it. */
  screen(options?: { readonly withColours?: boolean }): Promise<string>;
  /** Waits until a text is shown (or, with `gone`, is not any more). */
  waitFor(text: string, options?: { readonly isGone?: boolean }): Promise<string>;
  /** What is shown once nothing moves and nothing is being waited for. */
  stable(): Promise<string>;
  cursor(): Promise<{ readonly isShown: boolean; readonly row: number; readonly column: number }>;
  /** The process of the program. */
  process(): Promise<number | undefined>;
  /** The user closes the window. */
  close(): Promise<void>;
}

const run = promisify(execFile);

export async function openTerminal({ size, folder, home, args = [], env = {} }: TerminalOptions): Promise<Terminal> {
  const socket = `mllint-${process.pid}-${(count += 1)}`;
  const environment = { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', EDITOR: 'true', ...env };
  const tmux = async (...words: readonly string[]): Promise<string> => (await run('tmux', ['-L', socket, '-f', '/dev/null', '-u', ...words], { env: environment, encoding: 'utf8' })).stdout;
  const command = `printf '%s\\n' '${BEFORE}'; '${process.execPath}' '${bin}' --fix --now ${NOW} ${args.join(' ')}; echo "exit code $?"; exec sleep 1000`;
  await tmux('new-session', '-d', '-x', `${size.columns}`, '-y', `${size.rows}`, '-c', folder, 'sh', '-c', command, ';', 'set', '-g', 'status', 'off', ';', 'set', '-g', 'escape-time', '0', ';', 'resize-window', '-x', `${size.columns}`, '-y', `${size.rows}`);

  const screen: Terminal['screen'] = async ({ withColours = false } = {}) => {
    const text = await tmux('capture-pane', '-p', '-J', ...(withColours ? ['-e'] : []));
    return text.split('\n').map((line) => line.trimEnd()).join('\n').trimEnd();
  };
  return {
    keys: async (...names) => void (await tmux('send-keys', ...names)),
    type: async (text) => void (await tmux('send-keys', '-l', text)),
    resize: async ({ columns, rows }) => void (await tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`)),
    screen,
    waitFor: (text, { isGone = false } = {}) => until(screen, (shown) => shown.includes(text) !== isGone, `${isGone ? 'not ' : ''}${JSON.stringify(text)}`),
    stable: () => stableScreen(screen),
    cursor: async () => {
      const [flag, row, column] = (await tmux('display-message', '-p', '#{cursor_flag} #{cursor_y} #{cursor_x}')).trim().split(' ').map(Number);
      return { isShown: flag === 1, row: row ?? 0, column: column ?? 0 };
    },
    process: async () => childOf(Number((await tmux('display-message', '-p', '#{pane_pid}')).trim())),
    close: async () => {
      const id = childOf(Number((await tmux('display-message', '-p', '#{pane_pid}').catch(() => '0')).trim()));
      await tmux('kill-server').catch(() => undefined);
      if (id !== undefined) await gone(id);
    },
  };
}

function childOf(shell: number): number | undefined {
  const found = spawnSync('pgrep', ['-P', `${shell}`], { encoding: 'utf8' }).stdout.trim();
  return found === '' ? undefined : Number(found.split('\n')[0]);
}

/** What is closed may have something to do yet. */
async function gone(id: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      process.kill(id, 0);
    } catch {
      return;
    }
    await sleep(pause);
  }
}

const patience = 60_000;
const pause = 60;

function sleep(milliseconds: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, milliseconds));
}

async function until(screen: () => Promise<string>, holds: (shown: string) => boolean, what: string): Promise<string> {
  const end = Date.now() + patience;
  for (let shown = await screen(); ; shown = await screen()) {
    if (holds(shown)) return shown;
    if (Date.now() > end) throw new Error(`never shown: ${what}; instead:\n${shown}`);
    await sleep(pause);
  }
}

/** What says that something is still to come. */
const WAITING = ['linting .', 'checking …', 'being measured', 'looking …', 'writing …', 'leaving …'];
const stillMilliseconds = 500;

async function stableScreen(screen: () => Promise<string>): Promise<string> {
  let before = '';
  let since = Date.now();
  const end = Date.now() + patience;
  for (;;) {
    const shown = await screen();
    if (shown !== before || WAITING.some((word) => shown.includes(word))) {
      before = shown;
      since = Date.now();
    }
    if (Date.now() - since >= stillMilliseconds) return shown;
    if (Date.now() > end) throw new Error(`never still:\n${shown}`);
    await sleep(pause);
  }
}

export interface Folders {
  /** Holds the others; what is shown names it `<folder>`. */
  readonly top: string;
  readonly repository: string;
  readonly home: string;
}

/** A copy of a fixture repository in a folder of its own, committed. */
export async function withRepository(fixture: string, work: (folders: Folders) => Promise<void>): Promise<void> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-tui-')));
  const folders = { top, repository: join(top, 'repository'), home: join(top, 'home') };
  try {
    cpSync(fixture, folders.repository, { recursive: true });
    mkdirSync(folders.home);
    await work(folders);
  } finally {
    rmSync(top, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }); // what was closed may still write
  }
}

export function commitAll(repository: string): void {
  const git = (...words: string[]): void => void execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'init.defaultBranch=main', ...words], { cwd: repository, stdio: 'pipe' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'as it was');
}

/** What differs from what was committed. */
export function changesIn(repository: string): string {
  return execFileSync('git', ['diff', '--unified=0', '--no-color'], { cwd: repository, encoding: 'utf8' });
}
