/** The histories of a repository in which environments may have branches of their own, asked as if they were one. */
import { shortCommit } from '../instant.ts';
import { isSameCell, type Cell } from './cells.ts';
import type { Mark, Past } from './past.ts';
import type { Place, Spans } from './tenure.ts';
import type { Span, Timeline } from './timeline.ts';

/** An environment whose state is what another branch holds. */
export interface EnvironmentBranch {
  readonly branch: string;
  /** Reads the tip of the branch; why it cannot be had (a clause). */
  open(): Promise<Timeline | string>;
}

export interface LinesOptions {
  /** Of the tree that is looked at. */
  readonly own: Timeline;
  /** The environments that other branches hold, by name. */
  readonly branches: ReadonlyMap<string, EnvironmentBranch>;
  /** Why nobody can say since when a cell is as it is (a clause), see {@link Lines.spans}. */
  readonly movingSource: (cell: Cell, timeline: Timeline) => string | undefined;
  /** Another branch that holds a commit of that of an environment: it came there first, and from there by a fast-forward, of which Git keeps no time. */
  readonly cameFrom: (environment: string, commit: string) => string | undefined;
}

/** A commit of one of the histories, by its place behind the tip of its branch. */
export interface Step {
  readonly timeline: Timeline;
  readonly index: number;
  /** The environments about which this history decides. */
  readonly decides: (environment: string) => boolean;
}

export class Lines implements Spans {
  readonly #options: LinesOptions;
  /** Whose commits `since` counts. */
  readonly #reference: Timeline;
  readonly #opened: Map<string, Promise<Timeline | string>>;
  readonly #missing: Map<string, string>;
  /** Histories of branches that somebody looked into. */
  readonly #asked: Set<Timeline>;

  constructor(options: LinesOptions, shared?: Lines, reference = options.own) {
    this.#options = options;
    this.#reference = reference;
    this.#opened = shared ? shared.#opened : new Map<string, Promise<Timeline | string>>();
    this.#missing = shared ? shared.#missing : new Map<string, string>();
    this.#asked = shared ? shared.#asked : new Set<Timeline>();
  }

  /** Of the tree that is looked at. */
  get past(): Past {
    return this.#options.own.past;
  }

  /** Why the histories of environments that were asked for are not here (clauses), by the names of the environments. */
  get missing(): ReadonlyMap<string, string> {
    return this.#missing;
  }

  /** The same with `since` counting the commits of another history. */
  seenFrom(reference: Timeline): Lines {
    return new Lines(this.#options, this, reference);
  }

  /** The history that decides about an environment; `undefined` where it is not here. */
  async timelineOf(environment: string): Promise<Timeline | undefined> {
    const line = this.#options.branches.get(environment);
    if (!line) return this.#options.own;
    const opening = this.#opened.get(line.branch) ?? line.open();
    this.#opened.set(line.branch, opening);
    const timeline = await opening;
    if (typeof timeline !== 'string') return timeline;
    this.#missing.set(environment, timeline);
    return undefined;
  }

  /** What a cell is at the tip of the branch of its environment. */
  async cellNow(family: string, environment: string): Promise<Cell | undefined> {
    return (await this.timelineOf(environment))?.cellAt(family, environment, 0);
  }

  /**
   * The spans of a cell, the latest first. What an old tree takes from a branch or a tag beside itself is read as it is now: such a cell is known as of
   * now, and what was before is a gap. Where the tree deploys something else than the branch of the environment holds, nobody knows since when.
   */
  async *spans(family: string, environment: string, since = 0): AsyncGenerator<Span> {
    const timeline = await this.timelineOf(environment);
    if (!timeline) {
      yield { isCut: false, ...this.#gapOf(environment) };
      return;
    }
    const line = this.#options.branches.get(environment);
    const isNow = since === 0;
    if (line && isNow) {
      const [here, there] = [await this.#options.own.cellAt(family, environment, 0), await timeline.cellAt(family, environment, 0)];
      if (here && !isSameCell(here, there)) {
        yield { cell: here, isCut: false };
        yield { isCut: false, gap: `what is deployed there is not what the branch ${line.branch} holds` };
        return;
      }
    }
    yield* this.#certain(timeline, { family, environment, since: this.#indexIn(timeline, since), isNow });
  }

  /** Whether somebody looked as far as the clone goes, and history goes further. */
  isCut(family: string): boolean {
    return this.#missing.size > 0 || this.#options.own.isCut(family) || [...this.#asked].some((timeline) => timeline.isCut(family));
  }

  /** The commits that changed what is served of a model, those of every branch, the latest first. */
  async *steps(family: string): AsyncGenerator<Step> {
    const { own, branches } = this.#options;
    const lines: Step[] = [{ timeline: own, index: 0, decides: (environment) => !branches.has(environment) }];
    for (const environment of branches.keys()) {
      const timeline = await this.timelineOf(environment);
      if (timeline) lines.push({ timeline, index: 0, decides: (name) => name === environment });
    }
    const steps: { readonly step: Step; readonly time: number }[] = [];
    for (const line of lines) for await (const index of line.timeline.changes(family)) steps.push({ step: { ...line, index }, time: line.timeline.past.mark(index).time });
    yield* steps.sort((a, b) => b.time - a.time).map(({ step }) => step);
  }

  #gapOf(environment: string): Pick<Span, 'gap'> {
    const gap = this.#missing.get(environment);
    return gap === undefined ? {} : { gap };
  }

  async *#certain(timeline: Timeline, { family, environment, since, isNow }: Required<Place> & { readonly isNow: boolean }): AsyncGenerator<Span> {
    let isLatest = true;
    for await (const span of timeline.spans(family, environment, since)) {
      const moving = span.cell && span.gap === undefined ? this.#options.movingSource(span.cell, timeline) : undefined;
      const why = moving ?? (span.gap === undefined ? this.#arrival(environment, span.from) : undefined);
      // What was committed on top of it in this very branch stood there then.
      const isKnownAtEnd = moving === undefined ? isLatest || (span.to && this.#arrival(environment, span.to) === undefined) : isLatest && isNow;
      if (why !== undefined && isKnownAtEnd && span.cell) yield { cell: span.cell, isCut: false, ...(span.to ? { to: span.to } : {}) };
      yield why === undefined ? span : { ...span, gap: why };
      isLatest = false;
    }
  }

  /** Why nobody knows when a commit reached the branch of an environment (a clause). */
  #arrival(environment: string, mark: Mark | undefined): string | undefined {
    const branch = mark && this.#options.cameFrom(environment, mark.commit);
    return branch === undefined ? undefined : `the commit ${shortCommit(mark?.commit ?? '')} came from ${branch} by a fast-forward or with the branch, and Git does not say when`;
  }

  /** How many commits of a history were made after one of the other, whose times are compared. */
  #indexIn(timeline: Timeline, since: number): number {
    this.#asked.add(timeline);
    if (since === 0 || timeline === this.#reference) return since;
    const { time } = this.#reference.past.mark(since - 1);
    let index = 0;
    while (timeline.past.commit(index) && timeline.past.mark(index).time > time) index += 1;
    return index;
  }
}

/** Said of a branch that is not in the clone. */
export function withoutBranch(branch: string): string {
  return `the branch ${branch} is not in this clone (\`git fetch origin ${branch}\`, \`fetch-depth: 0\` for actions/checkout)`;
}
