/** One model over the commits of a history: in which states it is read again, and what it serves there. */
import type { Repository, ServedModel } from '../model.ts';
import type { Artifact } from '../serving/model-state.ts';
import type { ChangedPath } from '../snapshot/git-log.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { cellsOf, isSameCell, type Cell } from './cells.ts';
import type { Past } from './past.ts';
import { VersionSearch, type ReadState } from './version-search.ts';

/** A tree read as a repository. */
export interface Reading {
  readonly repository: Repository;
  /** The files that decide what a served model is. */
  readsOf(model: ServedModel): ReadonlySet<string>;
  /** Every file that something was rendered or generated from. */
  readonly inputs: ReadonlySet<string>;
  /** Files that could not be read although they matter. */
  readonly unreadable: readonly string[];
  /** Every file that could not be read. */
  readonly damaged: ReadonlySet<string>;
  /** The text of a file that was read. */
  textOf(path: string): SourceFile | undefined;
}

export interface ReadingOptions {
  readonly past: Past;
  /** What stands at the tip. */
  readonly tip: Reading;
  readonly read: (snapshot: Snapshot) => Promise<Reading>;
  /** The names of a model, each as words in small letters: a file that names it has all words of one of them. */
  readonly namesOf: (family: string) => readonly (readonly string[])[];
  /** What a cell is read from beside the tree, if from anything: cells that differ in it stand in spans of their own, though they serve the same. */
  readonly besideOf?: (cell: Cell) => string | undefined;
}

/** What is known of one model at a commit and until the commit of the entry before. */
export interface Entry {
  /** The state before so many commits were made. */
  readonly index: number;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly reads: ReadonlySet<string>;
  readonly gap?: string;
}

type Known = Pick<Entry, 'cells' | 'reads'>;

/** Reading less is enough where it gives every cell and asked for nothing that was left out. */
function isWhole(narrow: ReadState & { readonly misses: boolean }, newest: Known): boolean {
  if (narrow.misses || narrow.gap !== undefined) return false;
  return [...newest.cells.keys()].every((key) => narrow.cells.get(key)?.isUnknown === false);
}

/** What seems to be absent may stand in what could not be read. */
function gapIn({ repository, unreadable, damaged }: Reading, cells: ReadonlyMap<string, Cell>, newest: Known): Pick<Entry, 'gap'> {
  if ([...newest.cells.keys()].every((key) => cells.has(key))) return {};
  const file = unreadable[0] ?? [...newest.reads].sort().find((path) => damaged.has(path));
  if (file !== undefined) return { gap: `${file} cannot be read` };
  const [unverified] = repository.unverified;
  return repository.isPartial && unverified ? { gap: `${unverified.what}: ${unverified.why}` } : {};
}

/** One model in all environments: it is read again only where a commit touched what it was read from. */
export class FamilyHistory {
  readonly #family: string;
  readonly #options: ReadingOptions;
  readonly #names: readonly (readonly string[])[];
  readonly #entries: Entry[] = [];
  /** What only other models are read from; there is no need to read it. */
  #others: ReadonlySet<string>;
  /** How many commits were looked at. */
  #seen = 0;
  #isDone = false;
  #search: VersionSearch | undefined;
  /** Where the clone ends, once that was found. */
  cutAt: number | undefined;

  constructor(family: string, options: ReadingOptions) {
    this.#family = family;
    this.#options = options;
    this.#names = options.namesOf(family);
    const reads = readsFor(family, options.tip);
    this.#others = readsOfOthers(reads, family, options.tip);
    this.#entries.push({ index: 0, cells: this.#cellsIn(options.tip), reads });
  }

  /** Where everything is read already, that tells. */
  async mayHold(key: string, artifact: Artifact): Promise<boolean> {
    return this.#isDone || (this.#search ??= this.#newSearch()).mayHold(key, artifact);
  }

  #newSearch(): VersionSearch {
    const { past, tip } = this.#options;
    return new VersionSearch({
      past, tip: { cells: this.#cellsIn(tip), reads: readsFor(this.#family, tip), reading: tip },
      touches: (index, change, reads) => this.#touches(index, change, reads),
      read: (index, changes, newest) => this.#read(index, changes, newest),
      onCut: (index) => { this.cutAt = index; },
    });
  }

  /** The entry so many changes back. */
  async entry(at: number): Promise<Entry | undefined> {
    while (this.#entries.length <= at && !this.#isDone) await this.#step();
    return this.#entries[at];
  }

  /** Which entry was in force before so many commits were made. */
  async stateAt(index: number): Promise<number> {
    while (this.#seen < index && !this.#isDone) await this.#step();
    let at = 0;
    while ((this.#entries[at + 1]?.index ?? Infinity) <= index) at += 1;
    return at;
  }

  /** Looks at one more commit. */
  async #step(): Promise<void> {
    const { past } = this.#options;
    const newest = this.#entries.at(-1);
    const index = this.#seen;
    const commit = past.commit(index);
    if (!commit || !newest) return void (this.#isDone = true);
    if (commit.isCut) {
      this.cutAt = index;
      this.#isDone = true;
      return;
    }
    this.#seen += 1;
    if (commit.parent === undefined) {
      this.#entries.push({ index: index + 1, cells: new Map(), reads: new Set() });
      this.#isDone = true;
      return;
    }
    const changes = past.changesOf(index);
    if (!changes.some((change) => this.#touches(index, change, newest.reads))) return;
    const { cells, reads, gap } = await this.#read(index + 1, changes, newest);
    this.#entries.push({ index: index + 1, cells, reads, ...(gap === undefined ? {} : { gap }) });
  }

  /** A file that was not read may only matter to the state before where it was there then: gone now, or another now. */
  #touches(index: number, change: ChangedPath, reads: ReadonlySet<string>): boolean {
    const { path, before, after } = change;
    if (reads.has(path) || (before && !after) || before?.isLink || after?.isLink) return true;
    if (!before) return false;
    return this.#options.past.speaksOf(index, change, this.#names);
  }

  /** The state before the changes of a commit; `newest` is what stood after them. */
  async #read(index: number, changes: readonly ChangedPath[], newest: Known): Promise<ReadState> {
    const touched = new Set(changes.map(({ path }) => path));
    const hidden = changes.every(({ after }) => after) ? [...this.#others].filter((path) => !newest.reads.has(path) && !touched.has(path)) : [];
    const narrow = hidden.length > 0 ? await this.#stateAt(index, newest, new Set(hidden)) : undefined;
    if (narrow && isWhole(narrow, newest)) return narrow;
    const whole = await this.#stateAt(index, newest);
    this.#others = readsOfOthers(whole.reads, this.#family, whole.reading);
    return whole;
  }

  async #stateAt(index: number, newest: Known, hidden?: ReadonlySet<string>): Promise<ReadState & { readonly misses: boolean }> {
    const reading = await this.#options.read(this.#options.past.snapshotAt(index, hidden));
    const cells = this.#shared(this.#cellsIn(reading), newest);
    const misses = hidden !== undefined && asksFor(hidden, this.#family, reading);
    return { cells, reading, reads: readsFor(this.#family, reading), misses, ...gapIn(reading, cells, newest) };
  }

  /** A cell holds on to all that was read of its environment: one that is as it was later stands for both. */
  #shared(cells: ReadonlyMap<string, Cell>, { cells: later }: Known): ReadonlyMap<string, Cell> {
    const { besideOf } = this.#options;
    return new Map([...cells].map(([key, cell]) => {
      const known = later.get(key);
      return [key, known && isSameCell(known, cell) && besideOf?.(known) === besideOf?.(cell) ? known : cell];
    }));
  }

  #cellsIn({ repository }: Reading): ReadonlyMap<string, Cell> {
    return new Map([...cellsOf(repository)].filter(([, { family }]) => family === this.#family));
  }
}

function readsFor(family: string, { repository, readsOf }: Reading): ReadonlySet<string> {
  return new Set(repository.models.filter((model) => model.family === family).flatMap((model) => [...readsOf(model)]));
}

function readsOfOthers(own: ReadonlySet<string>, family: string, { repository, readsOf, inputs }: Reading): ReadonlySet<string> {
  const others = repository.models.filter((model) => model.family !== family).flatMap((model) => [...readsOf(model)]);
  return new Set([...inputs, ...others].filter((path) => !own.has(path)));
}

/** Whether something of the model was looked for in what was left out. */
function asksFor(hidden: ReadonlySet<string>, family: string, { repository }: Reading): boolean {
  return repository.models.some((model) => model.family === family && (model.application?.references ?? []).some(({ path, found }) => !found && hidden.has(path)));
}
