/** Everything a user can do with what was found, as a state machine without terminal, disk or rules. Nothing is written here. */
import type { Finding, Fix } from '../finding.ts';
import { applyFixes } from './apply.ts';
import { fixesByHand, valueAt } from './by-hand.ts';
import { suppressionFixes, whyNoComment, type Suppression } from './comments.ts';
import { judge, type Offer } from './judge.ts';
import type { FixSession, OfferedFix, Outcome, Preview, SessionOptions } from './fix-session.ts';
import { changedFiles } from './preview.ts';
import { alsoChanged, reachBetween, reachOfFindings, type Reach } from './reach.ts';
import { barredEdit, repair } from './repair.ts';
import { Steps, type Accepted, type Undone } from './steps.ts';
export type { FixSession, Outcome, SessionOptions } from './fix-session.ts';
export type { Lint, Linted, Texts } from './texts.ts';
import { changesAfter, type Lint, type Linted, type Texts } from './texts.ts';

/** Lints the tree and starts. */
export async function openSession(options: SessionOptions): Promise<FixSession> {
  return new Session(options, await options.lint(new Map()));
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
  readonly #steps = new Steps();
  #reaches = new WeakMap<Finding, Reach>();

  constructor(options: SessionOptions, first: Linted) {
    this.#options = options;
    this.#lint = options.lint;
    this.#first = first;
  }

  get linted(): Linted {
    return this.#steps.linted ?? this.#first;
  }

  get findings(): readonly Finding[] {
    return this.linted.report.findings;
  }

  get changed(): Texts {
    return this.#steps.changed;
  }

  get before(): Texts {
    return this.#steps.before;
  }

  get skipped(): ReadonlySet<string> {
    return this.#steps.skipped;
  }

  get canUndo(): boolean {
    return this.accepted.length > 0 || this.findings.some(({ fingerprint }) => this.skipped.has(fingerprint));
  }

  get accepted(): readonly Accepted[] {
    return this.#steps.accepted;
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
    const after = await this.#lint(changesAfter(changed, applyFixes([finding.fix]).texts, this.#steps.originals));
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
      lint: this.#lint, changed, linted, originals: this.#steps.originals, takesReview: true, ...(this.#options.refuses ? { refuses: this.#options.refuses } : {}),
      wants: ({ finding }) => finding.rule === rule && !this.skipped.has(finding.fingerprint),
    });
    if (done.applied.length === 0) return refused(done.refused[0]?.why ?? `there is no fix for ${rule}`);
    const findings = done.applied.map(({ finding }) => finding);
    this.#steps.push({ title: `all of ${rule}`, rule, findings, changed: done.changed, linted: done.linted });
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
    if (!this.#steps.originals.has(path)) this.#steps.originals.set(path, before);
    const changed = changesAfter(this.changed, new Map([[path, text]]), this.#steps.originals);
    this.#steps.push({ title: `edited ${path}`, rule: '', findings: [], changed, linted: await this.#lint(changed) });
    return { kind: 'accepted' };
  }

  skip(finding: Finding): void {
    this.#steps.skip(finding);
  }

  async reload(): Promise<readonly Accepted[]> {
    this.#lint = (await this.#options.reread?.()) ?? this.#lint;
    this.#first = await this.#lint(new Map());
    this.#reaches = new WeakMap();
    const { originals } = this.#steps;
    const others = [...originals].filter(([path, text]) => this.#options.textOf && this.#options.textOf(path) !== text).map(([path]) => path);
    for (const path of others) originals.set(path, this.#options.textOf?.(path));
    return this.#steps.again(this.#lint, others);
  }

  async undo(): Promise<boolean> {
    return this.takeBack() !== undefined;
  }

  takeBack(): Undone | undefined {
    for (let undone = this.#steps.undo(); undone; undone = this.#steps.undo()) {
      if (undone.kind === 'accepted') return undone;
      const { fingerprint } = undone.finding;
      if (this.findings.some((finding) => finding.fingerprint === fingerprint)) return undone;
    }
    return undefined;
  }

  discard(): void {
    this.#steps.discard();
  }

  async #attempt({ title, rule, offers }: Change): Promise<Outcome> {
    const { linted, changed } = this;
    const fixes = offers.map(({ fix }) => fix);
    const { texts, touched } = applyFixes(fixes);
    const barred = barredEdit(fixes, this.#options.refuses);
    if (barred !== undefined) return refused(barred);
    if (texts.size === 0) return refused('it changes nothing that can be edited');
    for (const [path, text] of textsBefore(fixes)) if (!this.#steps.originals.has(path)) this.#steps.originals.set(path, text);
    const next = changesAfter(changed, texts, this.#steps.originals);
    const after = await this.#lint(next);
    const { why, without } = judge({ offers, before: linted, after, texts, touched });
    if (why !== undefined) return refused(why);
    if (without.length > 0) return refused('it would still be found');
    this.#steps.push({ title, rule, findings: offers.map(({ finding }) => finding), changed: next, linted: after });
    return { kind: 'accepted' };
  }
}

function refused(why: string): Outcome {
  return { kind: 'refused', why };
}

/** What stands in the files that fixes edit, before them. */
export function textsBefore(fixes: readonly Fix[]): Texts {
  return new Map(fixes.flatMap(({ edits }) => edits.map(({ file }) => [file.path, file.isAbsent ? undefined : file.text] as const)));
}
