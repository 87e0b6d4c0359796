/** What a change moves, and what Git proves about it. */
import type { Environment, Repository } from '../model.ts';
import type { EnvironmentDifference } from './difference.ts';
import type { Node } from '../yaml/node.ts';
import type { Freeze } from './environment-policy.ts';

export type MoveKind = 'promotion' | 'rollback' | 'first' | 'removal' | 'canary-start' | 'canary-step' | 'cut-over' | 'relocation';

/** A version as it is shown. */
export interface MovedVersion {
  /** Without a leading `v`; the whole URI where that holds none. */
  readonly text: string;
  readonly uri?: string;
  /** The name that is served may mean another artifact tomorrow: it proves nothing. */
  readonly isMutable: boolean;
}

/** A commit of the base, and when what it brought was there. */
export interface Proof {
  /** The full name. */
  readonly commit: string;
  /** In milliseconds. */
  readonly time: number;
  /** The committer time of the commit, where that is before those of commits that it builds on. */
  readonly dated?: number;
}

/** What the history says of a version in a later stage that no earlier one serves now. */
export interface Origin {
  readonly model: string;
  readonly environment: string;
  /** Without a leading `v`. */
  readonly version: string;
  /** An environment of an earlier stage in which it ran at some time. */
  readonly ranIn?: string;
  /** What brought it although it never ran in an earlier stage; absent where the history does not show that. */
  readonly entered?: Proof | 'working tree';
}

/** A stay of a version in an environment. */
export interface Stay {
  readonly from?: Proof;
  /** Absent where it still runs. */
  readonly to?: Proof;
  /** It may have run longer: there the clone ends. */
  readonly isCut: boolean;
  /** Why nobody can say that it ran longer (a clause). */
  readonly gap?: string;
}

/** What the base proves about a version in an environment that it has to come from. */
export interface Upstream {
  readonly environment: string;
  /** The stays of the version there, the latest first; only as many as the question needs. */
  readonly stays: readonly Stay[];
  /** What runs there at the base instead, or besides. */
  readonly runs: readonly string[];
  /** It is only the canary there. */
  readonly canaryPercent?: number;
  /** Why what runs there is not known (a clause). */
  readonly gap?: string;
}

/** A window in which nothing is promoted; times in milliseconds. */
export interface Frozen {
  readonly from: number;
  readonly to: number;
  readonly window: Freeze;
  /** When the windows that follow without a break are over, too; absent where they follow each other for longer than is looked ahead. */
  readonly until?: number;
}

/** The share of the requests that a canary had over a time in milliseconds; without an end it still has it. */
export interface CanaryShare {
  readonly percent: number;
  readonly from: number;
  readonly to?: number;
}

/** One model in one environment serves something else after the change. */
export interface Move {
  readonly model: string;
  readonly environment: Environment;
  readonly kind: MoveKind;
  readonly from?: MovedVersion;
  /** Absent for a removal, and where it cannot be read. */
  readonly to?: MovedVersion;
  /** The share of the canary after the change. */
  readonly percent?: number;
  /** Where the new version stands, else what was there. */
  readonly at: Node;
  /** The environments that the version has to come from. */
  readonly upstreams: readonly Upstream[];
  /** Of the version in this very environment: its last stay. */
  readonly earlier?: Stay;
  /** Since when it is the canary here. */
  readonly canarySince?: Proof;
  /** The shares that it had as the canary since then, the latest first. */
  readonly canaryShares?: readonly CanaryShare[];
  /** The window of the environment that the clock stands in, for what is held back by one. */
  readonly frozen?: Frozen;
  /** Why what the environment would serve is not known (a clause). */
  readonly gap?: string;
  /** The clone ends before all was looked at that could prove more. */
  readonly isHistoryCut: boolean;
}

/** A change as rules look at it. */
export interface Change {
  readonly base: Repository;
  readonly head: Repository;
  readonly moves: readonly Move[];
  /** What environments would hold otherwise than at the base; found when somebody asks. */
  readonly differences: () => readonly EnvironmentDifference[];
  /** The clock. */
  readonly now: Date;
}
