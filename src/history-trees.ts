/** Trees of a history read as repositories, each with the policy in force and as one of its branch. */
import { isFixedRevision, movingRevision } from './argocd/moving-revision.ts';
import type { RepositoryFacts } from './argocd/this-repository.ts';
import type { Config } from './config/config.ts';
import { standingFor } from './config/standing.ts';
import { kindsRead } from './engine/kinds.ts';
import type { Cell } from './history/cells.ts';
import type { Reading } from './history/family-history.ts';
import { withoutBranch, type EnvironmentBranch } from './history/lines.ts';
import { Past } from './history/past.ts';
import { Timeline } from './history/timeline.ts';
import type { Repository } from './model.ts';
import type { KindsRead } from './render/documents.ts';
import { SharedRenders } from './render/render-memo.ts';
import { readRepository, type ReadResult } from './repository/read.ts';
import { branchTip, type Tip } from './snapshot/git-base.ts';
import { firstParents } from './snapshot/git-log.ts';
import { GitContents } from './snapshot/git-tree.ts';
import { ignoring } from './snapshot/ignoring.ts';
import { isUnreadable, type Snapshot } from './snapshot/snapshot.ts';
import { SourceFile } from './source.ts';

export type { Past } from './history/past.ts';

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

/** The commits of a history, none of which is read yet. What `head` holds, too, is not parsed again. */
export function openPast({ tip, prefix, now, contents }: Pick<HistoryOptions, 'tip' | 'prefix' | 'now' | 'contents'>, head?: Snapshot): Past {
  return new Past({ top: tip.top, tip: tip.id, prefix, now, contents: contents ?? new GitContents(tip.top, head && ((path) => head.file(path))) });
}

/** The branch that the tree stands for: the one that it is to be merged into, else the one that is checked out. */
export function branchOf({ baseBranch, branch }: Pick<RepositoryFacts, 'baseBranch' | 'branch'>): string | undefined {
  return baseBranch ?? branch;
}

/** Reads trees of the history with the policy in force, each as one of its branch. */
export class TreeReader {
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
export function arrivals({ environments = [] }: Config, { top, defaultBranch }: { readonly top: string; readonly defaultBranch: string | undefined }): (environment: string, commit: string) => string | undefined {
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

export function movingSource({ models }: Cell, moving: ReadonlySet<string>): string | undefined {
  const revision = models.flatMap(({ application }) => (application ? (movingRevision(application, moving) ?? []) : []))[0];
  return revision === undefined ? undefined : `it comes from the revision ${revision}, which may have been another one then`;
}

export function readingOf({ repository, readsOf, inputs, raised }: ReadResult, tree: Snapshot): Reading {
  const damaged = raised.filter(({ rule }) => rule === 'repository/readable');
  const unreadable = damaged.filter(({ severity }) => severity === undefined).map(({ at }) => at.file.path);
  const textOf = (path: string): SourceFile | undefined => {
    const file = tree.file(path);
    return file instanceof SourceFile ? file : undefined;
  };
  return { repository, readsOf, inputs, unreadable, damaged: pathsOf(damaged), textOf };
}

export function pathsOf(raised: ReadResult['raised']): ReadonlySet<string> {
  return new Set(raised.map(({ at }) => at.file.path));
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
