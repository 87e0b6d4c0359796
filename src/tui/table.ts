/** What the interface knows of a session: plain data, which a thread hands to another. */
import type { Severity } from '../finding.ts';
import type { ChangedFile } from '../fix/preview.ts';
import type { Range } from '../source.ts';

/** One finding as the list shows it. */
export interface Entry {
  /** Its fingerprint; a number is added where several findings share one. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly environments: readonly string[];
  readonly isFixable: boolean;
  readonly isSkipped: boolean;
}

/** What was accepted: a fix, a value typed by hand or a suppression. */
export interface AcceptedEntry {
  readonly title: string;
  readonly rule: string;
  /** How many findings it answered. */
  readonly count: number;
}

/** Everything at one moment: of the tree as changed so far. */
export interface Table {
  readonly entries: readonly Entry[];
  readonly accepted: readonly AcceptedEntry[];
  /** The files that would be written, by path. */
  readonly changed: readonly string[];
  /** What would be written, as `git apply` takes it. */
  readonly patch: string;
  /** Whether something was accepted or skipped that can be taken back. */
  readonly canUndo: boolean;
  /** How many {@link Notes} there are. */
  readonly notes: number;
}

/** What the run says beside the problems. */
export interface Notes {
  /** Said once of the run as a whole. */
  readonly notes: readonly string[];
  /** What could not be checked; only the first of many. */
  readonly unverified: readonly { readonly place: string; readonly what: string; readonly why: string; readonly needs: string }[];
  readonly unverifiedLeft: number;
  /** Rules that failed: the others still ran. */
  readonly crashes: readonly string[];
}

/** A stretch of a file, to be shown as a code frame. */
export interface Excerpt {
  readonly path: string;
  readonly text: string;
  readonly range: Range;
  /** What is not shown. */
  readonly concealed: readonly Range[];
}

export interface OfferedChange {
  readonly title: string;
  readonly safety: 'safe' | 'review';
  /** Environments in which the problem is not, and which the edit changes as well; known once it is measured. */
  readonly alsoChanges: readonly string[];
  /** The environments, else the Applications, that it changes; absent until that is measured, which takes as long as linting. */
  readonly reaches?: readonly string[];
  readonly files: readonly ChangedFile[];
}

/** One finding as a whole. */
export interface Detail {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly excerpt?: Excerpt;
  readonly related: readonly { readonly place: string; readonly message: string }[];
  readonly applications: readonly string[];
  readonly models: readonly string[];
  readonly fix?: OfferedChange;
  /** What stands there, for editing it by hand; absent where no single value does. */
  readonly value?: string;
}

/** What came of a wish. */
export interface Answer {
  readonly table: Table;
  /** Why it was not done. */
  readonly refused?: string;
  /** What was done, in words. */
  readonly done?: string;
  /** The id of the problem that is there again, to be looked at. */
  readonly shows?: string;
}

/** How it ended, for the shell. */
export interface Ending {
  readonly code: number;
  /** For standard output. */
  readonly text: string;
  /** For standard error: one line. */
  readonly note?: string;
}

/** What the first look at the tree gave: something to work on, or the end. */
export type Opened = { readonly kind: 'table'; readonly table: Table } | ({ readonly kind: 'ending' } & Ending);

/** What can be wished for; each is answered by an {@link Answer}. */
export type Wish =
  | { readonly kind: 'accept'; readonly id: string }
  | { readonly kind: 'accept-all'; readonly rule: string }
  | { readonly kind: 'set-value'; readonly id: string; readonly text: string }
  | { readonly kind: 'suppress'; readonly id: string; readonly reason: string; readonly until?: string }
  | { readonly kind: 'skip'; readonly id: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'write' };

/** Where the work is done: beside the interface, which must answer keys meanwhile. One thing after the other, in the order asked for. */
export interface Workshop {
  open(): Promise<Opened>;
  fulfil(wish: Wish): Promise<Answer>;
  /** Nothing where the finding is gone. */
  detail(id: string): Promise<Detail | undefined>;
  /** The same, with what the fix reaches measured. */
  measured(id: string): Promise<Detail | undefined>;
  /** The page of a rule and the setting in force. */
  page(rule: string): Promise<string>;
  /** Of the tree as changed so far. */
  notes(): Promise<Notes>;
  /** Says what was done and what is left; what was accepted and not written is dropped. */
  finish(): Promise<Ending>;
}
