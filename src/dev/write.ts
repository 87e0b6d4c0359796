/** Writing generated files so that whoever reads them at the same moment sees the old file or the new one, never half of one. */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The text of a file, or undefined where there is none. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes a file unless it holds the text already. */
export function writeFresh(path: string, text: string): void {
  if (textOf(path) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** Makes a folder hold exactly these files. New ones come first, so that no file ever names one that is not there. */
export function syncFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const dependenciesFirst = [...files].sort(([a], [b]) => depthOf(b) - depthOf(a));
  for (const [path, text] of dependenciesFirst) writeFresh(join(folder, path), text);
  for (const path of filesIn(folder)) {
    if (!files.has(path) && !path.endsWith('.tmp')) rmSync(join(folder, path), { force: true });
  }
}

/** Every file below a folder, as sorted paths relative to it; none where the folder does not exist. */
export function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort();
  } catch {
    return [];
  }
}

function depthOf(path: string): number {
  return path.split(/[\\/]/).length;
}
