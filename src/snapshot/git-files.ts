/** What Git says of a working tree. Git is run with argument arrays and without anything the repository could make it execute. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Settings of the repository that would run programs or ask questions, switched off. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.untrackedCache=false', '-c', 'core.quotePath=false'];

/** Tracked files and untracked ones that are not ignored, relative to the folder; `undefined` where Git gives no list. */
export function gitFiles(folder: string): string[] | undefined {
  if (!gitTopLevel(folder)) return undefined;
  const output = git(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  return output?.split('\0').filter((path) => path !== '');
}

/** The nearest folder above that holds `.git`. */
export function gitTopLevel(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** Where the folder lies inside its working tree: `''` for the top level. */
export function gitPrefix(folder: string): string {
  const top = gitTopLevel(folder);
  return top === undefined ? '' : relative(top, folder).replaceAll('\\', '/');
}

/** The URLs of the remotes, as configured. */
export function gitRemotes(folder: string): string[] {
  if (!gitTopLevel(folder)) return [];
  const output = git(folder, ['config', '--get-regexp', String.raw`^remote\..*\.url$`]) ?? '';
  return output.split('\n').flatMap((line) => (line.includes(' ') ? [line.slice(line.indexOf(' ') + 1)] : []));
}

/** The short name of the branch that is checked out, if any. */
export function gitBranch(folder: string): string | undefined {
  const top = gitTopLevel(folder);
  if (top === undefined) return undefined;
  const head = headOf(top);
  if (head !== undefined) return head;
  return git(folder, ['symbolic-ref', '--short', '-q', 'HEAD'])?.trim();
}

/** The branch that the file HEAD names: saves a process where Git keeps its references as it mostly does. */
function headOf(top: string): string | undefined {
  try {
    const branch = /^ref: refs\/heads\/(.+)\n$/.exec(readFileSync(join(top, '.git', 'HEAD'), 'utf8'))?.[1];
    return branch === '.invalid' ? undefined : branch;
  } catch {
    return undefined;
  }
}

function git(folder: string, args: readonly string[]): string | undefined {
  const result = spawnSync('git', ['--no-optional-locks', ...SAFE, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  return result.status === 0 ? result.stdout : undefined;
}
