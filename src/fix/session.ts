/** Everything a user can do with what was found, as a state machine without terminal, disk or rules. Nothing is written here. */
import type { Finding, Fix } from '../finding.ts';
import { applyFixes } from './apply.ts';
import { fixesByHand, valueAt } from './by-hand.ts';
import { suppressionFixes, whyNoComment, type Suppression } from './comments.ts';
import { judge, type Offer } from './judge.ts';
import { changedFiles, type ChangedFile } from './preview.ts';
import { alsoChanged, reachBetween, reachOfFindings, type Reach } from './reach.ts';
import { barredEdit, repair } from './repair.ts';
export type { Lint, Linted, Texts } from './texts.ts';
import { changesAfter, type Lint, type Linted, type Texts } from './texts.ts';

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

export interface Accepted {
  readonly title: string;
  readonly rule: string;
  readonly findings: readonly Finding[];
  /** The files that it changed, before and after. */
  readonly before: Texts;
  readonly after: Texts;
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
  /** Takes back the last thing accepted; false where there is none. */
  undo(): Promise<boolean>;
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

/** Lints the tree and starts. */
export async function openSession(options: SessionOptions): Promise<FixSession> {
  return new Session(options, await options.lint(new Map()));
}

interface Step {
  readonly accepted: Accepted;
  readonly changed: Texts;
  readonly linted: Linted;
}

interface Change {
  readonly title: string;
  readonly rule: string;
  readonly offers: readonly Offer[];
}

class Session implements FixSession {
  readonly #options: SessionOptions;
  #lint: Lint;
  #first: Linted;
  readonly #steps: Step[] = [];
  readonly #skipped = new Set<string>();
  readonly #originals = new Map<string, string | undefined>();
  #reaches = new WeakMap<Finding, Reach>();

  constructor(options: SessionOptions, first: Linted) {
    this.#options = options;
    this.#lint = options.lint;
    this.#first = first;
  }

  get linted(): Linted {
    return this.#steps.at(-1)?.linted ?? this.#first;
  }

  get findings(): readonly Finding[] {
    return this.linted.report.findings;
  }

  get changed(): Texts {
    return this.#steps.at(-1)?.changed ?? new Map<string, string>();
  }

  get before(): Texts {
    return new Map([...this.changed.keys()].map((path) => [path, this.#originals.get(path)]));
  }

  get skipped(): ReadonlySet<string> {
    return this.#skipped;
  }

  get accepted(): readonly Accepted[] {
    return this.#steps.map(({ accepted }) => accepted);
  }

  fixOf(finding: Finding): OfferedFix | undefined {
    const { fix } = finding;
    if (!fix) return undefined;
    const reach = this.#reaches.get(finding);
    const also = reach ? alsoChanged(reach, [finding]) : [];
    return { fix, safety: also.length > 0 ? 'review' : fix.safety, alsoChanges: also };
  }

  preview(finding: Finding): Preview | undefined {
    const { fix } = finding;
    if (!fix) return undefined;
    const reach = this.#reaches.get(finding);
    const { texts } = applyFixes([fix]);
    return { title: fix.title, files: changedFiles(textsBefore([fix]), texts), reach: reach ?? reachOfFindings([finding]), isMeasured: reach !== undefined };
  }

  async reachOf(finding: Finding): Promise<Reach> {
    const known = this.#reaches.get(finding);
    if (known || !finding.fix) return known ?? reachOfFindings([finding]);
    const { linted, changed } = this;
    const after = await this.#lint(changesAfter(changed, applyFixes([finding.fix]).texts, this.#originals));
    const reach = reachBetween(linted.repository, after.repository);
    this.#reaches.set(finding, reach);
    return reach;
  }

  async accept(finding: Finding): Promise<Outcome> {
    const { fix } = finding;
    if (!fix) return refused('there is no fix for it');
    return this.#attempt({ title: fix.title, rule: finding.rule, offers: [{ finding, fix }] });
  }

  async acceptAll(rule: string): Promise<Outcome> {
    const { linted, changed } = this;
    const done = await repair({
      lint: this.#lint, changed, linted, originals: this.#originals, takesReview: true, ...(this.#options.refuses ? { refuses: this.#options.refuses } : {}),
      wants: ({ finding }) => finding.rule === rule && !this.#skipped.has(finding.fingerprint),
    });
    if (done.applied.length === 0) return refused(done.refused[0]?.why ?? `there is no fix for ${rule}`);
    const findings = done.applied.map(({ finding }) => finding);
    this.#push({ title: `all of ${rule}`, rule, findings, changed: done.changed, linted: done.linted });
    return { kind: 'accepted' };
  }

  valueOf(finding: Finding): string | undefined {
    return valueAt(finding);
  }

  async setValue(finding: Finding, text: string): Promise<Outcome> {
    const fixes = fixesByHand(finding, text);
    return typeof fixes === 'string' ? refused(fixes) : this.#firstThatStands(finding, fixes, 'it is what stands there');
  }

  async suppress(finding: Finding, suppression: Suppression): Promise<Outcome> {
    const why = whyNoComment(suppression);
    if (why !== undefined) return refused(why);
    return this.#firstThatStands(finding, suppressionFixes(finding, suppression), 'no comment can stand here; an entry of mllint-exceptions.yaml can silence it');
  }

  /** Of several ways the first that is not refused; why the first one was, where all are. */
  async #firstThatStands(finding: Finding, fixes: readonly Fix[], why: string): Promise<Outcome> {
    let first: Outcome | undefined;
    for (const fix of fixes) {
      const outcome = await this.#attempt({ title: fix.title, rule: finding.rule, offers: [{ finding, fix }] });
      if (outcome.kind === 'accepted') return outcome;
      first ??= outcome;
    }
    return first ?? refused(why);
  }

  async replaceText(path: string, text: string): Promise<Outcome> {
    const before = this.changed.has(path) ? this.changed.get(path) : this.#options.textOf?.(path);
    if (!this.#originals.has(path)) this.#originals.set(path, before);
    const changed = changesAfter(this.changed, new Map([[path, text]]), this.#originals);
    this.#push({ title: `edited ${path}`, rule: '', findings: [], changed, linted: await this.#lint(changed) });
    return { kind: 'accepted' };
  }

  skip(finding: Finding): void {
    this.#skipped.add(finding.fingerprint);
  }

  async reload(): Promise<readonly Accepted[]> {
    this.#lint = (await this.#options.reread?.()) ?? this.#lint;
    this.#first = await this.#lint(new Map());
    this.#reaches = new WeakMap();
    const others = [...this.#originals].filter(([path, text]) => this.#options.textOf && this.#options.textOf(path) !== text).map(([path]) => path);
    for (const path of others) this.#originals.set(path, this.#options.textOf?.(path));
    const dropped: Accepted[] = [];
    for (const { accepted } of this.#steps.splice(0)) {
      if (others.some((path) => accepted.after.has(path))) {
        dropped.push(accepted);
        continue;
      }
      const changed = changesAfter(this.changed, accepted.after, this.#originals);
      this.#steps.push({ accepted, changed, linted: await this.#lint(changed) });
    }
    return dropped;
  }

  async undo(): Promise<boolean> {
    return this.#steps.pop() !== undefined;
  }

  async #attempt({ title, rule, offers }: Change): Promise<Outcome> {
    const { linted, changed } = this;
    const fixes = offers.map(({ fix }) => fix);
    const { texts, touched } = applyFixes(fixes);
    const barred = barredEdit(fixes, this.#options.refuses);
    if (barred !== undefined) return refused(barred);
    if (texts.size === 0) return refused('it changes nothing that can be edited');
    for (const [path, text] of textsBefore(fixes)) if (!this.#originals.has(path)) this.#originals.set(path, text);
    const next = changesAfter(changed, texts, this.#originals);
    const after = await this.#lint(next);
    const { why, without } = judge({ offers, before: linted, after, texts, touched });
    if (why !== undefined) return refused(why);
    if (without.length > 0) return refused('it would still be found');
    this.#push({ title, rule, findings: offers.map(({ finding }) => finding), changed: next, linted: after });
    return { kind: 'accepted' };
  }

  #push({ title, rule, findings, changed, linted }: Omit<Accepted, 'before' | 'after'> & Pick<Step, 'changed' | 'linted'>): void {
    const earlier = this.changed;
    const paths = [...new Set([...earlier.keys(), ...changed.keys()])].filter((path) => this.#textIn(earlier, path) !== this.#textIn(changed, path));
    const texts = (of: Texts): Texts => new Map(paths.map((path) => [path, this.#textIn(of, path)]));
    this.#steps.push({ accepted: { title, rule, findings, before: texts(earlier), after: texts(changed) }, changed, linted });
  }

  #textIn(changed: Texts, path: string): string | undefined {
    return changed.has(path) ? changed.get(path) : this.#originals.get(path);
  }
}

function refused(why: string): Outcome {
  return { kind: 'refused', why };
}

/** What stands in the files that fixes edit, before them. */
export function textsBefore(fixes: readonly Fix[]): Texts {
  return new Map(fixes.flatMap(({ edits }) => edits.map(({ file }) => [file.path, file.isAbsent ? undefined : file.text] as const)));
}
