/** Writes a report to a file of this machine. */
import { closeSync, constants, lstatSync, openSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathBelow } from '../snapshot/native-path.ts';
import { UsageError, type Io } from './io.ts';

export interface OutputPlace {
  readonly file: string;
  /** The root of the linted repository. */
  readonly root: string;
  readonly cwd: Io['cwd'];
}

/** A link of the linted repository is not followed: whoever put it there would choose what is overwritten. */
export function writeReport(text: string, { file, root, cwd }: OutputPlace): void {
  const path = resolve(cwd, file);
  if (leadsThroughLink(path, root)) throw new UsageError(`${file} cannot be written: it leads through a link of the repository`);
  try {
    const isBelow = pathBelow(root, path) !== undefined;
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (isBelow ? (constants.O_NOFOLLOW ?? 0) : 0), 0o666);
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? reasonOf(error.message) : String(error)}`);
  }
}

function leadsThroughLink(path: string, root: string): boolean {
  const below = pathBelow(root, path);
  if (below === undefined) return false;
  try {
    if (realpathSync(dirname(path)) !== join(realpathSync(root), dirname(below))) return true;
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false; // not there, or not to be opened, which opening it will say
  }
}

/** `ENOENT: no such file or directory, open '…'` without what everybody knows. */
function reasonOf(message: string): string {
  return /^[A-Z]+: ([^,]+),/.exec(message)?.[1] ?? message;
}
