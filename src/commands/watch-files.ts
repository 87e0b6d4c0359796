/** Says when something below a folder changes: the folders of its files and Git's own are watched, and looked at now and then. */
import { lstatSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { diskSnapshot } from '../snapshot/disk.ts';
import { gitFolder, gitTopLevel } from '../snapshot/git-files.ts';
import { foldersAbove } from '../snapshot/snapshot.ts';

/** More folders than this are looked at only. */
const MAX_FOLDERS = 2_000;
/** What an editor writes in several steps is one change. */
const QUIET_MILLISECONDS = 120;
const LOOK_MILLISECONDS = 2_000;

export interface Watching {
  stop(): void;
}

/** Calls at once, and once for each change since then; not again until what the call returned is done. */
export async function watchFiles(root: string, changed: () => Promise<void>): Promise<Watching> {
  const watching = new FolderWatch(root, changed);
  await watching.begin();
  return watching;
}

class FolderWatch implements Watching {
  readonly #root: string;
  readonly #changed: () => Promise<void>;
  readonly #watchers = new Map<string, FSWatcher>();
  #signature = '';
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isStopped = false;

  constructor(root: string, changed: () => Promise<void>) {
    this.#root = root;
    this.#changed = changed;
  }

  async begin(): Promise<void> {
    // Before the first call: what changes while that reads is a change.
    this.#signature = await this.#look();
    await this.#changed();
    this.#waitFor(0);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #waitFor(milliseconds: number): void {
    if (this.#isStopped || this.#isLooking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#compare(), milliseconds);
  }

  async #compare(): Promise<void> {
    this.#isLooking = true;
    try {
      const signature = await this.#look();
      if (signature !== this.#signature && !this.#isStopped) {
        this.#signature = signature;
        await this.#changed();
      }
    } finally {
      this.#isLooking = false;
      this.#waitFor(LOOK_MILLISECONDS);
    }
  }

  /** What stands there now, as far as it shows without reading; folders that are new are watched from now on. */
  async #look(): Promise<string> {
    const { files } = await diskSnapshot(this.#root, { useGit: true });
    const folders = new Set(['', ...files.flatMap(foldersAbove)]);
    const top = gitTopLevel(this.#root);
    const git = top === undefined ? undefined : gitFolder(top);
    const paths = [...folders].map((folder) => join(this.#root, folder));
    this.#watchOnly([...(git === undefined ? [] : [git]), ...paths].slice(0, MAX_FOLDERS));
    const heads = git === undefined ? [] : ['HEAD', 'logs/HEAD'].map((name) => stamp(join(git, name)));
    return [...heads, ...files.map((path) => `${path}\0${stamp(join(this.#root, path))}`)].join('\n');
  }

  #watchOnly(folders: readonly string[]): void {
    const wanted = new Set(folders);
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) {
      if (!this.#watchers.has(folder)) this.#watch(folder);
    }
  }

  /** A folder that cannot be watched, or is gone, is looked at only. */
  #watch(folder: string): void {
    try {
      if (lstatSync(folder).isSymbolicLink()) return;
      const watcher = watch(folder, () => this.#waitFor(QUIET_MILLISECONDS));
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // too many watches, a file system without them, or gone meanwhile
    }
  }
}

function stamp(path: string): string {
  const there = lstatSync(path, { throwIfNoEntry: false });
  return there ? `${there.mode} ${there.size} ${there.mtimeMs} ${there.ctimeMs} ${there.ino}` : 'gone';
}
