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
  const relation = relationOf(path, root);
  if (relation === 'through a link') throw new UsageError(`${file} cannot be written: it leads through a link of the repository`);
  const noLink = relation === 'inside' ? (constants.O_NOFOLLOW ?? 0) : 0; // which might be put there meanwhile
  try {
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | noLink, 0o666);
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? reasonOf(error.message) : String(error)}`);
  }
}

/** How a path lies to the root, which may itself have been named through a link. */
function relationOf(path: string, root: string): 'inside' | 'outside' | 'through a link' {
  const realRoot = realpathSync(root);
  const named = pathBelow(root, path) ?? pathBelow(realRoot, path);
  try {
    const parent = realpathSync(dirname(path));
    if (named !== undefined && parent !== join(realRoot, dirname(named))) return 'through a link';
    if (named === undefined && pathBelow(realRoot, parent) === undefined) return 'outside';
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? 'through a link' : 'inside';
  } catch {
    return named === undefined ? 'outside' : 'inside'; // no such folder, which opening it will say
  }
}

/** `ENOENT: no such file or directory, open '…'` without what everybody knows. */
function reasonOf(message: string): string {
  return /^[A-Z]+: ([^,]+),/.exec(message)?.[1] ?? message;
}
