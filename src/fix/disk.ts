/** What writing asks of the file system; a test puts another one in its place that fails where it likes. */
import {
  accessSync, chmodSync, chownSync, closeSync, constants, copyFileSync, fstatSync, fsyncSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmdirSync,
  unlinkSync, writeSync, type Stats,
} from 'node:fs';

/** Every call throws as those of `node:fs` do. */
export interface Disk {
  /** Nothing where nothing is there. */
  lstat(path: string): Stats | undefined;
  /** The content of a regular file; a link is not followed. */
  read(path: string): Uint8Array;
  names(folder: string): readonly string[];
  /** Makes a file, which must not be there, and waits until it is on the disk. */
  create(path: string, bytes: Uint8Array, like?: Pick<Stats, 'mode' | 'uid' | 'gid'>): void;
  /** Adds to a file and waits until that is on the disk. */
  append(path: string, bytes: Uint8Array): void;
  rename(from: string, to: string): void;
  /** A second name for a file; a copy where the file system has no such thing. `to` must not be there. */
  link(from: string, to: string): void;
  unlink(path: string): void;
  mkdir(path: string): void;
  rmdir(path: string): void;
  /** Throws where this user may not write there. */
  mustBeWritable(path: string): void;
  /** Waits until the names in a folder are on the disk; where a file system cannot say, nobody waits. */
  syncFolder(path: string): void;
}

const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export const disk: Disk = {
  lstat: (path) => lstatSync(path, { throwIfNoEntry: false }),
  read: (path) => {
    const descriptor = openSync(path, READ);
    try {
      if (!fstatSync(descriptor).isFile()) throw new Error('it is no regular file');
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  names: (folder) => readdirSync(folder),
  create: (path, bytes, like) => {
    writeTo(openSync(path, 'wx', like ? like.mode & 0o777 : 0o666), bytes);
    if (like) keepOwner(path, like);
  },
  append: (path, bytes) => writeTo(openSync(path, constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0)), bytes),
  rename: renameSync,
  link: (from, to) => {
    try {
      linkSync(from, to);
    } catch (error) {
      if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') throw error;
      copyFileSync(from, to, constants.COPYFILE_EXCL);
    }
  },
  unlink: unlinkSync,
  mkdir: (path) => void mkdirSync(path),
  rmdir: rmdirSync,
  mustBeWritable: (path) => accessSync(path, constants.W_OK),
  syncFolder: (path) => {
    try {
      const descriptor = openSync(path, constants.O_RDONLY);
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    } catch {
      // Windows opens no folder.
    }
  },
};

function writeTo(descriptor: number, bytes: Uint8Array): void {
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    if (bytes.length > 0) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The bits that the umask took, and the owner where one may be given: root repairs the files of a user. */
function keepOwner(path: string, { mode, uid, gid }: Pick<Stats, 'mode' | 'uid' | 'gid'>): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // Only root may give files away.
  }
  chmodSync(path, mode & 0o7777);
}

/** The code of what a call threw, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What a user reads of a failure, as a clause. */
export function whyItFailed(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'there is no space left';
    case 'EROFS':
      return 'the file system is read-only';
    case 'EACCES':
    case 'EPERM':
      return 'its folder is read-only';
    case 'ELOOP':
      return 'it is a link';
    case 'EEXIST':
      return 'something stands there already';
    default:
      return error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/^[A-Z]+: /, '') : String(error);
  }
}
