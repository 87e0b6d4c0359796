/** What a user can do with what was found. Nothing is written here. */
import type { Finding, Fix } from '../finding.ts';
import type { Suppression } from './comments.ts';
import type { ChangedFile } from './preview.ts';
import type { Reach } from './reach.ts';
import type { Accepted, Undone } from './steps.ts';
import type { Lint, Linted, Texts } from './texts.ts';

export interface OfferedFix {
  readonly fix: Fix;
  /** `review` also where the fix is safe but changes what the problem is not in. */
  readonly safety: Fix['safety'];
  /** Names of what a fix changes besides; empty as long as nobody asked {@link FixSession.reachOf}. */
  readonly alsoChanges: readonly string[];
}

export interface Preview {
  readonly title: string;
  readonly files: readonly ChangedFile[];
  /** What it changes: as the finding says, until it was measured. */
  readonly reach: Reach;
  readonly isMeasured: boolean;
}

export type Outcome = { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly why: string };

export interface FixSession {
  /** Of the tree as changed so far, in the order of the report. */
  readonly findings: readonly Finding[];
  /** All that linting the tree as changed so far gave. */
  readonly linted: Linted;
  /** Fingerprints. */
  readonly skipped: ReadonlySet<string>;
  /** In order. */
  readonly accepted: readonly Accepted[];
  /** What would be written. */
  readonly changed: Texts;
  /** What stands in those files, as it was read. */
  readonly before: Texts;
  fixOf(finding: Finding): OfferedFix | undefined;
  /** What accepting would change; at once, without linting. Nothing where there is no fix. */
  preview(finding: Finding): Preview | undefined;
  /** Measures what a fix changes; `fixOf` and `preview` know it afterwards. Lints once. */
  reachOf(finding: Finding): Promise<Reach>;
  accept(finding: Finding): Promise<Outcome>;
  /** Every fix of a rule, skipped findings left out; one step of {@link undo}. Those that do not stand are left out; where none stands, the first is why. */
  acceptAll(rule: string): Promise<Outcome>;
  /** The text of the value at a finding, to be edited; nothing where no single value stands there. */
  valueOf(finding: Finding): string | undefined;
  setValue(finding: Finding, text: string): Promise<Outcome>;
  suppress(finding: Finding, suppression: Suppression): Promise<Outcome>;
  /** A file as somebody edited it, whatever is found in it then. */
  replaceText(path: string, text: string): Promise<Outcome>;
  skip(finding: Finding): void;
  /** Reads the tree anew, which somebody changed beside. Accepted changes of other files stay; those of files that are others now are dropped and named. */
  reload(): Promise<readonly Accepted[]>;
  /** Whether there is something to take back. */
  readonly canUndo: boolean;
  /** Takes back the last thing that was accepted or skipped; false where there is none. */
  undo(): Promise<boolean>;
  /** The same, saying what it was; what was skipped and is not found any more is passed over. */
  takeBack(): Undone | undefined;
  /** Drops all that was accepted. */
  discard(): void;
}

export interface SessionOptions {
  readonly lint: Lint;
  /** Reads the tree anew; what it gives replaces `lint`. */
  readonly reread?: () => Promise<Lint>;
  /** The text that stands at a path of the tree, before any change. */
  readonly textOf?: (path: string) => string | undefined;
  /** Why a file must not be edited, as a clause; nothing where it may. */
  readonly refuses?: (path: string) => string | undefined;
}
