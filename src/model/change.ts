/** What a change moves, and what Git proves about it. */
import type { Environment, Repository } from '../model.ts';
import type { EnvironmentDifference } from './difference.ts';
import type { Node } from '../yaml/node.ts';

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
