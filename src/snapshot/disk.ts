/** The working tree: Git's own list of files where there is Git, a walk of the folder elsewhere. Links are never followed out of the root. */
import { closeSync, fstatSync, openSync, readFileSync, readdirSync, readlinkSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { gitFiles } from './git-files.ts';
import { folderOf, type Snapshot } from './snapshot.ts';
import { linkTarget, snapshotOf, type ByteSource, type Entry } from './tree.ts';

export interface DiskOptions {
  /** Whether to ask Git which files there are; without it every file below the folder counts. */
  readonly useGit: boolean;
}

/** The files below a folder of this machine. */
export async function diskSnapshot(folder: string, options: DiskOptions): Promise<Snapshot> {
  const paths = (options.useGit ? gitFiles(folder) : undefined) ?? (await walkedFiles(folder));
  return snapshotOf(folder, classify(folder, paths), bytesBelow(folder));
}

/** The walker is loaded only where Git gives no list. */
async function walkedFiles(folder: string): Promise<string[]> {
  return (await import('./walk.ts')).walk(folder);
}

/** Keeps what is really there and says which entries are links; one folder is listed at a time. */
function classify(folder: string, paths: readonly string[]): Map<string, Entry> {
  const listings = new Map<string, Map<string, Dirent>>();
  const listed = new Map<string, Entry>();
  for (const path of paths) {
    const parent = folderOf(path);
    let names = listings.get(parent);
    if (!names) listings.set(parent, (names = listing(join(folder, parent))));
    const entry = names.get(path.slice(parent === '' ? 0 : parent.length + 1));
    if (entry?.isFile()) listed.set(path, { kind: 'file' });
    else if (entry?.isSymbolicLink()) listed.set(path, { kind: 'link', target: linkTarget(path, readLink(join(folder, path))) });
  }
  return listed;
}

function listing(folder: string): Map<string, Dirent> {
  try {
    return new Map(readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, entry]));
  } catch {
    return new Map();
  }
}

/** An absolute target counts as leaving the root, as Argo CD has it. */
function readLink(path: string): string {
  try {
    return readlinkSync(path).replaceAll('\\', '/');
  } catch {
    return '/';
  }
}

function bytesBelow(folder: string): ByteSource {
  return {
    size: (path) => attempt(() => statSync(join(folder, path)).size),
    read: (path) => attempt(() => readRegularFile(join(folder, path))),
  };
}

/** Opens once and reads what was opened, so that a file swapped for a device or a pipe in between is not read. */
function readRegularFile(path: string): Uint8Array | undefined {
  const descriptor = openSync(path, 'r');
  try {
    return fstatSync(descriptor).isFile() ? readFileSync(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
