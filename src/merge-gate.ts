/** What Git proves: the history of a commit read as repositories, and what a change moves beside it. */
import { isFixedRevision, movingRevision } from './argocd/moving-revision.ts';
import type { RepositoryFacts } from './argocd/this-repository.ts';
import type { Config } from './config/config.ts';
import { standingFor } from './config/standing.ts';
import { differencesBetween } from './diff/differences.ts';
import { kindsRead } from './engine/kinds.ts';
import { cellKey, cellsOf, type Cell } from './history/cells.ts';
import { Lines, withoutBranch, type EnvironmentBranch, type Step } from './history/lines.ts';
import { Losses, type Side } from './history/losses.ts';
import { movesBetween } from './history/moves.ts';
import { originOf, type Question } from './history/origins.ts';
import { Past } from './history/past.ts';
import { canaryStays, servedAt, tenures, type Served, type Tenure } from './history/tenure.ts';
import { Timeline, type Reading } from './history/timeline.ts';
import type { Change, Move, Origin, Repository } from './model.ts';
import { once } from './once.ts';
import type { KindsRead } from './render/documents.ts';
import { SharedRenders } from './render/render-memo.ts';
import { readRepository, type ReadResult } from './repository/read.ts';
import { branchTip, type Tip } from './snapshot/git-base.ts';
import { firstParents, HistoryError, isGrafted } from './snapshot/git-log.ts';
import { GitContents } from './snapshot/git-tree.ts';
import { ignoring } from './snapshot/ignoring.ts';
import { isUnreadable, type Snapshot } from './snapshot/snapshot.ts';
import { SourceFile } from './source.ts';

export { openQuestions } from './history/origins.ts';
export type { Past } from './history/past.ts';
export type { Lines, Step } from './history/lines.ts';

export interface HistoryOptions {
  /** The commit that the history ends with. */
  readonly tip: Tip;
  /** Where the root lies below the Git top level. */
  readonly prefix: string;
  /** The policy in force: old trees are read with it, too. */
  readonly config: Config;
  readonly facts: () => RepositoryFacts;
  readonly now: Date;
  /** What was read of Git's objects already. */
  readonly contents?: GitContents | undefined;
  /** The kinds of manifests that are read at the tip; before it those of the stages are enough. */
  readonly kinds: KindsRead;
  /** What was rendered for the change, and for trees of its history. */
  readonly renders: SharedRenders;
  /** What the tip is compared with: every kind is read in files that are others there. */
  readonly comparedWith?: Snapshot;
}

export interface History {
  readonly timeline: Lines;
  /** What stands at the tip. */
  readonly tip: Repository;
  /** All that reading the tip gave. */
  readonly read: ReadResult;
  /** What the branch of an environment holds; `undefined` where that is the tree itself, or not here. */
  branchTip(environment: string): Promise<Repository | undefined>;
}

/** The commits of a history, none of which is read yet. What `head` holds, too, is not parsed again. */
export function openPast({ tip, prefix, now, contents }: Pick<HistoryOptions, 'tip' | 'prefix' | 'now' | 'contents'>, head?: Snapshot): Past {
  return new Past({ top: tip.top, tip: tip.id, prefix, now, contents: contents ?? new GitContents(tip.top, head && ((path) => head.file(path))) });
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
  return { timeline, tip: read.repository, read, branchTip: branchTipOf };
}

/** The branch that the tree stands for: the one that it is to be merged into, else the one that is checked out. */
export function branchOf({ baseBranch, branch }: Pick<RepositoryFacts, 'baseBranch' | 'branch'>): string | undefined {
  return baseBranch ?? branch;
}

/** Reads trees of the history with the policy in force, each as one of its branch. */
class TreeReader {
  /** What stands at the tips of other branches. */
  readonly tips = new Map<Timeline, Repository>();
  /** The branches and tags that were read beside the trees of a branch. */
  readonly #moving = new Map<string | undefined, Set<string>>();
  readonly #branches = new Map<Timeline, string | undefined>();
  readonly #renders = new Map<string | undefined, SharedRenders>();
  readonly #options: Pick<HistoryOptions, 'config' | 'facts' | 'renders'>;

  constructor(options: Pick<HistoryOptions, 'config' | 'facts' | 'renders'>) {
    this.#options = options;
  }

  read(tree: Snapshot, { kinds, branch, comparedWith }: { readonly kinds: KindsRead; readonly branch: string | undefined; readonly comparedWith?: Snapshot | undefined }): Promise<ReadResult> {
    const config = standingFor(this.#options.config, branch);
    return readRepository({ snapshot: ignoring(tree, config.ignore.matches), config, facts: () => this.#factsOn(branch), kinds, renders: this.#rendersOf(branch), readsWhole: comparedWith && differsFrom(comparedWith) });
  }

  timeline(past: Past, tip: Reading, branch: string | undefined): Timeline {
    const { config } = this.#options;
    const kinds = kindsRead([], config.rules, config.models);
    const timeline = new Timeline({ past, tip, read: async (tree) => readingOf(await this.read(tree, { kinds, branch }), tree), namesOf: (family) => namesOf(family, config), besideOf: (cell) => movingSource(cell, this.#movingOf(branch)) });
    this.#branches.set(timeline, branch);
    return timeline;
  }

  /** What is rendered in the trees of one branch is shared among them. */
  #rendersOf(branch: string | undefined): SharedRenders {
    const own = branch === branchOf(this.#options.facts()) ? this.#options.renders : undefined;
    const known = own ?? this.#renders.get(branch);
    if (known) return known;
    const renders = new SharedRenders();
    renders.limit();
    this.#renders.set(branch, renders);
    return renders;
  }

  movingBeside(timeline: Timeline): ReadonlySet<string> {
    return this.#movingOf(this.#branches.get(timeline));
  }

  #movingOf(branch: string | undefined): Set<string> {
    const moving = this.#moving.get(branch) ?? new Set<string>();
    this.#moving.set(branch, moving);
    return moving;
  }

  branch(branch: string, { tip: { top }, prefix, now }: Pick<HistoryOptions, 'tip' | 'prefix' | 'now'>): EnvironmentBranch {
    const open = async (): Promise<Timeline | string> => {
      const tip = branchTip(top, branch);
      if (!tip) return withoutBranch(branch);
      const past = openPast({ tip, prefix, now });
      const { config } = this.#options;
      const tree = past.snapshotAt(0);
      const read = await this.read(tree, { kinds: kindsRead([], config.rules, config.models), branch });
      const timeline = this.timeline(past, readingOf(read, tree), branch);
      this.tips.set(timeline, read.repository);
      return timeline;
    };
    return { branch, open };
  }

  /** In the tree of a branch its name means that tree. */
  #factsOn(branch: string | undefined): RepositoryFacts {
    const own = this.#options.facts();
    const { revision } = own;
    const moving = this.#movingOf(branch);
    const noting = revision && ((name: string): Snapshot | string => {
      if (!isFixedRevision(name)) moving.add(name);
      return revision(name);
    });
    return { ...own, ...(branch === undefined || branch === branchOf(own) ? {} : { branch, baseBranch: undefined }), ...(noting ? { revision: noting } : {}) };
  }
}

/**
 * Where the commits of the branch of an environment stood before: in the branch of an earlier stage, or in the default branch. What a fast-forward took
 * over looks as if it had been made here, at the time when it was made there.
 */
function arrivals({ environments = [] }: Config, { top, defaultBranch }: { readonly top: string; readonly defaultBranch: string | undefined }): (environment: string, commit: string) => string | undefined {
  const known = new Map<string, ReadonlySet<string>>();
  const commitsOf = (branch: string): ReadonlySet<string> => {
    const tip = known.has(branch) ? undefined : branchTip(top, branch);
    const commits = known.get(branch) ?? (tip ? firstParents(top, tip.id) : new Set<string>());
    known.set(branch, commits);
    return commits;
  };
  return (name, commit) => {
    const own = environments.find((environment) => environment.name === name);
    if (own?.match.branch === undefined) return undefined;
    const before = environments.flatMap(({ stage, match }) => (match.branch !== undefined && stage < own.stage ? [match.branch] : []));
    const later = new Set(environments.flatMap(({ stage, match }) => (match.branch !== undefined && stage >= own.stage ? [match.branch] : [])));
    const trunks = (defaultBranch === undefined ? ['main', 'master'] : [defaultBranch]).filter((branch) => !later.has(branch));
    return [...before, ...trunks].find((branch) => branch !== own.match.branch && commitsOf(branch).has(commit));
  };
}

function movingSource({ models }: Cell, moving: ReadonlySet<string>): string | undefined {
  const revision = models.flatMap(({ application }) => (application ? (movingRevision(application, moving) ?? []) : []))[0];
  return revision === undefined ? undefined : `it comes from the revision ${revision}, which may have been another one then`;
}

function readingOf({ repository, readsOf, inputs, raised }: ReadResult, tree: Snapshot): Reading {
  const damaged = raised.filter(({ rule }) => rule === 'repository/readable');
  const unreadable = damaged.filter(({ severity }) => severity === undefined).map(({ at }) => at.file.path);
  const textOf = (path: string): SourceFile | undefined => {
    const file = tree.file(path);
    return file instanceof SourceFile ? file : undefined;
  };
  return { repository, readsOf, inputs, unreadable, damaged: pathsOf(damaged), textOf };
}

function pathsOf(raised: ReadResult['raised']): ReadonlySet<string> {
  return new Set(raised.map(({ at }) => at.file.path));
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
