/** Puts planned files on disk: new ones where nothing is, others only where they still hold what was read. */
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Planned } from './plan.ts';

/** Nothing was written. */
export class NotWritten extends Error {
  override readonly name = 'NotWritten';
}

export interface Folders {
  readonly root: string;
  readonly top: string;
}

/** Looks at every file first. Throws {@link NotWritten} where one cannot be written; what was new until then is taken away again. */
export function writePlanned(files: readonly Planned[], folders: Folders): void {
  const writes = files.filter(({ text }) => text !== undefined);
  for (const file of writes) reject(file, folders);
  const made: string[] = [];
  try {
    // An entry in a file that is there comes last: all before it can be taken back.
    for (const file of [...writes].sort((a, b) => Number(a.before !== undefined) - Number(b.before !== undefined))) {
      const path = join(folders[file.at], file.path);
      if (file.before) replace(path, file.text ?? '');
      else create(path, file.text ?? '', made);
    }
  } catch (error) {
    for (const path of made) rmSync(path, { force: true });
    throw new NotWritten(error instanceof Error ? error.message : String(error));
  }
}

/** No path may lead through a link, and nothing may have come since it was looked at. */
function reject({ path, at, before }: Planned, folders: Folders): void {
  const parts = path.split('/');
  for (let length = 1; length < parts.length; length += 1) {
    const parent = parts.slice(0, length).join('/');
    const there = lstatSync(join(folders[at], parent), { throwIfNoEntry: false });
    if (there && !there.isDirectory()) throw new NotWritten(`${parent} is no folder`);
  }
  const full = join(folders[at], path);
  const there = lstatSync(full, { throwIfNoEntry: false });
  if (!before && there) throw new NotWritten(`${path} is there already`);
  if (before && (!there?.isFile() || readFileSync(full, 'utf8').replace(/^\uFEFF/, '') !== before.text)) throw new NotWritten(`${path} was changed meanwhile`);
}

function create(path: string, text: string, made: string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
  made.push(path);
}

function replace(path: string, text: string): void {
  const { mode } = lstatSync(path);
  const temporary = `${path}.mllint-init`;
  const bom = readFileSync(path, 'utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
  try {
    writeFileSync(temporary, bom + text, { flag: 'wx', mode });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
