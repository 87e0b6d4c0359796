/** Every file below a folder, where Git gives no list. Links are listed and not followed. */
import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** Never part of what is deployed, and large. */
const LEFT_OUT = new Set(['.git', 'node_modules']);

export interface Walk {
  readonly files: readonly string[];
  /** Folders that cannot be listed, and why. */
  readonly closed: ReadonlyMap<string, string>;
  /** There are more files than are looked at. */
  readonly isCut: boolean;
}

/** More files and folders than any repository that people still work in: a home folder, or all of a disk. */
export const MAX_WALKED = 500_000;

export function walk(folder: string, limit = MAX_WALKED): Walk {
  const files: string[] = [];
  const closed = new Map<string, string>();
  const waiting = [''];
  let seen = 0;
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    if (seen > limit) return { files, closed, isCut: true };
    const entries = listed(join(folder, current));
    if (typeof entries === 'string') {
      closed.set(current, entries);
      continue;
    }
    seen += 1 + entries.length;
    for (const entry of entries) {
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      if (!entry.isDirectory()) files.push(path);
      else if (!LEFT_OUT.has(entry.name)) waiting.push(path);
    }
  }
  return { files, closed, isCut: false };
}

function listed(folder: string): readonly Dirent[] | string {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG' ? 'lies too deep to be listed' : 'cannot be listed';
  }
}
