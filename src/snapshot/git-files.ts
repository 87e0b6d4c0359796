/** What Git says of a working tree. Git is run with argument arrays and without anything the repository could make it execute. */
import type { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { slashed } from './native-path.ts';

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Settings of the repository that would run programs or ask questions, switched off. */
const SAFE = [
  'core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false', 'core.quotePath=false', 'safe.bareRepository=explicit',
].flatMap((setting) => ['-c', setting]);

/** Longer than Git takes for any repository; a configuration may include a pipe that nobody writes to. */
const TIMEOUT = 30_000;

/** Tracked files and untracked ones that are not ignored, relative to the folder; why there is no list; `undefined` without Git. */
export function gitFiles(folder: string): string[] | { readonly why: string } | undefined {
  if (!gitTopLevel(folder)) return undefined;
  const { output, why } = run(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  return output?.split('\0').filter((path) => path !== '') ?? { why };
}

/** The nearest folder above that holds `.git`. */
export function gitTopLevel(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** Where Git keeps what belongs to this working tree alone; links followed. `undefined` where Git does not say. */
export function gitFolder(top: string): string | undefined {
  const folder = readObjects(top, ['rev-parse', '--absolute-git-dir']).output?.toString('utf8').replace(/\n$/, '');
  return folder === undefined || !existsSync(folder) ? undefined : realpathSync(folder);
}

/** Where Git keeps what all working trees of a repository share. */
export function gitCommonFolder(top: string): string {
  const own = join(top, '.git');
  if (statSync(own).isDirectory()) return own;
  const folder = readObjects(top, ['rev-parse', '--git-common-dir']).output?.toString('utf8').replace(/\n$/, '');
  return folder === undefined ? own : resolve(top, folder);
}

/** Where the folder lies inside its working tree: `''` for the top level. */
export function gitPrefix(folder: string): string {
  const top = gitTopLevel(folder);
  return top === undefined ? '' : slashed(relative(top, folder));
}

/** The URLs of the remotes, as configured. */
export function gitRemotes(folder: string): string[] {
  const top = gitTopLevel(folder);
  if (top === undefined) return [];
  const written = remotesIn(join(top, '.git', 'config'));
  if (written) return written;
  const output = git(folder, ['config', '--get-regexp', String.raw`^remote\..*\.url$`]) ?? '';
  return output.split('\n').flatMap((line) => (line.includes(' ') ? [line.slice(line.indexOf(' ') + 1)] : []));
}

/** What makes a configuration more than its own plain lines. */
const NOT_PLAIN = /include|worktreeconfig|[\\#;]|^\s*url\s*=.*"/im;

/** The URLs that a plain configuration names: saves a process where only Git could tell nothing else. */
function remotesIn(path: string): string[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  if (NOT_PLAIN.test(text)) return undefined;
  const urls: string[] = [];
  let isRemote = false;
  for (const line of text.split('\n')) {
    const section = /^\s*\[([^\]]*)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) isRemote = /^remote\s/i.test(section);
    else if (line.includes('[')) return undefined;
    const url = isRemote ? /^\s*url\s*=\s*(\S.*?)\s*$/i.exec(line)?.[1] : undefined;
    if (url !== undefined) urls.push(url);
  }
  return urls;
}

/** The short name of the branch that is checked out, if any. */
export function gitBranch(folder: string): string | undefined {
  const top = gitTopLevel(folder);
  if (top === undefined) return undefined;
  const head = headOf(top);
  if (head !== undefined) return head;
  return git(folder, ['symbolic-ref', '--short', '-q', 'HEAD'])?.trim();
}

/** The short name of the default branch of `origin`, as the clone knows it. */
export function gitDefaultBranch(folder: string): string | undefined {
  const top = gitTopLevel(folder);
  if (top === undefined) return undefined;
  const full = existsSync(join(top, '.git', 'HEAD')) ? textOf(join(top, '.git', 'refs', 'remotes', 'origin', 'HEAD'))?.replace(/^ref: /, '') : git(folder, ['symbolic-ref', '-q', 'refs/remotes/origin/HEAD']);
  return /^refs\/remotes\/origin\/(.+)\n$/.exec(full ?? '')?.[1];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The branch that the file HEAD names: saves a process where Git keeps its references as it mostly does. */
function headOf(top: string): string | undefined {
  const branch = /^ref: refs\/heads\/(.+)\n$/.exec(textOf(join(top, '.git', 'HEAD')) ?? '')?.[1];
  return branch === '.invalid' ? undefined : branch;
}

function git(folder: string, args: readonly string[]): string | undefined {
  return run(folder, args).output;
}

function run(folder: string, args: readonly string[]): { readonly output?: string; readonly why: string } {
  const top = gitTopLevel(folder) ?? folder;
  // A configuration may name another work tree: the files that count lie around `.git`.
  const { output, why } = runGit([`--work-tree=${top}`, ...args], { folder, top });
  return { ...(output ? { output: output.toString('utf8') } : {}), why };
}

/** Nothing of a repository may be fetched while it is read: what asks the network asks programs that its configuration names. */
const OFFLINE = ['', '.file', '.git', '.ssh', '.http', '.https', '.ext', '.ftp', '.ftps'].flatMap((name) => ['-c', `protocol${name}.allow=never`]);

/** The variables that a child process is given in place of those of this one. */
export type ProcessVariables = Readonly<Record<string, string | undefined>>;

export interface ObjectOptions {
  /** What is asked for, on standard input. */
  readonly input?: string;
  /** Absent: those of this process. */
  readonly variables?: ProcessVariables | undefined;
}

export interface GitAnswer {
  /** Absent where Git failed. */
  readonly output?: Buffer;
  /** Why it failed; empty where it did not. */
  readonly why: string;
  /** What Git printed although it ended with 1, which several commands do to say no. */
  readonly refused?: Buffer;
}

/** Reads objects of the repository around `.git` itself, whatever the environment says. */
export function readObjects(top: string, args: readonly string[], { input = '', variables }: ObjectOptions = {}): GitAnswer {
  return runGit([`--git-dir=${join(top, '.git')}`, '--no-replace-objects', ...OFFLINE, ...args], { folder: top, top, input, variables });
}

interface GitRun extends ObjectOptions {
  readonly folder: string;
  readonly top: string;
}

function runGit(args: readonly string[], { folder, top, input, variables }: GitRun): GitAnswer {
  const { status, stdout, stderr, error } = spawnSync('git', ['--no-optional-locks', ...SAFE, ...args], {
    cwd: folder,
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
    ...(variables ? { env: { ...variables } } : {}),
    timeout: TIMEOUT,
    windowsHide: true,
  });
  if (status === 0) return { output: stdout, why: '' };
  const [complaint] = /^(?:fatal|error): .*$/m.exec(stderr?.toString('utf8') ?? '') ?? [];
  const why = complaint?.replaceAll(top, '.') ?? (error ? 'it cannot be run, or takes too long' : 'it does not say why');
  return status === 1 ? { why, refused: stdout } : { why };
}
