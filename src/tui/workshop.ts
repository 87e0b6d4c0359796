/** The work that the interface asks for, done with a session of fixes. Knows no terminal and no disk: what does is handed in. */
import type { Finding } from '../finding.ts';
import type { FixSession, Outcome } from '../fix/session.ts';
import { plural } from '../report/summary.ts';
import { detailOf, entryOf, named, notesCount, notesOf } from './entries.ts';
import type { AcceptedEntry, Answer, Detail, Ending, Notes, Opened, Table, Wish, Workshop } from './table.ts';

/** What was done in a session, in words for the end. */
export interface Deed extends AcceptedEntry {
  readonly kind: 'fixed' | 'edited' | 'suppressed';
}

export interface Done {
  readonly session: FixSession;
  /** Written, in order. */
  readonly written: readonly Deed[];
  readonly writtenPaths: readonly string[];
  /** Accepted and not written. */
  readonly dropped: readonly Deed[];
}

export interface WorkshopOptions {
  /** Lints the tree as it is on the disk. */
  open(): Promise<FixSession | Ending>;
  /** Writes what was accepted, all files or none; why not, or nothing. */
  write(session: FixSession): string | undefined | Promise<string | undefined>;
  /** What would be written, as `git apply` takes it. */
  patchOf(session: FixSession): string;
  page(rule: string): string | Promise<string>;
  ending(done: Done): Ending | Promise<Ending>;
}

export function workshopOver(options: WorkshopOptions): Workshop {
  return new SessionWorkshop(options);
}

class SessionWorkshop implements Workshop {
  readonly #options: WorkshopOptions;
  #session: FixSession | undefined;
  #findings: ReadonlyMap<string, Finding> = new Map();
  #written: readonly Deed[] = [];
  #writtenPaths: readonly string[] = [];
  #deeds: readonly Deed[] = [];

  constructor(options: WorkshopOptions) {
    this.#options = options;
  }

  // Arrows, because the methods are called without their object.
  readonly open = async (): Promise<Opened> => {
    const opened = await this.#options.open();
    if (!('findings' in opened)) return { kind: 'ending', ...opened };
    this.#session = opened;
    return { kind: 'table', table: this.#table() };
  };

  readonly fulfil = async (wish: Wish): Promise<Answer> => {
    const told = await this.#told(wish);
    return { table: this.#table(), ...told };
  };

  readonly detail = async (id: string): Promise<Detail | undefined> => {
    const finding = this.#findings.get(id);
    return finding && detailOf(id, finding, this.#opened);
  };

  readonly measured = async (id: string): Promise<Detail | undefined> => {
    const finding = this.#findings.get(id);
    if (finding) await this.#opened.reachOf(finding);
    return this.detail(id);
  };

  readonly page = async (rule: string): Promise<string> => this.#options.page(rule);

  readonly notes = async (): Promise<Notes> => notesOf(this.#opened.linted.report);

  readonly finish = async (): Promise<Ending> => {
    const dropped = this.#deeds;
    this.#opened.discard(); // what is left is what stands on the disk
    return this.#options.ending({ session: this.#opened, written: this.#written, writtenPaths: this.#writtenPaths, dropped });
  };

  get #opened(): FixSession {
    if (!this.#session) throw new Error('the workshop is not open');
    return this.#session;
  }

  #table(): Table {
    const session = this.#opened;
    this.#findings = named(session.findings);
    return {
      entries: [...this.#findings].map(([id, finding]) => entryOf(id, finding, session)),
      accepted: this.#deeds.map(({ title, rule, count }) => ({ title, rule, count })),
      changed: [...session.changed.keys()].sort(),
      patch: session.changed.size === 0 ? '' : this.#options.patchOf(session),
      canUndo: session.canUndo,
      notes: notesCount(session.linted.report),
    };
  }

  async #told(wish: Wish): Promise<Omit<Answer, 'table'>> {
    const session = this.#opened;
    switch (wish.kind) {
      case 'undo':
        return this.#undo();
      case 'reload':
        return this.#reload();
      case 'write':
        return this.#write();
      case 'accept-all':
        return this.#did('fixed', await session.acceptAll(wish.rule));
      default: {
        const finding = this.#findings.get(wish.id);
        return finding ? this.#toldOf(finding, wish) : {}; // it went away with what was accepted before
      }
    }
  }

  async #toldOf(finding: Finding, wish: Extract<Wish, { id: string }>): Promise<Omit<Answer, 'table'>> {
    const session = this.#opened;
    switch (wish.kind) {
      case 'accept':
        return this.#did('fixed', await session.accept(finding));
      case 'set-value':
        return this.#did('edited', await session.setValue(finding, wish.text));
      case 'suppress':
        return this.#did('suppressed', await session.suppress(finding, { reason: wish.reason, ...(wish.until === undefined ? {} : { until: wish.until }) }));
      case 'skip':
        session.skip(finding);
        return {};
    }
  }

  #did(kind: Deed['kind'], outcome: Outcome): Omit<Answer, 'table'> {
    if (outcome.kind === 'refused') return { refused: `not done: ${outcome.why}` };
    const last = this.#opened.accepted.at(-1);
    const deed: Deed = { kind, title: last?.title ?? '', rule: last?.rule ?? '', count: Math.max(1, last?.findings.length ?? 0) };
    this.#deeds = [...this.#deeds, deed];
    return { done: `accepted: ${deed.title}${deed.count > 1 ? ` (${plural(deed.count, 'problem')})` : ''}` };
  }

  /** What was accepted for a file that is another one now is gone, and said. */
  async #reload(): Promise<Omit<Answer, 'table'>> {
    const before = this.#opened.accepted;
    const dropped = new Set(await this.#opened.reload());
    if (dropped.size === 0) return {};
    this.#deeds = this.#deeds.filter((_, index) => !before.some((accepted, at) => at === index && dropped.has(accepted)));
    return { refused: `dropped, because its file changed: ${[...dropped].map(({ title }) => title).join(', ')}` };
  }

  async #undo(): Promise<Omit<Answer, 'table'>> {
    const undone = this.#opened.takeBack();
    if (!undone) return { refused: 'there is nothing to undo' };
    const [finding] = undone.kind === 'skipped' ? [undone.finding] : undone.accepted.findings;
    const id = finding && [...named(this.#opened.findings)].find(([, { fingerprint }]) => fingerprint === finding.fingerprint)?.[0];
    const shows = id === undefined ? {} : { shows: id };
    if (undone.kind === 'skipped') return { done: `not skipped any more: ${undone.finding.rule}`, ...shows };
    this.#deeds = this.#deeds.slice(0, -1);
    return { done: `undone: ${undone.accepted.title}`, ...shows };
  }

  /** What is written cannot be undone here: the tree is read anew, and counts as it is. */
  async #write(): Promise<Omit<Answer, 'table'>> {
    const before = this.#opened;
    const refused = await this.#options.write(before);
    if (refused !== undefined) return { refused };
    this.#written = [...this.#written, ...this.#deeds];
    this.#writtenPaths = [...new Set([...this.#writtenPaths, ...before.changed.keys()])].sort();
    this.#deeds = [];
    const opened = await this.#options.open();
    if (!('findings' in opened)) throw new Error(opened.text);
    for (const finding of opened.findings) if (before.skipped.has(finding.fingerprint)) opened.skip(finding);
    this.#session = opened;
    return { done: `written: ${plural(before.changed.size, 'file')}` };
  }
}
