/** What each cell served over time, looked at backwards along the first parents of a commit, and only as far as somebody asks. */
import type { ChangedPath } from '../snapshot/git-log.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Repository, ServedModel } from '../model.ts';
import { cellKey, cellsOf, isSameCell, type Cell } from './cells.ts';
import type { Mark, Past } from './past.ts';

/** A tree read as a repository. */
export interface Reading {
  readonly repository: Repository;
  /** The files that decide what a served model is. */
  readsOf(model: ServedModel): ReadonlySet<string>;
  /** Every file that something was rendered or generated from. */
  readonly inputs: ReadonlySet<string>;
  /** Files that could not be read although they matter. */
  readonly unreadable: readonly string[];
}

export interface TimelineOptions {
  readonly past: Past;
  /** What stands at the tip. */
  readonly tip: Reading;
  readonly read: (snapshot: Snapshot) => Promise<Reading>;
  /** The names of a model, each as words in small letters: a file that names it has all words of one of them. */
  readonly namesOf: (family: string) => readonly (readonly string[])[];
  /** What a cell is read from beside the tree, if from anything: cells that differ in it stand in spans of their own, though they serve the same. */
  readonly besideOf?: (cell: Cell) => string | undefined;
}

/** A time in which a cell stood unchanged. */
export interface Span {
  /** Absent where the environment did not serve the model. */
  readonly cell?: Cell;
  /** The commit that brought it; absent for what was before all commits. */
  readonly from?: Mark;
  /** The commit that ended it; absent where it still stands. */
  readonly to?: Mark;
  /** It stood already where the clone ends. */
  readonly isCut: boolean;
  /** Why what was served is not known (a clause). */
  readonly gap?: string;
}

/** What is known of one model at a commit and until the commit of the entry before. */
interface Entry {
  /** The state before so many commits were made. */
  readonly index: number;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly reads: ReadonlySet<string>;
  readonly gap?: string;
}

export class Timeline {
  readonly past: Past;
  readonly #options: TimelineOptions;
  readonly #families = new Map<string, FamilyHistory>();

  constructor(options: TimelineOptions) {
    this.past = options.past;
    this.#options = options;
  }

  /** The spans of a cell, the latest first; from the state before so many commits were made on. */
  async *spans(family: string, environment: string, since = 0): AsyncGenerator<Span> {
    const history = this.#history(family);
    const key = cellKey(family, environment);
    let newer = await history.stateAt(since);
    let to: Mark | undefined;
    for (let at = newer + 1; ; at += 1) {
      const current = await history.entry(newer);
      const older = await history.entry(at);
      if (!current) return;
      if (older && isSameState(current, older, key) && this.#besideOf(current, key) === this.#besideOf(older, key)) {
        newer = at;
        continue;
      }
      const cell = current.cells.get(key);
      const from = older ? this.past.mark(older.index - 1) : history.cutAt !== undefined ? this.past.mark(history.cutAt) : undefined;
      yield {
        ...(cell ? { cell } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}),
        isCut: !older && history.cutAt !== undefined, ...gapOf(current, cell),
      };
      if (!older) return;
      to = from;
      newer = at;
    }
  }

  /** What a cell served before so many commits were made. */
  async cellAt(family: string, environment: string, index: number): Promise<Cell | undefined> {
    const history = this.#history(family);
    return (await history.entry(await history.stateAt(index)))?.cells.get(cellKey(family, environment));
  }

  /** The commits that changed what any environment serves of a model, by their place behind the tip; the latest first. */
  async *changes(family: string): AsyncGenerator<number> {
    const history = this.#history(family);
    for (let at = 1; ; at += 1) {
      const [newer, older] = [await history.entry(at - 1), await history.entry(at)];
      if (!newer || !older) return;
      const keys = new Set([...newer.cells.keys(), ...older.cells.keys()]);
      if ([...keys].some((key) => !isSameState(newer, older, key))) yield older.index - 1;
    }
  }

  /** Whether somebody looked as far as the clone goes, and history goes further. */
  isCut(family: string): boolean {
    return this.#history(family).cutAt !== undefined;
  }

  #besideOf({ cells }: Entry, key: string): string | undefined {
    const cell = cells.get(key);
    return cell && this.#options.besideOf?.(cell);
  }

  #history(family: string): FamilyHistory {
    const known = this.#families.get(family) ?? new FamilyHistory(family, this.#options);
    this.#families.set(family, known);
    return known;
  }
}

function isSameState(one: Entry, other: Entry, key: string): boolean {
  return one.gap === other.gap && isSameCell(one.cells.get(key), other.cells.get(key));
}

function gapOf({ gap }: Entry, cell: Cell | undefined): Pick<Span, 'gap'> {
  if (gap !== undefined) return { gap };
  return cell?.isUnknown === true ? { gap: 'what is served cannot be read' } : {};
}

/** One model in all environments: it is read again only where a commit touched what it was read from. */
class FamilyHistory {
  readonly #family: string;
  readonly #options: TimelineOptions;
  readonly #names: readonly (readonly string[])[];
  readonly #entries: Entry[] = [];
  /** What only other models are read from; there is no need to read it. */
  #others: ReadonlySet<string>;
  /** How many commits were looked at. */
  #seen = 0;
  #isDone = false;
  /** Where the clone ends, once that was found. */
  cutAt: number | undefined;

  constructor(family: string, options: TimelineOptions) {
    this.#family = family;
    this.#options = options;
    this.#names = options.namesOf(family);
    const reads = readsFor(family, options.tip);
    this.#others = readsOfOthers(family, options.tip);
    this.#entries.push({ index: 0, cells: this.#cellsIn(options.tip), reads });
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
    const touched = new Set(changes.map(({ path }) => path));
    const hidden = changes.every(({ after }) => after) ? [...this.#others].filter((path) => !newest.reads.has(path) && !touched.has(path)) : [];
    this.#entries.push(await this.#read(index + 1, newest, new Set(hidden)));
  }

  /** A file that was not read may only matter to the state before where it was there then: gone now, or another now. */
  #touches(index: number, change: ChangedPath, reads: ReadonlySet<string>): boolean {
    const { path, before, after } = change;
    if (reads.has(path) || (before && !after) || before?.isLink || after?.isLink) return true;
    if (!before) return false;
    return this.#options.past.speaksOf(index, change, this.#names);
  }

  async #read(index: number, newest: Entry, hidden: ReadonlySet<string>): Promise<Entry> {
    const narrow = hidden.size > 0 ? await this.#entryAt(index, hidden) : undefined;
    if (narrow && this.#isWhole(narrow, newest)) return narrow;
    return this.#entryAt(index);
  }

  async #entryAt(index: number, hidden?: ReadonlySet<string>): Promise<Entry & { readonly misses: boolean }> {
    const reading = await this.#options.read(this.#options.past.snapshotAt(index, hidden));
    const cells = this.#cellsIn(reading);
    if (!hidden) this.#others = readsOfOthers(this.#family, reading);
    return { index, cells, reads: readsFor(this.#family, reading), misses: hidden !== undefined && asksFor(hidden, this.#family, reading), ...this.#gap(reading, cells) };
  }

  /** Reading less is enough where it gives every cell and asked for nothing that was left out. */
  #isWhole(narrow: Entry & { readonly misses: boolean }, newest: Entry): boolean {
    if (narrow.misses || narrow.gap !== undefined) return false;
    return [...newest.cells.keys()].every((key) => narrow.cells.get(key)?.isUnknown === false);
  }

  /** What seems to be absent may stand in what could not be read. */
  #gap({ repository, unreadable }: Reading, cells: ReadonlyMap<string, Cell>): Pick<Entry, 'gap'> {
    const before = this.#entries.at(-1)?.cells ?? new Map<string, Cell>();
    const isMissing = [...before.keys()].some((key) => !cells.has(key));
    if (!isMissing) return {};
    const [file] = unreadable;
    if (file !== undefined) return { gap: `${file} cannot be read` };
    const [unverified] = repository.unverified;
    return repository.isPartial && unverified ? { gap: `${unverified.what}: ${unverified.why}` } : {};
  }

  #cellsIn({ repository }: Reading): ReadonlyMap<string, Cell> {
    return new Map([...cellsOf(repository)].filter(([, { family }]) => family === this.#family));
  }
}

function readsFor(family: string, { repository, readsOf }: Reading): ReadonlySet<string> {
  return new Set(repository.models.filter((model) => model.family === family).flatMap((model) => [...readsOf(model)]));
}

function readsOfOthers(family: string, reading: Reading): ReadonlySet<string> {
  const own = readsFor(family, reading);
  const { repository, readsOf, inputs } = reading;
  const others = repository.models.filter((model) => model.family !== family).flatMap((model) => [...readsOf(model)]);
  return new Set([...inputs, ...others].filter((path) => !own.has(path)));
}

/** Whether something of the model was looked for in what was left out. */
function asksFor(hidden: ReadonlySet<string>, family: string, { repository }: Reading): boolean {
  return repository.models.some((model) => model.family === family && (model.application?.references ?? []).some(({ path, found }) => !found && hidden.has(path)));
}

