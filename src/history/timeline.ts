/** What each cell served over time, looked at backwards along the first parents of a commit, and only as far as somebody asks. */
import type { Artifact } from '../serving/model-state.ts';
import { cellKey, isSameCell, type Cell } from './cells.ts';
import { FamilyHistory, type Entry, type ReadingOptions } from './family-history.ts';
import type { Mark, Past } from './past.ts';

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

export interface CellPlace {
  readonly family: string;
  readonly environment: string;
  readonly since?: number;
}

export class Timeline {
  readonly past: Past;
  readonly #options: ReadingOptions;
  readonly #families = new Map<string, FamilyHistory>();

  constructor(options: ReadingOptions) {
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

  /** Whether a cell may ever have served an artifact, from the state before so many commits on; where not, there is no need to look for it. */
  async mayHold({ family, environment, since = 0 }: CellPlace, artifact: Artifact): Promise<boolean> {
    return since > 0 || this.#history(family).mayHold(cellKey(family, environment), artifact);
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
  const [cell, before] = [one.cells.get(key), other.cells.get(key)];
  return gapOf(one, cell).gap === gapOf(other, before).gap && isSameCell(cell, before);
}

/** What is there is known, whatever else could not be read. */
function gapOf({ gap }: Entry, cell: Cell | undefined): Pick<Span, 'gap'> {
  if (gap !== undefined && !cell) return { gap };
  return cell?.isUnknown === true ? { gap: 'what is served cannot be read' } : {};
}
