/** What mllint says: findings, what could not be verified, and the report that holds both. */
import type { Location, Piece } from './source.ts';
import type { MoveKind } from './model.ts';
import type { Node } from './yaml/node.ts';
import type { TextEdit } from './yaml/text-edit.ts';

export type Severity = 'error' | 'warning' | 'info';

export type { TextEdit } from './yaml/text-edit.ts';

/** A repair: all of its edits or none. `review` means that a person must look at it first. */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
}

/** What a rule yields. */
export interface Problem {
  readonly at: Node;
  /** Where it is shown instead: the action that prints the value. */
  readonly shownAt?: Location | undefined;
  /** One lower-case clause without a full stop that names the value and what is allowed. */
  readonly message: string;
  /** Only ever lower than the severity in force. */
  readonly severity?: 'warning' | 'info';
  readonly related?: readonly { readonly at: Node; readonly message: string }[];
  readonly fix?: Fix | undefined;
  /** Rests on what is absent, in a rule that does not do so always: not reported where the subject is partial, and that is said. */
  readonly needsAll?: boolean;
  /** Values that are shown nowhere. */
  readonly secrets?: readonly Node[];
}

export interface Related {
  readonly at: Location;
  readonly message: string;
}

export interface ResourceName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a stage found: a condition, see `defineCondition`. */
export interface Raised {
  readonly rule: string;
  readonly at: Location;
  /** What the value at that place consists of, if it is one. */
  readonly pieces?: readonly Piece[];
  readonly message: string;
  readonly severity?: 'warning' | 'info';
  readonly related?: readonly Related[];
  readonly fix?: Fix | undefined;
  readonly applications?: readonly string[];
  readonly environments?: readonly string[];
  /** Path inside the file, for the fingerprint. */
  readonly path?: readonly (string | number)[];
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  /** Everything the value consists of and passed through: where suppression comments count. */
  readonly pieces: readonly Piece[];
  readonly related: readonly Related[];
  readonly environments: readonly string[];
  readonly applications: readonly string[];
  readonly resources: readonly ResourceName[];
  readonly models: readonly string[];
  readonly fix?: Fix;
  readonly isNew?: boolean;
  /** A rollback brings it back with the version that ran there: it fails nothing. */
  readonly isRestored?: boolean;
  /** Places of values that are shown nowhere. */
  readonly secrets?: readonly Location[];
  readonly fingerprint: string;
}

export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
  readonly by: 'comment' | 'exception' | 'baseline';
  /** Of an exception. */
  readonly owner?: string;
  readonly until?: string;
}

/** What could not be checked, and what would be needed to check it. */
export interface Unverified {
  readonly at: Location;
  /** What was not checked: `ApplicationSet addons`, `the source chart/x of Application y`. */
  readonly what: string;
  readonly why: string;
  readonly needs: string;
  /** The Application that it is about, where it is about one. */
  readonly application?: string;
}

/** A rule that crashed: the others still ran. */
export interface Crash {
  readonly rule: string;
  readonly subject: string;
  readonly stack: string;
}

export interface ReportedModel {
  readonly name: string;
  readonly namespace?: string;
  readonly version?: string;
  readonly uri?: string;
  readonly since?: string;
  readonly canary?: { readonly percent: number; readonly version?: string; readonly uri?: string };
}

export interface ReportedEnvironment {
  readonly name: string;
  /** Absent for an environment that has no place in the order. */
  readonly stage?: number;
  readonly models: readonly ReportedModel[];
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  readonly fixable: number;
  readonly files: number;
  readonly applications: number;
  readonly manifests: number;
  readonly unverified: number;
  /** What could not be verified outside of the paths that were asked for. */
  readonly unverifiedElsewhere?: number;
}

/** What a rule is for, as far as reports need it. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity | 'off';
  readonly fixable: boolean;
}

/** What a gate says of a move. */
export interface ReportedGate {
  readonly rule: string;
  readonly isOpen: boolean;
  /** RFC 3339; absent where time alone opens nothing. */
  readonly opensAt?: string;
  readonly evidence: string;
}

/** What the change moves. */
export interface ReportedChange {
  readonly model: string;
  readonly environment: string;
  readonly kind: MoveKind;
  readonly from?: string;
  readonly to?: string;
  readonly gates: readonly ReportedGate[];
}

/** A line of YAML that stands on both sides of a change, or only before or after it. Not escaped. */
export interface DifferenceLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** A place that made a difference. */
export interface DifferencePlace {
  readonly at: Location;
  /** It stands in the base; what it said is gone. */
  readonly isBefore: boolean;
}

export interface ReportedValue {
  readonly path: string;
  /** As YAML on one line, masked where it is secret; absent where there is none. */
  readonly before?: string;
  readonly after?: string;
}

/** How one manifest differs; a value file that nothing renders is of the kind `values`. */
export interface ReportedDocument {
  readonly change: 'added' | 'removed' | 'changed';
  readonly apiVersion?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Where what differs was written, each line once. */
  readonly places: readonly DifferencePlace[];
  /** For people, with the keys that lead there. */
  readonly lines: readonly DifferenceLine[];
  /** How many more lines there are. */
  readonly linesLeft: number;
  readonly values: readonly ReportedValue[];
  readonly valuesLeft: number;
}

/** What differs in one environment between the base and what merging gives. */
export interface ReportedEnvironmentDifference {
  /** Empty for what belongs to none. */
  readonly environment: string;
  /** Not everything there could be read or rendered: more may differ. */
  readonly isPartial: boolean;
  readonly documents: readonly ReportedDocument[];
  readonly documentsLeft: number;
}

/** What differs in several environments in the same way. */
export interface ReportedSection {
  readonly environments: readonly string[];
  /** `{env}` stands for the name of the environment, which is all in which they differ. */
  readonly hasPlaceholder: boolean;
  readonly documents: readonly ReportedDocument[];
}

/** What is rendered otherwise than at the base. */
export interface ReportedDifference {
  /** In the order of their stages. */
  readonly environments: readonly ReportedEnvironmentDifference[];
  /** The same, each difference once. */
  readonly sections: readonly ReportedSection[];
}

/** The result of a run; formats are pure functions of it. */
export interface Report {
  readonly version: 1;
  readonly summary: Counts;
  readonly environments: readonly ReportedEnvironment[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly unverified: readonly Unverified[];
  readonly crashes: readonly Crash[];
  /** Absent without a base. */
  readonly changes?: readonly ReportedChange[];
  /** Only where it was asked for, and with a base. */
  readonly difference?: ReportedDifference;
  /** Said once about the run as a whole, such as which repoURL was taken for this repository. */
  readonly notes: readonly string[];
  /** Where the values of Secrets were written: no format shows what stands there. */
  readonly secrets?: readonly Location[];
  /** Every rule of this build, in the order of ids. */
  readonly rules: readonly RuleInfo[];
}
