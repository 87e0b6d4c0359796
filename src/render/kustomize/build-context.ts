/** What every transformer and generator of one build is given beside the resources. */
import type { Unverified } from '../../finding.ts';
import type { ReplacedList, SelectedImage, SelectedTarget } from '../../model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Location, SourceFile } from '../../source.ts';
import { BuildError } from './build-error.ts';
import type { MergeSchemas } from './merge-schemas.ts';
import type { Resource } from './resource.ts';

/** A step of a build: what it makes of all resources. The list and everything in it stay as they were. */
export type Transformer = (resources: readonly Resource[], build: BuildContext) => readonly Resource[];

export interface BuildContext {
  readonly budget: Budget;
  /** How near to the environment what this kustomization says stands, see `Nearness`; for `tracedScalar` of its values. */
  readonly nearness: number;
  /** How patches without a target's own schema merge lists. */
  readonly schemas: MergeSchemas;
  /** Says that something could not be built here, and what would be needed; the build goes on without it. */
  readonly unverified: (entry: Unverified) => void;
  readonly notes: NoteTaker;
}

/** Is told what the entries of a kustomization did: kustomize says nothing of those that do nothing. */
export interface NoteTaker {
  target(selected: SelectedTarget): void;
  image(selected: SelectedImage): void;
  replacedList(list: ReplacedList): void;
}

export const NO_NOTES: NoteTaker = { target: () => undefined, image: () => undefined, replacedList: () => undefined };

/** Reads the files that a kustomization names, with the restrictions of kustomize: none outside of its own folder. */
export interface FileLoader {
  /** The folder of the kustomization, relative to the root of the snapshot. */
  readonly folder: string;
  /** Where charts lie. */
  readonly snapshot: Snapshot;
  /**
   * The text of a file.
   * @param at the value that names it
   * @throws BuildError where it is not there, lies outside or cannot be read
   */
  text(path: string, at: Location): SourceFile;
  /** Its content, for files that are no text. */
  bytes(path: string, at: Location): Uint8Array;
}

/** How much work one build may be; a step is about one node looked at. */
export class Budget {
  #left: number;

  constructor(steps: number = MAX_STEPS) {
    this.#left = steps;
  }

  /** @throws BuildError when the build is more work than any honest one */
  spend(steps: number, at: Location): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BuildError(`building takes more than ${MAX_STEPS} steps`, at);
  }
}

export const MAX_STEPS = 5_000_000;
