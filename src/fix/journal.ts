/**
 * What a run that writes keeps beside the files until it is done, so that the next one can take back what a killed one left. The journal
 * lies at the root as `.mllint-<id>.tmp`. It names its own inode: a copy that somebody committed is none of ours and is left alone.
 */
import { isAbsolute, join } from 'node:path';
import type { Disk } from './disk.ts';

/** One file: all paths from the root, temporary ones beside the target. */
export interface Entry {
  readonly path: string;
  /** The new content until it is renamed; absent where the file goes. */
  readonly fresh?: string;
  /** The old content; absent where there was none. */
  readonly old?: string;
  /** SHA-256 in hexadecimal digits. */
  readonly before?: string;
  readonly after?: string;
}

export interface Journal {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly pid: number;
  readonly entries: readonly Entry[];
  /** Folders made for new files, outer ones first. */
  readonly folders: readonly string[];
  /** Everything was renamed: what is left to do is tidying up. */
  readonly isDone: boolean;
}

const NAME = /^\.mllint-([0-9a-f]{16})\.tmp$/;

export function journalName(id: string): string {
  return `.mllint-${id}.tmp`;
}

/** The name of a temporary file beside a target. */
export function temporaryName(id: string, kind: 'new' | 'old', index: number): string {
  return `.mllint-${id}-${kind}-${index}.tmp`;
}

export function journalNames(root: string, disk: Disk): readonly string[] {
  return disk.names(root).filter((name) => NAME.test(name)).sort();
}

/** Starts a journal: on the disk before anything else is. */
export function startJournal(root: string, journal: Omit<Journal, 'isDone'>, disk: Disk): void {
  const path = join(root, journalName(journal.id));
  disk.create(path, new Uint8Array());
  const inode = String(disk.lstat(path)?.ino);
  disk.append(path, new TextEncoder().encode(`${startOf(inode)}${JSON.stringify(journal).slice(1)}\n`));
  disk.syncFolder(root);
}

/** What every journal starts with: it is told by that, also where it was cut while it was written. */
function startOf(inode: string): string {
  return `{"version":1,"inode":${JSON.stringify(inode)},`;
}

export function markDone(root: string, id: string, disk: Disk): void {
  disk.append(join(root, journalName(id)), new TextEncoder().encode('done\n'));
}

/** A journal as a run of mllint wrote it here; `unfinished` where the run was killed before it did anything else, `foreign` for everything else. */
export function readJournal(root: string, name: string, disk: Disk): Journal | 'unfinished' | 'foreign' {
  const path = join(root, name);
  const stats = disk.lstat(path);
  const id = NAME.exec(name)?.[1] ?? '';
  if (stats?.isFile() !== true || stats.size > MAX_JOURNAL_BYTES) return 'foreign';
  const text = new TextDecoder().decode(disk.read(path));
  const start = startOf(String(stats.ino));
  const [line = '', end] = text.split('\n');
  if (end === undefined) return start.startsWith(text) || text.startsWith(start) ? 'unfinished' : 'foreign';
  const said = parsed(line);
  if (said.version !== 1 || said.inode !== String(stats.ino) || said.id !== id) return 'foreign';
  const { pid, entries, folders } = said;
  if (typeof pid !== 'number' || !isListOf(entries, (one) => isEntry(one, id)) || !isListOf(folders, isBelow)) return 'foreign';
  return { id, pid, entries, folders, isDone: end === 'done' };
}

const MAX_JOURNAL_BYTES = 64 * 1024 * 1024;

function parsed(line: string): Partial<Record<'version' | 'inode' | 'id' | 'pid' | 'entries' | 'folders', unknown>> {
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === 'object' && said !== null ? said : {};
  } catch {
    return {};
  }
}

function isListOf<T>(list: unknown, isOne: (one: unknown) => one is T): list is readonly T[] {
  return Array.isArray(list) && list.every(isOne);
}

/** A path below the root, with temporary files of this journal beside it. */
function isEntry(one: unknown, id: string): one is Entry {
  if (typeof one !== 'object' || one === null || !('path' in one) || !isBelow(one.path)) return false;
  const { path, fresh, old, before, after }: Partial<Record<keyof Entry, unknown>> & { readonly path: string } = { ...one, path: one.path };
  const isDigest = (digest: unknown): boolean => digest === undefined || typeof digest === 'string';
  return isDigest(before) && isDigest(after) && [fresh, old].every((place) => place === undefined || isBeside(place, path, id));
}

/** A path from the root that stays below it. */
export function isBelow(path: unknown): path is string {
  return typeof path === 'string' && path !== '' && !isAbsolute(path) && !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function isBeside(path: unknown, target: string, id: string): boolean {
  if (!isBelow(path)) return false;
  const cut = path.lastIndexOf('/') + 1;
  return path.slice(0, cut) === target.slice(0, target.lastIndexOf('/') + 1) && path.slice(cut).startsWith(`.mllint-${id}-`);
}
