/**
 * Writes what was accepted: all files or none. What is promised: each file holds its old or its new content at every moment, whatever kills
 * this process; where a write fails, everything is put back at once; where the process is killed, the next run puts everything back, unless
 * the last file was in its place already. A file that changed since it was read is never written, nor one behind a link.
 */
import { dirname, join } from 'node:path';
import type { Stats } from 'node:fs';
import { hexDigest } from '../digest.ts';
import { foldersAbove } from '../snapshot/snapshot.ts';
import { compareText } from '../source.ts';
import { whyItFailed, type Disk } from './disk.ts';
import { isBelow, journalName, markDone, startJournal, temporaryName, type Entry } from './journal.ts';

/** A file to be written; texts without byte order mark, which stays where there is one. */
export interface Writing {
  /** From the root. */
  readonly path: string;
  /** The text as it was read; nothing for a new file. */
  readonly before: string | undefined;
  /** Nothing where the file goes. */
  readonly after: string | undefined;
}

export interface WriteOptions {
  readonly disk: Disk;
  /** 16 hexadecimal digits that no other run has. */
  readonly id: string;
  readonly pid: number;
}

/** Nothing was written; one line for each file that was in the way. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

export function writeFiles(root: string, files: readonly Writing[], options: WriteOptions): void {
  if (files.length === 0) return;
  const { disk } = options;
  const checked = [...files].sort((a, b) => compareText(a.path, b.path)).map((file) => attempt(file.path, () => prepared(root, file, disk)));
  const lines = checked.flatMap((one) => (typeof one === 'string' ? [one] : []));
  if (lines.length > 0) throw new WriteError(lines);
  new Transaction(root, checked.filter((one) => typeof one !== 'string'), options).run();
}

/** What it gives, or the line that says why it gives nothing. */
function attempt<T>(path: string, work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return lineOf(path, error);
  }
}

function lineOf(path: string, error: unknown): string {
  return `${path}: not written: ${error instanceof Refusal ? error.message : whyItFailed(error)}`;
}

/** In the words that a user reads. */
class Refusal extends Error {}

/** A file that may be written: as it was read, through no link. */
interface Prepared {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
  readonly stats: Stats | undefined;
  /** Folders that are not there yet, outer ones first. */
  readonly folders: readonly string[];
}

function prepared(root: string, { path, before, after }: Writing, disk: Disk): Prepared {
  if (!isBelow(path) || path.split('/').some((part) => part.toLowerCase() === '.git')) throw new Refusal('it is no file of the repository');
  const folders = missingFolders(root, path, disk);
  const stats = disk.lstat(join(root, path));
  if (stats?.isSymbolicLink() === true) throw new Refusal('it is a link');
  if (stats && !stats.isFile()) throw new Refusal('it is no regular file');
  if (stats && before === undefined) throw new Refusal('something stands there by now');
  if (!stats && before !== undefined) throw new Refusal('it is gone since it was read');
  const bytes = stats && currentBytes(join(root, path), before ?? '', disk);
  if (stats) mustBeWritable(join(root, path), stats, disk);
  if (folders.length === 0) mustBeOpen(dirname(join(root, path)), disk);
  return { path, before: bytes, after: after === undefined ? undefined : encoded(after, bytes), stats, folders };
}

/** Every folder above is a real one, or not there. */
function missingFolders(root: string, path: string, disk: Disk): string[] {
  const missing: string[] = [];
  for (const folder of foldersAbove(path).reverse()) {
    const stats = disk.lstat(join(root, folder));
    if (stats?.isSymbolicLink() === true) throw new Refusal(`it lies behind the link ${folder}`);
    if (stats && !stats.isDirectory()) throw new Refusal(`${folder} is no folder`);
    if (!stats) missing.push(folder);
  }
  return missing;
}

const MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

function hasMark(bytes: Uint8Array): boolean {
  return MARK.every((byte, index) => bytes[index] === byte);
}

function encoded(text: string, like: Uint8Array | undefined): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return like && hasMark(like) ? Buffer.concat([MARK, bytes]) : bytes;
}

/** The bytes that stand there, which must say what was read. */
function currentBytes(path: string, text: string, disk: Disk): Uint8Array {
  const bytes = disk.read(path);
  if (Buffer.compare(encoded(text, bytes), bytes) !== 0) throw new Refusal('it is not what was read: it changed since, or differs from what is staged');
  return bytes;
}

function mustBeWritable(path: string, stats: Stats, disk: Disk): void {
  if ((stats.mode & 0o222) === 0) throw new Refusal('it is read-only');
  try {
    disk.mustBeWritable(path);
  } catch {
    throw new Refusal('it is read-only');
  }
}

function mustBeOpen(folder: string, disk: Disk): void {
  if (((disk.lstat(folder)?.mode ?? 0) & 0o222) === 0) throw new Refusal('its folder is read-only');
  disk.mustBeWritable(folder);
}

/** One write of several files. Everything that it did is undone by name, in the reverse order. */
class Transaction {
  readonly #root: string;
  readonly #files: readonly Prepared[];
  readonly #entries: readonly Entry[];
  readonly #options: WriteOptions;
  readonly #undo: (() => void)[] = [];

  constructor(root: string, files: readonly Prepared[], options: WriteOptions) {
    this.#root = root;
    this.#files = files;
    this.#options = options;
    this.#entries = files.map((file, index) => entryOf(file, index, options.id));
  }

  run(): void {
    const { disk, id, pid } = this.#options;
    let at = '';
    try {
      const folders = [...new Set(this.#files.flatMap((file) => file.folders))].sort(compareText);
      startJournal(this.#root, { id, pid, entries: this.#entries, folders }, disk);
      for (const [index, file] of this.#files.entries()) {
        at = file.path;
        this.#prepare(file, this.#entryAt(index));
      }
      for (const [index, file] of this.#files.entries()) {
        at = file.path;
        this.#replace(file, this.#entryAt(index));
      }
      for (const folder of new Set(this.#files.map(({ path }) => dirname(this.#place(path))))) disk.syncFolder(folder);
      markDone(this.#root, id, disk);
    } catch (error) {
      throw new WriteError([at === '' ? `nothing is written: ${whyItFailed(error)}` : lineOf(at, error), ...this.#takeBack()]);
    }
    this.#tidy();
  }

  #entryAt(index: number): Entry {
    const entry = this.#entries[index];
    if (!entry) throw new RangeError('every file has an entry');
    return entry;
  }

  /** The new content, on the disk before anything is renamed. */
  #prepare({ after, stats, folders }: Prepared, { fresh }: Entry): void {
    const { disk } = this.#options;
    for (const folder of folders) {
      if (disk.lstat(this.#place(folder))) continue;
      disk.mkdir(this.#place(folder));
      this.#undo.push(() => disk.rmdir(this.#place(folder)));
    }
    if (fresh === undefined || !after) return;
    this.#undo.push(() => this.#gone(fresh)); // also what was written half
    disk.create(this.#place(fresh), after, stats);
  }

  #replace({ before, path }: Prepared, { fresh, old }: Entry): void {
    const { disk } = this.#options;
    const target = this.#place(path);
    if (before && Buffer.compare(disk.read(target), before) !== 0) throw new Refusal('it changed since it was read');
    if (old !== undefined) {
      this.#undo.push(() => this.#gone(old));
      disk.link(target, this.#place(old));
      this.#undo.push(() => disk.rename(this.#place(old), target));
    }
    if (fresh === undefined) disk.unlink(target);
    else if (old !== undefined) disk.rename(this.#place(fresh), target);
    else {
      disk.link(this.#place(fresh), target); // which something else may have taken by now
      this.#undo.push(() => disk.unlink(target));
    }
  }

  /** What could not be put back, as lines: then the journal stays for the next run. */
  #takeBack(): string[] {
    const failed: unknown[] = [];
    const journal = (): void => {
      if (failed.length === 0) this.#gone(journalName(this.#options.id));
    };
    for (const undo of [...this.#undo.reverse(), journal]) {
      try {
        undo();
      } catch (error) {
        failed.push(error);
      }
    }
    return failed.length === 0 ? [] : ['not everything could be put back; the next mllint --fix tries again'];
  }

  #tidy(): void {
    try {
      for (const path of this.#entries.flatMap(({ fresh, old }) => [fresh ?? [], old ?? []].flat())) this.#gone(path);
      this.#gone(journalName(this.#options.id));
    } catch {
      // The journal says that all is done: the next run takes away what is left.
    }
  }

  #gone(path: string): void {
    if (this.#options.disk.lstat(this.#place(path))) this.#options.disk.unlink(this.#place(path));
  }

  #place(path: string): string {
    return join(this.#root, path);
  }
}

function entryOf({ path, before, after }: Prepared, index: number, id: string): Entry {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return {
    path,
    ...(after ? { fresh: `${folder}${temporaryName(id, 'new', index)}`, after: hexDigest('sha256', after) } : {}),
    ...(before ? { old: `${folder}${temporaryName(id, 'old', index)}`, before: hexDigest('sha256', before) } : {}),
  };
}
