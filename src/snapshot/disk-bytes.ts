/** What lies in one file of this machine. Every thread may ask. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { SourceFile } from '../source.ts';
import { MAX_TEXT_BYTES, type Unreadable } from './snapshot.ts';
import { decodeText, tooLarge } from './tree.ts';

/** The text of a file that a snapshot lists under a path. */
export function readTextFile(path: string, place: string | undefined): SourceFile | Unreadable {
  return place === undefined ? { path, why: 'cannot be opened' } : decodeText(path, readRegularFile(place, MAX_TEXT_BYTES));
}

/** Links were followed before, and a pipe that nobody writes to must not be waited for; Windows knows neither flag. */
const OPEN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens once and reads what was opened, so that a file swapped for a device or a pipe in between is not read. */
export function readRegularFile(place: string, limit = Infinity): Uint8Array | string {
  const descriptor = attempt(() => openSync(place, OPEN));
  if (descriptor === undefined) return 'cannot be opened';
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return 'cannot be read';
    return stats.size > limit ? tooLarge(limit) : (attempt(() => readOpen(descriptor, stats.size)) ?? 'cannot be read');
  } finally {
    closeSync(descriptor);
  }
}

/** As `readFileSync` does, without asking for the size again. */
function readOpen(descriptor: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(size); // small ones share a block; what was not read is cut off below
  let read = 0;
  while (read < size) {
    const more = readSync(descriptor, bytes, read, size - read, null);
    if (more === 0) break; // cut meanwhile
    read += more;
  }
  return read === size ? bytes : bytes.subarray(0, read);
}

/** The first bytes of a file. */
export function readHead(place: string, length: number): Uint8Array | undefined {
  const descriptor = attempt(() => openSync(place, OPEN));
  if (descriptor === undefined) return undefined;
  try {
    if (!fstatSync(descriptor).isFile()) return undefined;
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, attempt(() => readSync(descriptor, bytes)) ?? 0);
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
