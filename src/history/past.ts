/** The trees of the first-parent history of a commit, each a snapshot that shares with the others what did not change. */
import { blobSizes } from '../snapshot/git-blobs.ts';
import type { ProcessVariables } from '../snapshot/git-files.ts';
import { CommitLog, HistoryError, partialHint, type ChangedPath, type ChangedSide, type Commit } from '../snapshot/git-log.ts';
import { below, GitContents, listTree, MAX_READ_AHEAD_BYTES, readAhead, treeSnapshot, type TreeEntry } from '../snapshot/git-tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { decodeText } from '../snapshot/tree.ts';
import { SourceFile } from '../source.ts';

export interface PastOptions {
  /** The Git top level. */
  readonly top: string;
  /** The full name of the commit that the history ends with. */
  readonly tip: string;
  /** Where the root lies below the top level. */
  readonly prefix: string;
  readonly contents?: GitContents;
  readonly variables?: ProcessVariables;
  /** Committer times behind this are errors. */
  readonly now: Date;
}

/** A commit, and when what it brought was there. */
export interface Mark {
  readonly commit: string;
  /** In milliseconds. */
  readonly time: number;
  /** Its committer time, where commits that it builds on are younger. */
  readonly dated?: number;
}

/** Clocks are compared with those of so many commits before. */
const CLOCK_WINDOW = 100;
/** Larger files hold no word of a model that is looked for. */
const MAX_SEARCHED_BYTES = 1024 * 1024;
/** They are parsed, which takes many times their size. */
const MAX_RECENT_TEXTS = 256;

export class Past {
  readonly contents: GitContents;
  readonly #options: PastOptions;
  readonly #log: CommitLog;
  readonly #sizes = new Map<string, number>();
  readonly #texts = new Map<string, string>();
  /** Texts of changed files; what one commit found is what an earlier one left. Those used last come last. */
  readonly #recent = new Map<string, SourceFile>();
  /** The tree before so many commits were made; moved back and forth. */
  #cursor: { index: number; readonly files: Map<string, TreeEntry> } | undefined;
  #measured = 0;

  constructor(options: PastOptions) {
    this.#options = options;
    this.contents = options.contents ?? new GitContents(options.top);
    this.#log = new CommitLog(options.top, options.tip);
  }

  /** The commit so many first parents behind the tip. */
  commit(index: number): Commit | undefined {
    return this.#log.at(index);
  }

  /** How many commits were made after one of this history. */
  indexOf(id: string): number {
    for (let index = 0; ; index += 1) {
      const commit = this.commit(index);
      if (!commit) throw new HistoryError(`the commit ${id.slice(0, 7)} is not in the history`);
      if (commit.id === id) return index;
    }
  }

  /** What a commit changed below the root, with paths that count from there. */
  changesOf(index: number): ChangedPath[] {
    const { prefix } = this.#options;
    const changes = this.commit(index)?.changes ?? [];
    if (prefix === '') return [...changes];
    return changes.flatMap((change) => (change.path.startsWith(`${prefix}/`) ? [{ ...change, path: change.path.slice(prefix.length + 1) }] : []));
  }

  /**
   * When a commit was made: its committer time, but never before those that it builds on. Who forges a time can so make a version look younger, not older.
   * Times that have not come yet are no measure for what was built on them.
   */
  mark(index: number): Mark {
    const commit = this.commit(index);
    if (!commit) throw new HistoryError('the history is shorter than it was');
    let { time } = commit;
    for (let before = index + 1; before <= index + CLOCK_WINDOW; before += 1) {
      const older = this.commit(before);
      if (!older) break;
      if (older.time > time && older.time <= this.#options.now.getTime()) time = older.time;
    }
    return { commit: commit.id, time, ...(time === commit.time ? {} : { dated: commit.time }) };
  }

  /** The files below the root at a commit, but those that are hidden. */
  snapshotAt(index: number, hidden: ReadonlySet<string> = new Set()): Snapshot {
    const listing = below(this.#filesAt(index), this.#options.prefix);
    const isHiding = hidden.size > 0 && ![...listing.values()].some(({ isLink }) => isLink); // what a link leads to has two names
    return treeSnapshot(isHiding ? new Map([...listing].filter(([path]) => !hidden.has(path))) : listing, this.contents, { prefix: this.#options.prefix });
  }

  /** The text of a changed file before or after a commit; nothing where it was none, a link or too large. */
  textBefore(index: number, { path, before }: ChangedPath): SourceFile | undefined {
    return this.#textOf(index, path, before);
  }

  textAfter(index: number, { path, after }: ChangedPath): SourceFile | undefined {
    return this.#textOf(index, path, after);
  }

  #textOf(index: number, path: string, side: ChangedSide | undefined): SourceFile | undefined {
    if (!side || side.isLink) return undefined;
    const key = `${side.id} ${path}`;
    const known = this.#recent.get(key);
    const text = known ?? decodeText(path, this.#bytesOf(index, side.id));
    if (!(text instanceof SourceFile)) return undefined;
    this.#recent.delete(key);
    this.#recent.set(key, text);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= MAX_RECENT_TEXTS) break;
      this.#recent.delete(oldest);
    }
    return text;
  }

  /** Whether a changed file with its path has all words of one of the names, on either side. */
  speaksOf(index: number, { path, before, after }: ChangedPath, names: readonly (readonly string[])[]): boolean {
    const lowered = path.toLowerCase();
    return [before, after].some((side) => {
      if (!side) return false;
      const text = this.#lowered(index, side.id);
      return names.some((words) => words.every((word) => text.includes(word) || lowered.includes(word)));
    });
  }

  #lowered(index: number, id: string): string {
    const known = this.#texts.get(id);
    if (known !== undefined) return known;
    const bytes = this.#bytesOf(index, id);
    const text = typeof bytes === 'string' ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toLowerCase();
    this.#texts.set(id, text);
    return text;
  }

  #bytesOf(index: number, id: string): Uint8Array | string {
    const blob = { id, size: this.#sizeOf(index, id) };
    return this.contents.blobs.one(blob, { with: this.contents.blobs.has(id) ? [] : this.#neighbours(index), limit: MAX_SEARCHED_BYTES });
  }

  /** What is asked for soon, too: asking Git costs more than a few files do. */
  #neighbours(index: number): { readonly id: string; readonly size: number }[] {
    const ids = new Set<string>();
    for (let at = index; at < this.#measured && ids.size < 20_000; at += 1) for (const { before, after } of this.commit(at)?.changes ?? []) for (const side of [before, after]) if (side) ids.add(side.id);
    return [...ids].map((id) => ({ id, size: this.#sizes.get(id) ?? 0 })).filter(({ size }) => size <= MAX_SEARCHED_BYTES);
  }

  #filesAt(index: number): ReadonlyMap<string, TreeEntry> {
    const cursor = (this.#cursor ??= { index: 0, files: this.#tipFiles() });
    for (; cursor.index < index; cursor.index += 1) this.#apply(cursor.files, cursor.index, 'before');
    for (; cursor.index > index; cursor.index -= 1) this.#apply(cursor.files, cursor.index - 1, 'after');
    return new Map(cursor.files);
  }

  #tipFiles(): Map<string, TreeEntry> {
    const { top, tip, variables } = this.#options;
    const listing = listTree(top, tip, { variables });
    if (typeof listing === 'string') throw new HistoryError(`the commit ${tip.slice(0, 7)} cannot be read: ${listing}${partialHint(top)}`);
    for (const { id, size } of listing.values()) this.#sizes.set(id, size);
    readAhead(below(listing, this.#options.prefix), this.contents);
    return listing;
  }

  #apply(files: Map<string, TreeEntry>, index: number, side: 'before' | 'after'): void {
    for (const { path, [side]: entry } of this.commit(index)?.changes ?? []) {
      if (entry) files.set(path, { ...entry, size: this.#sizeOf(index, entry.id) });
      else files.delete(path);
    }
  }

  #sizeOf(index: number, id: string): number {
    if (!this.#sizes.has(id)) this.#measure(index);
    return this.#sizes.get(id) ?? 0;
  }

  /** The sizes of all that the commits from here on changed, as far as they were listed together. */
  #measure(from: number): void {
    const { top } = this.#options;
    const ids = new Set<string>();
    let at = from;
    for (; at < from + MEASURED_AT_ONCE; at += 1) {
      const commit = this.commit(at);
      if (!commit) break;
      for (const { before, after } of commit.changes) for (const side of [before, after]) if (side && !this.#sizes.has(side.id)) ids.add(side.id);
    }
    this.#measured = Math.max(this.#measured, at);
    const { sizes, why } = blobSizes(top, ids);
    if (!sizes) throw new HistoryError(`files of the history are not in this clone (${why}); a clone without \`--filter\` is needed`);
    for (const [id, size] of sizes) this.#sizes.set(id, size);
    // One answer of Git for all of them; most are looked at.
    this.contents.blobs.read([...ids].map((id) => ({ id, size: this.#sizes.get(id) ?? Infinity })).filter(({ size }) => size <= MAX_READ_AHEAD_BYTES));
  }
}

const MEASURED_AT_ONCE = 1024;
