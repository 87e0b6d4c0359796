/** A tree of files as the linter sees it: loaded once, then read synchronously. */
import type { SourceFile } from '../source.ts';

/** Why a file that is listed cannot be used. */
export interface Unreadable {
  readonly path: string;
  /** A clause such as `is not UTF-8 (byte 17)`. */
  readonly why: string;
  /** A link that leads out of the repository: Argo CD refuses the whole of it. */
  readonly isOutside?: true;
}

export type EntryKind = 'file' | 'folder';

/**
 * Paths are relative to the root, with forward slashes, without `.` and `..`; `''` is the root.
 * A link that leads out of the root, or to nothing, is an {@link Unreadable} entry of no kind and never followed.
 */
export interface Snapshot {
  /** For messages: the root as the user gave it. */
  readonly root: string;
  /** What a report says of how the files were found. */
  readonly note?: string | undefined;
  /** Every file, in code-unit order. */
  readonly files: readonly string[];
  kind(path: string): EntryKind | undefined;
  /** The names in a folder, in code-unit order; nothing for what is no folder. */
  entries(folder: string): readonly string[];
  bytes(path: string): Uint8Array | undefined;
  /** The first bytes of a file, however large it is. */
  head(path: string, length: number): Uint8Array | undefined;
  /** A file's text; the same object for the same path. */
  file(path: string): SourceFile | Unreadable | undefined;
  /** The same files with these bytes in the place of what stands there, nothing for what is gone; paths through no link. Absent where nothing can be replaced. */
  over?(changes: Changes): Snapshot;
  /** Where a path leads, links inside the root followed. */
  real?(path: string): string | undefined;
  /** Absent where only this thread can read. */
  readonly shared?: SharedReading | undefined;
}

/** Files as they would be, by path from the root. */
export type Changes = ReadonlyMap<string, Uint8Array | undefined>;

/** Lets other threads read files in the place of a snapshot. */
export interface SharedReading {
  /** Where a file lies on this machine, links followed. */
  locate(path: string): string | undefined;
  /** Takes over a file that another thread has read, unless it was read here before. */
  adopt(file: SourceFile): boolean;
}

export function isUnreadable(file: SourceFile | Unreadable | undefined): file is Unreadable {
  return file !== undefined && 'why' in file;
}

/** The largest file that is read as text, in bytes: ten times what the API server accepts for one object. */
export const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/**
 * Joins a path below a folder as Argo CD and Helm do; `undefined` where it leaves the root.
 * `join('a/b', '../c')` is `a/c`; a leading `/` counts from the root.
 */
export function joinPath(folder: string, path: string): string | undefined {
  const parts = path.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder of a path; `''` for what lies at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The folders that a path lies in, the nearest first, without the root. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folder);
  return folders;
}

/** The last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
