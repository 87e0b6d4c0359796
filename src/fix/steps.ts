/** What was done in a session, in order: what was accepted and what was skipped, and how it is taken back. */
import type { Finding } from '../finding.ts';
import { onceFor } from '../once.ts';
import { changesAfter, type Linted, type Texts } from './texts.ts';

export interface Accepted {
  readonly title: string;
  readonly rule: string;
  readonly findings: readonly Finding[];
  /** The files that it changed, before and after. */
  readonly before: Texts;
  readonly after: Texts;
}

/** What taking back the last thing brought back. */
export type Undone = { readonly kind: 'accepted'; readonly accepted: Accepted } | { readonly kind: 'skipped'; readonly finding: Finding };

interface Step {
  readonly kind: 'accepted';
  readonly accepted: Accepted;
  readonly changed: Texts;
  readonly linted: Linted;
}

type Done = Step | { readonly kind: 'skipped'; readonly finding: Finding };

const skippedIn = onceFor((done: readonly Done[]) => new Set(done.flatMap((one) => (one.kind === 'skipped' ? [one.finding.fingerprint] : []))));

export class Steps {
  /** What stands in every file that was edited, as it was read. */
  readonly originals = new Map<string, string | undefined>();
  #done: readonly Done[] = [];

  get accepted(): readonly Accepted[] {
    return this.#steps.map(({ accepted }) => accepted);
  }

  /** Of the tree as changed so far; nothing where nothing is accepted. */
  get linted(): Linted | undefined {
    return this.#steps.at(-1)?.linted;
  }

  get changed(): Texts {
    return this.#steps.at(-1)?.changed ?? new Map<string, string>();
  }

  get before(): Texts {
    return new Map([...this.changed.keys()].map((path) => [path, this.originals.get(path)]));
  }

  /** Fingerprints. */
  get skipped(): ReadonlySet<string> {
    return skippedIn(this.#done);
  }

  skip(finding: Finding): void {
    if (!this.skipped.has(finding.fingerprint)) this.#done = [...this.#done, { kind: 'skipped', finding }];
  }

  push({ title, rule, findings, changed, linted }: Omit<Accepted, 'before' | 'after'> & Pick<Step, 'changed' | 'linted'>): void {
    const earlier = this.changed;
    const paths = [...new Set([...earlier.keys(), ...changed.keys()])].filter((path) => this.#textIn(earlier, path) !== this.#textIn(changed, path));
    const texts = (of: Texts): Texts => new Map(paths.map((path) => [path, this.#textIn(of, path)]));
    this.#done = [...this.#done, { kind: 'accepted', accepted: { title, rule, findings, before: texts(earlier), after: texts(changed) }, changed, linted }];
  }

  undo(): Undone | undefined {
    const last = this.#done.at(-1);
    this.#done = this.#done.slice(0, -1);
    return last;
  }

  /** Does what was accepted once more, over a tree that is another now; leaves out, and gives, what changed files that are others. */
  async again(lint: (changed: Texts) => Promise<Linted>, others: readonly string[]): Promise<readonly Accepted[]> {
    const dropped: Accepted[] = [];
    const done = this.#done;
    this.#done = [];
    for (const one of done) {
      if (one.kind === 'skipped') this.#done = [...this.#done, one];
      else if (others.some((path) => one.accepted.after.has(path))) dropped.push(one.accepted);
      else {
        const changed = changesAfter(this.changed, one.accepted.after, this.originals);
        this.#done = [...this.#done, { ...one, changed, linted: await lint(changed) }];
      }
    }
    return dropped;
  }

  /** Drops what was accepted; what was skipped stays so. */
  discard(): void {
    this.#done = this.#done.filter(({ kind }) => kind === 'skipped');
  }

  get #steps(): readonly Step[] {
    return this.#done.filter((done) => done.kind === 'accepted');
  }

  #textIn(changed: Texts, path: string): string | undefined {
    return changed.has(path) ? changed.get(path) : this.originals.get(path);
  }
}
