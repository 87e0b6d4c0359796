/** What Git proves: the history of a commit read as repositories, and what a change moves beside it. */
import type { RepositoryFacts } from './argocd/this-repository.ts';
import type { Config } from './config/config.ts';
import { differencesBetween } from './diff/differences.ts';
import { kindsRead } from './engine/kinds.ts';
import { cellKey, cellsOf, type Cell } from './history/cells.ts';
import { movesBetween } from './history/moves.ts';
import { Past } from './history/past.ts';
import { canaryStays, servedAt, tenures, type Served, type Tenure } from './history/tenure.ts';
import { Timeline, type Reading } from './history/timeline.ts';
import type { Change, Move, Repository } from './model.ts';
import { once } from './once.ts';
import type { KindsRead } from './render/documents.ts';
import { readRepository, type ReadResult } from './repository/read.ts';
import type { Tip } from './snapshot/git-base.ts';
import { ignoring } from './snapshot/ignoring.ts';
import { isUnreadable, type Snapshot } from './snapshot/snapshot.ts';
import type { SourceFile } from './source.ts';

export type { Past } from './history/past.ts';
export type { Timeline } from './history/timeline.ts';

export interface HistoryOptions {
  /** The commit that the history ends with. */
  readonly tip: Tip;
  /** Where the root lies below the Git top level. */
  readonly prefix: string;
  /** The policy in force: old trees are read with it, too. */
  readonly config: Config;
  readonly facts: () => RepositoryFacts;
  readonly now: Date;
  /** The kinds of manifests that are read at the tip; before it those of the stages are enough. */
  readonly kinds: KindsRead;
  /** What the tip is compared with: every kind is read in files that are others there. */
  readonly comparedWith?: Snapshot;
}

export interface History {
  readonly timeline: Timeline;
  /** What stands at the tip. */
  readonly tip: Repository;
  /** All that reading the tip gave. */
  readonly read: ReadResult;
}

/** The commits of a history, none of which is read yet. */
export function openPast({ tip, prefix, now }: Pick<HistoryOptions, 'tip' | 'prefix' | 'now'>): Past {
  return new Past({ top: tip.top, tip: tip.id, prefix, now });
}

/** Reads the tip; what was before is read when somebody asks. */
export async function openHistory({ config, facts, kinds, comparedWith, ...options }: HistoryOptions, past = openPast(options)): Promise<History> {
  const read = (tree: Snapshot, wanted: KindsRead, other?: Snapshot): Promise<ReadResult> => {
    return readRepository({ snapshot: ignoring(tree, config.ignore.matches), config, facts, kinds: wanted, readsWhole: other && differsFrom(other) });
  };
  const ofStages = kindsRead([], config.rules, config.models);
  const tip = await read(past.snapshotAt(0), kinds, comparedWith);
  const timeline = new Timeline({
    past, tip: readingOf(tip), read: async (tree) => readingOf(await read(tree, ofStages)), namesOf: (family) => namesOf(family, config),
  });
  return { timeline, tip: tip.repository, read: tip };
}

function readingOf({ repository, readsOf, inputs, raised }: ReadResult): Reading {
  const unreadable = raised.filter(({ rule, severity }) => rule === 'repository/readable' && severity === undefined).map(({ at }) => at.file.path);
  return { repository, readsOf, inputs, unreadable };
}

/** The commits that moved a model, by their place behind the tip; the latest first. */
export async function* stepsOf(family: string, { timeline }: History): AsyncGenerator<number> {
  // The first commit of all has nothing that it could be compared with.
  for await (const index of timeline.changes(family)) if (timeline.past.commit(index)?.parent !== undefined) yield index;
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

/** All words of one of these names stand in every file that names the model; a name of no words may stand anywhere. A name may be put together of its words. */
function namesOf(family: string, { models }: Config): readonly (readonly string[])[] {
  const declared = models.find(({ name }) => name === family);
  return [family, ...(declared?.match.globs ?? [])].map((name) => name.toLowerCase().match(/[a-z0-9]+/g) ?? []);
}

/** Whether a file has another text in another tree, or none. */
export function differsFrom(other: Snapshot): (file: SourceFile) => boolean {
  return ({ path, text }) => {
    const beside = other.file(path);
    return isUnreadable(beside) || beside?.text !== text;
  };
}

/** The change from the tip to what merging gives. */
export async function changeTo(head: Repository, { timeline, tip }: History, now: Date): Promise<Change> {
  const moves = await movesBetween({ timeline, base: cellsOf(tip), head: cellsOf(head), environments: head.environments, now });
  return { base: tip, head, moves, differences: once(() => differencesBetween(tip, head)), now };
}

/** What a commit of the history moved of a model, judged by what stood before it and at its own time. */
export async function movesOfCommit(index: number, family: string, { timeline, tip }: History): Promise<Move[]> {
  const base = new Map<string, Cell>();
  const head = new Map<string, Cell>();
  for (const { name } of tip.environments) {
    for (const [cells, at] of [[base, index + 1], [head, index]] as const) {
      const cell = await timeline.cellAt(family, name, at);
      if (cell) cells.set(cellKey(family, name), cell);
    }
  }
  return movesBetween({ timeline, base, head, environments: tip.environments, since: index + 1, now: new Date(timeline.past.mark(index).time) });
}
