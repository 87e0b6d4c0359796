/** `--stdin-filename`: standard input stands for a file, which may be new. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathBelow } from '../snapshot/native-path.ts';
import { MAX_TEXT_BYTES } from '../snapshot/snapshot.ts';
import { UsageError, type Io } from './io.ts';

export interface UnsavedFile {
  /** From the root, through no link. Where no such file is listed, it is a new one. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The path as it was named, from the root: it may lead through links inside of it. */
  readonly named: string;
}

/** Reads standard input; of more than a text may have only so much that it is seen to be too large. */
export async function readUnsaved(filename: string, root: string, io: Io): Promise<UnsavedFile> {
  const path = resolve(io.cwd, filename);
  const named = pathBelow(root, path);
  if (isLinkToNothing(path)) throw new UsageError(`--stdin-filename: ${filename} is a link to no file`);
  const real = named === undefined ? undefined : pathBelow(realpathSync(root), realPath(path));
  if (named === undefined || real === undefined) throw new UsageError(`--stdin-filename: ${filename} lies outside of the root ${root}`);
  if (real.split('/')[0] === '.git') throw new UsageError(`--stdin-filename: ${filename} is no file of the repository`);
  if (isNoFile(join(root, real))) throw new UsageError(`--stdin-filename: ${filename} is not a file`);
  return { named, path: real, bytes: await io.input(MAX_TEXT_BYTES + 1) };
}

/** Links followed as far as there is something; what is not there yet stays as it is named. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

function isLinkToNothing(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink() && statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false; // nothing there
  }
}

/** A folder or a device, or something below a file. */
function isNoFile(path: string): boolean {
  try {
    return !statSync(path).isFile();
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
  }
}
