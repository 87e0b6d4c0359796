/** What Git proves: the history of a commit read as repositories, and what a change moves beside it. */
import { differencesBetween } from './diff/differences.ts';
import { cellKey, cellsOf, type Cell } from './history/cells.ts';
import { Lines, type Step } from './history/lines.ts';
import { Losses, type Side } from './history/losses.ts';
import { movesBetween } from './history/moves.ts';
import { originOf, type Question } from './history/origins.ts';
import { canaryStays, servedAt, tenures, type Served, type Tenure } from './history/tenure.ts';
import { arrivals, branchOf, movingSource, openPast, pathsOf, readingOf, TreeReader, type HistoryOptions } from './history-trees.ts';
import type { Change, Move, Origin, Repository } from './model.ts';
import { once } from './once.ts';
import type { ReadResult } from './repository/read.ts';
import { HistoryError, isGrafted } from './snapshot/git-log.ts';
import { isUnreadable, type Snapshot } from './snapshot/snapshot.ts';

export { openQuestions } from './history/origins.ts';
export type { Lines, Step } from './history/lines.ts';

export interface History {
  readonly timeline: Lines;
  /** What stands at the tip. */
  readonly tip: Repository;
  /** All that reading the tip gave. */
  readonly read: ReadResult;
  /** What the branch of an environment holds; `undefined` where that is the tree itself, or not here. */
  branchTip(environment: string): Promise<Repository | undefined>;
  /** All that reading the tree gives that stood before so many commits were made. */
  readonly readBefore: (index: number) => Promise<ReadResult>;
}

/** Reads the tip; what was before, and what other branches hold, is read when somebody asks. */
export async function openHistory({ config, facts, kinds, renders, comparedWith, ...options }: HistoryOptions, past = openPast(options)): Promise<History> {
  const reader = new TreeReader({ config, facts, renders });
  const branch = branchOf(facts());
  const tree = past.snapshotAt(0);
  const read = await reader.read(tree, { kinds, branch, comparedWith });
  renders.limit();
  const own = reader.timeline(past, readingOf(read, tree), branch);
  const branches = new Map((config.environments ?? []).flatMap(({ name, match }) => {
    const elsewhere = match.branch === undefined || match.branch === branch ? undefined : match.branch;
    return elsewhere === undefined ? [] : [[name, reader.branch(elsewhere, options)] as const];
  }));
  const timeline = new Lines({ own, branches, movingSource: (cell, line) => movingSource(cell, reader.movingBeside(line)), cameFrom: arrivals(config, { top: options.tip.top, defaultBranch: facts().defaultBranch }) });
  const branchTipOf = async (environment: string): Promise<Repository | undefined> => {
    const line = await timeline.timelineOf(environment);
    return line && reader.tips.get(line);
  };
  const readBefore = (index: number): Promise<ReadResult> => reader.read(past.snapshotAt(index), { kinds, branch, comparedWith });
  return { timeline, tip: read.repository, read, branchTip: branchTipOf, readBefore };
}

/** The commits that moved a model, the latest first. */
export async function* stepsOf(family: string, { timeline }: History): AsyncGenerator<Step> {
  // The first commit of all has nothing that it could be compared with.
  for await (const step of timeline.steps(family)) if (step.timeline.past.commit(step.index)?.parent !== undefined) yield step;
}

/** A stay of a version, as the stable one or as the canary. */
export interface Stood extends Pick<Served, 'from' | 'to' | 'isCut' | 'gap'> {
  readonly version: string;
  readonly uri?: string;
  /** The shares that it had as the canary, in the order of time. */
  readonly percents?: readonly number[];
}

/** What stood in an environment, those that came last first; what is not known stands among it. */
export async function stood(family: string, environment: string, { timeline }: History): Promise<Stood[]> {
  const all: Stood[] = [];
  for await (const tenure of tenures(timeline, { family, environment })) all.push(ofTenure(tenure));
  for await (const stay of canaryStays(timeline, { family, environment })) all.push({ ...ofTenure(stay), percents: stay.percents });
  return all.sort((a, b) => (b.from?.time ?? 0) - (a.from?.time ?? 0) || Number(a.percents !== undefined) - Number(b.percents !== undefined));
}

/** What is the stable version at the tip, and since when; looks no further back than that. Several where regions differ. */
export async function standing(family: string, environment: string, { timeline }: History): Promise<Stood[]> {
  const place = { family, environment };
  const waiting = new Set((await servedAt(timeline, place))?.stables.map(({ key }) => key));
  const found: Stood[] = [];
  if (waiting.size === 0) return found;
  for await (const tenure of tenures(timeline, place)) {
    if (tenure.to || !waiting.delete(tenure.artifact.key)) continue;
    found.push(ofTenure(tenure));
    if (waiting.size === 0) break;
  }
  return found;
}

function ofTenure({ artifact, from, to, isCut, gap }: Tenure): Stood {
  return {
    version: artifact.text, isCut, ...(artifact.uri === undefined ? {} : { uri: artifact.uri }),
    ...(from ? { from } : {}), ...(to ? { to } : {}), ...(gap === undefined ? {} : { gap }),
  };
}

/** What merging gives. */
export interface HeadRead {
  readonly read: ReadResult;
  readonly snapshot: Snapshot;
}

/** The change from the tip to what merging gives. */
export async function changeTo(merged: HeadRead, { timeline, tip, read }: History, now: Date): Promise<Change> {
  const head = merged.read.repository;
  const losses = new Losses({ base: sideOf(read, () => timeline.past.snapshotAt(0)), head: sideOf(merged.read, () => merged.snapshot), readsOf: (model) => read.readsOf(model) });
  const [base, after] = [cellsOf(tip), cellsOf(head)];
  // What the tree did not deploy yet may stand in the branch of its environment.
  for (const [key, { family, environment: { name } }] of after) {
    const there = base.has(key) ? undefined : await timeline.cellNow(family, name);
    if (there) base.set(key, there);
  }
  const moves = await movesBetween({ timeline, base, head: after, environments: head.environments, losses, now });
  return { base: tip, head, moves, differences: once(() => differencesBetween(tip, head)), now };
}

function sideOf({ repository, raised }: ReadResult, snapshot: () => Snapshot): Side {
  const submodules = (): string => {
    const file = snapshot().file('.gitmodules');
    return file === undefined || isUnreadable(file) ? '' : file.text;
  };
  return { repository, unreadable: pathsOf(raised.filter(({ rule }) => rule === 'repository/readable')), submodules };
}

/** Answers what the history of a commit can answer; `undefined` where it is not at hand: nobody needs it then. */
export async function originsIn(questions: readonly Question[], options: HistoryOptions): Promise<Origin[] | undefined> {
  if (isGrafted(options.tip.top)) return undefined;
  try {
    const { timeline } = await openHistory(options);
    const origins: Origin[] = [];
    for (const question of questions) origins.push(await originOf(question, timeline));
    return origins;
  } catch (error) {
    if (error instanceof HistoryError) return undefined;
    throw error;
  }
}

/** What a commit of the history moved of a model, judged by what stood before it and at its own time. */
export async function movesOfCommit({ timeline: line, index, decides }: Step, family: string, { timeline, tip }: History): Promise<Move[]> {
  const base = new Map<string, Cell>();
  const head = new Map<string, Cell>();
  for (const { name } of tip.environments.filter((environment) => decides(environment.name))) {
    for (const [cells, at] of [[base, index + 1], [head, index]] as const) {
      const cell = await line.cellAt(family, name, at);
      if (cell) cells.set(cellKey(family, name), cell);
    }
  }
  return movesBetween({ timeline: timeline.seenFrom(line), base, head, environments: tip.environments, since: index + 1, now: new Date(line.past.mark(index).time) });
}
