/** The first-parent history of a commit, newest first, with the paths that each commit changed. Only asked of Git as far as somebody looks. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitCommonFolder, readObjects } from './git-files.ts';
import { isPlainPath } from './git-tree.ts';

/** One side of a changed path; absent from the change where there is no such file on that side. */
export interface ChangedSide {
  readonly id: string;
  readonly isLink: boolean;
}

export interface ChangedPath {
  /** From the Git top level. */
  readonly path: string;
  /** In the first parent. */
  readonly before?: ChangedSide;
  readonly after?: ChangedSide;
}

export interface Commit {
  readonly id: string;
  /** Committer time, in milliseconds. */
  readonly time: number;
  /** Absent for the first of all, and where the clone ends. */
  readonly parent?: string;
  /** The parents are not in this clone. */
  readonly isCut: boolean;
  /** Against the first parent. */
  readonly changes: readonly ChangedPath[];
}

/** So many commits are asked for first; then always four times as many. */
const FIRST_PAGE = 128;
const LARGEST_PAGE = 8192;
/** More than any history that is still looked at. */
export const MAX_COMMITS = 200_000;

/** Walks the history by pages. */
export class CommitLog {
  readonly #top: string;
  readonly #commits: Commit[] = [];
  #next: string | undefined;
  #page = FIRST_PAGE;
  #shallow: ReadonlySet<string> | undefined;

  /** `tip` is the full name of a commit. */
  constructor(top: string, tip: string) {
    this.#top = top;
    this.#next = tip;
  }

  /** The commit so many first parents behind the tip; `undefined` behind the first. Throws {@link HistoryError} where Git cannot say. */
  at(index: number): Commit | undefined {
    while (this.#commits.length <= index && this.#next !== undefined) this.#load(this.#next);
    return this.#commits[index];
  }

  #load(from: string): void {
    if (this.#commits.length >= MAX_COMMITS) throw new HistoryError(`the history is longer than ${MAX_COMMITS} commits`);
    const { output, why } = readObjects(this.#top, [...LOG, `--max-count=${this.#page}`, '--end-of-options', from, '--']);
    if (!output) throw new HistoryError(`Git cannot list the history (${why})`);
    const commits = readLog(output.toString('utf8')).map((commit): Commit => ({ ...commit, isCut: this.#isCut(commit.id) }));
    this.#page = Math.min(this.#page * 4, LARGEST_PAGE);
    this.#commits.push(...commits);
    this.#next = commits.at(-1)?.parent;
  }

  #isCut(id: string): boolean {
    this.#shallow ??= shallowCommits(this.#top);
    return this.#shallow.has(id);
  }
}

/** The history that is needed is not at hand, or is not the one that was recorded. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

/** Object names, modes and paths only: nothing that a repository could configure changes what is printed or runs a program. */
const LOG = [
  // The graph of commits is a copy that nobody compares with the commits themselves.
  '-c', 'core.commitGraph=false', '-c', 'log.showRoot=true',
  'log', '--first-parent', '--diff-merges=first-parent', '--raw', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color',
  '--no-notes', '--no-mailmap', '--no-show-signature', '--no-decorate', '--ignore-submodules=none', '--format=%H %ct %P',
];

/** A path follows its own entry, so that no name can be taken for anything else. */
function readLog(text: string): Omit<Commit, 'isCut'>[] {
  const commits: Omit<Commit, 'isCut'>[] = [];
  let changes: ChangedPath[] = [];
  const parts = text.split('\0');
  for (let at = 0; at < parts.length; at += 1) {
    const part = (parts[at] ?? '').trim();
    const entry = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*$/.exec(part);
    if (entry) {
      at += 1;
      const path = parts[at] ?? '';
      if (isPlainPath(path)) changes.push(changedPath(path, entry));
      continue;
    }
    const [, id, time, parent] = /^([0-9a-f]{40,64}) (\d+)(?: ([0-9a-f]+))?(?: [0-9a-f ]+)?$/.exec(part) ?? [];
    if (id === undefined) continue;
    changes = [];
    commits.push({ id, time: Number(time) * 1000, ...(parent === undefined ? {} : { parent }), changes });
  }
  return commits;
}

function changedPath(path: string, [, modeBefore = '', modeAfter = '', before = '', after = '']: RegExpExecArray): ChangedPath {
  return { path, ...sideOf('before', modeBefore, before), ...sideOf('after', modeAfter, after) };
}

/** A submodule is no file. */
function sideOf(side: 'before' | 'after', mode: string, id: string): { readonly before?: ChangedSide; readonly after?: ChangedSide } {
  return mode === '000000' || mode === '160000' ? {} : { [side]: { id, isLink: mode === '120000' } };
}

/** The first-parent history of a commit by full names. Throws a {@link HistoryError} where Git cannot list it. */
export function firstParents(top: string, tip: string): ReadonlySet<string> {
  const { output, why } = readObjects(top, ['-c', 'core.commitGraph=false', 'rev-list', '--first-parent', `--max-count=${MAX_COMMITS}`, '--end-of-options', tip, '--']);
  if (!output) throw new HistoryError(`Git cannot list the history (${why})`);
  return new Set(output.toString('latin1').split('\n').filter((line) => line !== ''));
}

/** The commits whose parents were not fetched. */
function shallowCommits(top: string): ReadonlySet<string> {
  return new Set(linesOf(join(gitCommonFolder(top), 'shallow')));
}

/** Whether some of the history was not fetched. */
export function isShallow(top: string): boolean {
  return shallowCommits(top).size > 0;
}

/** Whether `info/grafts` gives commits other parents than those they were made with. */
export function isGrafted(top: string): boolean {
  return linesOf(join(gitCommonFolder(top), 'info', 'grafts')).some((line) => !line.startsWith('#'));
}

function linesOf(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '') : [];
}
