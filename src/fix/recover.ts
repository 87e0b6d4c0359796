/** Takes back what a run left that was killed while it wrote. */
import { join } from 'node:path';
import { hexDigest } from '../digest.ts';
import { foldersAbove } from '../snapshot/snapshot.ts';
import type { Disk } from './disk.ts';
import { journalName, journalNames, readJournal, type Entry, type Journal } from './journal.ts';

export interface Recovering {
  readonly root: string;
  readonly disk: Disk;
  /** Whether a process of this machine still runs. */
  readonly isRunning: (pid: number) => boolean;
  readonly now: Date;
}

/** What was found; lines for the user. */
export interface Recovered {
  readonly said: readonly string[];
  /** Another run is writing here: nothing may be written now. */
  readonly busy?: string;
}

/** Writing takes seconds: who takes longer was killed, and its number belongs to another process by now. */
const LONGEST_MS = 10 * 60_000;

export function recover({ root, disk, isRunning, now }: Recovering): Recovered {
  const said: string[] = [];
  for (const name of journalNames(root, disk)) {
    const journal = readJournal(root, name, disk);
    const age = now.getTime() - (disk.lstat(join(root, name))?.mtimeMs ?? 0);
    if (journal === 'foreign' || (journal !== 'unfinished' && isBehindLink(root, journal, disk))) continue;
    if (journal === 'unfinished') {
      if (age > LONGEST_MS) disk.unlink(join(root, name));
      continue;
    }
    if (isRunning(journal.pid) && age < LONGEST_MS) return { said, busy: `another mllint (process ${journal.pid}) is writing here` };
    said.push(...takeBack(root, journal, disk));
  }
  return { said };
}

/** No run writes through a link: where one stands by now, nothing is known of what lies behind it. */
function isBehindLink(root: string, { entries, folders }: Journal, disk: Disk): boolean {
  const above = new Set([...entries.map(({ path }) => path), ...folders].flatMap(foldersAbove));
  return [...above].some((folder) => disk.lstat(join(root, folder))?.isSymbolicLink() === true);
}

function takeBack(root: string, journal: Journal, disk: Disk): string[] {
  const left = journal.isDone ? [] : [...journal.entries].reverse().filter((entry) => !restored(root, entry, disk));
  for (const { fresh, old } of journal.entries.filter((entry) => !left.includes(entry))) {
    for (const path of [fresh, old]) if (path !== undefined) removed(join(root, path), disk);
  }
  if (!journal.isDone) for (const folder of [...journal.folders].reverse()) emptied(join(root, folder), disk);
  disk.unlink(join(root, journalName(journal.id)));
  const what = journal.isDone ? 'an earlier run had written everything, and was killed before it tidied up' : 'an earlier run was killed while it wrote; what it had written was taken back';
  return [what, ...left.map(({ path, old }) => `${path}: changed since then; left as it is${old === undefined ? '' : `; what stood there before is in ${old}`}`)];
}

/** Whether nothing of what this run wrote is left; a file that somebody changed since then stays as it is, with what was kept of it. */
function restored(root: string, { path, old, before, after }: Entry, disk: Disk): boolean {
  const target = join(root, path);
  const now = digestAt(target, disk);
  if (now === before) return true;
  const isKept = old !== undefined && digestAt(join(root, old), disk) === before;
  if (now !== after) return !isKept;
  if (old === undefined) disk.unlink(target);
  else if (isKept) disk.rename(join(root, old), target);
  return true;
}

function digestAt(path: string, disk: Disk): string | undefined {
  return disk.lstat(path)?.isFile() === true ? hexDigest('sha256', disk.read(path)) : undefined;
}

function removed(path: string, disk: Disk): void {
  if (disk.lstat(path)?.isFile() === true) disk.unlink(path);
}

function emptied(path: string, disk: Disk): void {
  if (disk.lstat(path)?.isDirectory() === true && disk.names(path).length === 0) disk.rmdir(path);
}
