/** Folders and files that arguments name. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CONFIG_FILE, nearPaths } from '../mllint.ts';
import { otherRepository } from '../snapshot/disk.ts';
import { gitTopLevel } from '../snapshot/git-files.ts';
import { pathBelow, slashed } from '../snapshot/native-path.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { decodeText } from '../snapshot/tree.ts';
import type { SourceFile } from '../source.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
import { COMMANDS } from './options.ts';

/** `--root`, else the nearest folder above with mllint.yaml, else the Git top level, else the working directory. */
export function findRoot({ root }: Arguments, io: Io): string {
  if (root !== undefined) {
    const folder = resolve(io.cwd, root);
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`--root: ${root} is not a folder`);
    return folder;
  }
  for (let folder = io.cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, CONFIG_FILE))) return folder;
    if (dirname(folder) === folder) return gitTopLevel(io.cwd) ?? io.cwd;
  }
}

export async function openFolder(folder: string): Promise<Snapshot | string | undefined> {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  return isFolder ? otherRepository(folder) : undefined;
}

export function readConfigFile(path: string, io: Io): SourceFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(io.cwd, path));
  } catch {
    throw new UsageError(`--config: ${path} cannot be read`);
  }
  const file = decodeText(slashed(path), bytes);
  if (isUnreadable(file)) throw new UsageError(`--config: ${path} ${file.why}`);
  return file;
}

/** An argument as a path of the root; what is neither a path nor a command is a mistake. */
export function pathInRoot(path: string, root: string, snapshot: Snapshot, io: Io): string {
  const inRoot = pathBelow(root, resolve(io.cwd, path));
  if (inRoot !== undefined && snapshot.kind(inRoot) !== undefined) return inRoot;
  if (inRoot === undefined && existsSync(resolve(io.cwd, path))) throw new UsageError(`${path} lies outside of the root ${root}`);
  throw new UsageError(`${path} is neither a command nor a path of the repository${hint(path, inRoot ?? slashed(path), snapshot)}`);
}

function hint(path: string, inRoot: string, snapshot: Snapshot): string {
  if (path === 'lint') return '; mllint without a command lints';
  const command = suggest(path, COMMANDS);
  if (command !== undefined) return `; did you mean mllint ${command}?`;
  const turned = inRoot.replaceAll('\\', '/'); // a path as Windows writes it
  if (snapshot.kind(turned) !== undefined) return `; did you mean ${turned}?`;
  const [near] = nearPaths(inRoot, snapshot);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
