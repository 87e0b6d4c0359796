/** The working tree: Git's own list of files where there is Git, a walk of the folder elsewhere. Links are never followed out of the root. */
import { readdirSync, readlinkSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { readHead, readRegularFile } from './disk-bytes.ts';
import { gitFiles, gitPrefix } from './git-files.ts';
import { linkText } from './native-path.ts';
import { baseName, folderOf, joinPath, type Changes, type Snapshot } from './snapshot.ts';
import { linkTarget, snapshotOf, type ByteSource, type Entry } from './tree.ts';

export interface DiskOptions {
  /** Whether to ask Git which files there are; without it every file below the folder counts. */
  readonly useGit: boolean;
  /** What an editor has not saved yet. */
  readonly unsaved?: Changes | undefined;
}

/** The files below a folder of this machine. */
export async function diskSnapshot(folder: string, options: DiskOptions): Promise<Snapshot> {
  const list = options.useGit ? gitFiles(folder) : undefined;
  const { listed, isCut } = Array.isArray(list) ? { listed: classify(folder, list), isCut: false } : await walkedFiles(folder);
  const notes = [
    ...(list && !Array.isArray(list) ? [`Git lists no files here (${list.why}); every file below the root is read, ignored ones too`] : []),
    ...(isCut ? ['there are more files below the root than are looked at; the others are not read'] : []),
  ];
  const saved = snapshotOf(folder, listed, bytesBelow(folder), notes.length === 0 ? undefined : notes.join('; '));
  return (options.unsaved && saved.over?.(options.unsaved)) ?? saved;
}

/**
 * A folder that stands for another repository, as {@link diskSnapshot} reads it: what Git lists, else a bounded walk, links out of it never followed.
 * Why it cannot be used (a clause), where it cannot: of half a repository nobody can say what is missing.
 */
export async function otherRepository(folder: string): Promise<Snapshot | string> {
  const list = gitFiles(folder);
  if (Array.isArray(list)) return snapshotOf(folder, classify(folder, list), bytesBelow(folder));
  const { listed, isCut } = await walkedFiles(folder);
  return isCut ? 'it holds more files than are looked at' : snapshotOf(folder, listed, bytesBelow(folder));
}

/** The walker is loaded only where Git gives no list. */
async function walkedFiles(folder: string): Promise<{ readonly listed: Map<string, Entry>; readonly isCut: boolean }> {
  const { files, closed, isCut } = (await import('./walk.ts')).walk(folder);
  const listed = classify(folder, files);
  for (const [path, why] of closed) if (path !== '') listed.set(path, { kind: 'other', why });
  return { listed, isCut };
}

/** Keeps what is really there and says which entries are links; one folder is listed at a time. */
function classify(folder: string, paths: readonly string[]): Map<string, Entry> {
  const listings = new Map<string, Names>();
  const prefix = gitPrefix(folder);
  const listed = new Map<string, Entry>();
  for (const path of paths) {
    const entry = namesIn(folderOf(path), folder, listings).get(baseName(path));
    if (entry?.isFile()) listed.set(path, { kind: 'file' });
    else if (entry?.isSymbolicLink()) listed.set(path, linkAt(path, folder, prefix));
    else if (entry && !entry.isDirectory()) listed.set(path, { kind: 'other', why: 'is a pipe, a socket or a device' });
  }
  return listed;
}

type Names = ReadonlyMap<string, Dirent>;

/** A folder is listed only where every folder above is one: what Git tracks below a folder may lie below a link by now. */
function namesIn(parent: string, folder: string, listings: Map<string, Names>): Names {
  const known = listings.get(parent);
  if (known) return known;
  const isFolder = parent === '' || namesIn(folderOf(parent), folder, listings).get(baseName(parent))?.isDirectory() === true;
  const names = isFolder ? listing(join(folder, parent)) : NOTHING;
  listings.set(parent, names);
  return names;
}

const NOTHING: Names = new Map();

function listing(folder: string): Names {
  try {
    return new Map(readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, entry]));
  } catch {
    return NOTHING;
  }
}

/** An absolute target counts as leaving the repository, as Argo CD has it. */
function linkAt(path: string, folder: string, prefix: string): Entry {
  const written = readLink(join(folder, path));
  const target = linkTarget(path, written);
  const staysInRepository = target === undefined && !written.startsWith('/') && joinPath(`${prefix}/${folderOf(path)}`, written) !== undefined;
  return { kind: 'link', target, staysInRepository };
}

function readLink(path: string): string {
  try {
    return linkText(readlinkSync(path));
  } catch {
    return '/';
  }
}

function bytesBelow(folder: string): ByteSource {
  return {
    read: (path, limit) => readRegularFile(join(folder, path), limit),
    head: (path, length) => readHead(join(folder, path), length),
    place: (path) => join(folder, path),
  };
}
