/**
 * Whether a version may ever have stood in an environment: told from the texts of commits, most of which change the version of a model and nothing else.
 * Of such a commit only the scalars that it changes are looked at; the state before any other commit is read as a repository.
 * What may have stood is then looked for in the states themselves: this only tells where there is nothing to find.
 * A template that makes a version out of another one, but only of some, would hide it here: nothing is proved by it then, and the gate stays closed.
 */
import type { ServedModel } from '../model.ts';
import type { Artifact } from '../serving/model-state.ts';
import { SourceFile } from '../source.ts';
import type { ChangedPath } from '../snapshot/git-log.ts';
import type { Cell } from './cells.ts';
import type { Past } from './past.ts';
import type { Reading } from './family-history.ts';
import { changedVersions, holds, needleOf, versionPlaces, type VersionPlaces } from './version-texts.ts';

/** A state that was read as a repository. */
export interface ReadState {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly reads: ReadonlySet<string>;
  readonly gap?: string;
  readonly reading: Reading;
}

export interface VersionSearchOptions {
  readonly past: Past;
  /** What stands at the tip. */
  readonly tip: ReadState;
  /** Whether what a commit changed may matter to the model. */
  readonly touches: (index: number, change: ChangedPath, reads: ReadonlySet<string>) => boolean;
  readonly read: (index: number, changes: readonly ChangedPath[], newest: ReadState) => Promise<ReadState>;
  /** Told where the clone ends, if somebody looked as far as that. */
  readonly onCut: (index: number) => void;
}

/** What may stand in a cell for a while: all that its scalars held, and files that were the same over the time. Nothing where that cannot be said. */
interface CellTexts {
  readonly keys: ReadonlySet<string>;
  readonly texts: readonly string[];
  readonly files: ReadonlySet<SourceFile>;
}

type Step = ReadonlyMap<string, CellTexts | undefined>;

/** One model; walks back once, however many versions and environments are asked about. */
export class VersionSearch {
  readonly #options: VersionSearchOptions;
  readonly #steps: Step[];
  #newest: ReadState;
  #places: Places;
  #seen = 0;
  #isDone = false;

  constructor(options: VersionSearchOptions) {
    this.#options = options;
    this.#newest = options.tip;
    this.#places = new Places(options.tip);
    this.#steps = [this.#places.step()];
  }

  /** Whether the cell of that name may ever have served the artifact. */
  async mayHold(cell: string, artifact: Artifact): Promise<boolean> {
    const needle = needleOf(artifact);
    if (needle === undefined) return true;
    const searched = new Set<SourceFile>();
    for (let at = 0; ; at += 1) {
      while (this.#steps.length <= at && !this.#isDone) await this.#look();
      const step = this.#steps[at];
      if (!step) return false;
      if (step.has(cell) && mayStand(step.get(cell), { artifact, needle, searched })) return true;
    }
  }

  /** At one more commit. */
  async #look(): Promise<void> {
    const { past, touches, read, onCut } = this.#options;
    const index = this.#seen;
    const commit = past.commit(index);
    if (commit?.isCut === true) onCut(index);
    if (!commit || commit.isCut || commit.parent === undefined) return void (this.#isDone = true);
    this.#seen += 1;
    const changes = past.changesOf(index);
    const touching = changes.filter((change) => touches(index, change, this.#newest.reads));
    if (touching.length === 0) return;
    const step = this.#places.changed(touching.map((change) => ({ change, before: past.textBefore(index, change), after: past.textAfter(index, change) })));
    if (step) return void this.#steps.push(step);
    this.#newest = await read(index + 1, changes, this.#newest);
    this.#places = new Places(this.#newest);
    this.#steps.push(this.#places.step());
  }
}

interface Wanted {
  readonly artifact: Artifact;
  readonly needle: string;
  /** Without it. */
  readonly searched: Set<SourceFile>;
}

function mayStand(texts: CellTexts | undefined, { artifact, needle, searched }: Wanted): boolean {
  if (!texts || texts.keys.has(artifact.key) || texts.texts.some((text) => holds(text, needle))) return true;
  for (const file of texts.files) {
    if (searched.has(file)) continue;
    if (holds(file.text, needle)) return true;
    searched.add(file);
  }
  return false;
}

interface TextChange {
  readonly change: ChangedPath;
  readonly before: SourceFile | undefined;
  readonly after: SourceFile | undefined;
}

/** Where the versions of a state are written, cell by cell; absent where that cannot be said. */
class Places {
  readonly #state: ReadState;
  readonly #byCell: ReadonlyMap<string, VersionPlaces | undefined>;
  readonly #ofAll = new Map<string, Set<string>>();

  constructor(state: ReadState) {
    this.#state = state;
    this.#byCell = new Map([...state.cells].map(([key, cell]) => [key, versionPlaces(cell, state.reading.repository)]));
    for (const places of this.#byCell.values()) for (const [path, own] of places ?? []) this.#ofAll.set(path, new Set([...(this.#ofAll.get(path) ?? []), ...own]));
  }

  /** What the state that was read tells. */
  step(): Step {
    const { cells, gap, reading } = this.#state;
    return new Map([...cells].map(([key, cell]) => {
      if (gap !== undefined || !this.#byCell.get(key)) return [key, undefined];
      const keys = new Set([...cell.stables, ...cell.canaries.map(({ artifact }) => artifact)].map((artifact) => artifact.key));
      return [key, { keys, texts: [], files: filesOf(cell.models, reading) }];
    }));
  }

  /** What the state before a commit tells that changed versions only; nothing where it changed more. */
  changed(changes: readonly TextChange[]): Step | undefined {
    if (this.#state.gap !== undefined || [...this.#byCell.values()].some((places) => !places)) return undefined;
    const step = new Map<string, CellTexts>();
    for (const { change: { path }, before, after } of changes) {
      const places = this.#ofAll.get(path);
      const versions = places && before && after && changedVersions(before, after, places);
      if (!versions) return undefined;
      for (const [key, own] of this.#byCell) {
        const texts = [...versions].flatMap(([place, text]) => (own?.get(path)?.has(place) === true ? [text] : []));
        if (texts.length > 0) step.set(key, { keys: new Set(), texts: [...(step.get(key)?.texts ?? []), ...texts], files: new Set() });
      }
    }
    return step;
  }
}

/** Texts that the cell is made of, in which versions may be written that other values choose. */
function filesOf(models: readonly ServedModel[], { readsOf, textOf }: Reading): ReadonlySet<SourceFile> {
  return new Set(models.flatMap((model) => [...readsOf(model)]).flatMap((path) => textOf(path) ?? []));
}
