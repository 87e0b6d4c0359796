/** What Git proves: the history of a commit read as repositories, and what a change moves beside it. */
import type { RepositoryFacts } from './argocd/this-repository.ts';
import type { Config } from './config/config.ts';
import { kindsRead } from './engine/kinds.ts';
import { cellKey, cellsOf, type Cell } from './history/cells.ts';
import { movesBetween } from './history/moves.ts';
import { Past } from './history/past.ts';
import { Timeline, type Reading } from './history/timeline.ts';
import type { Move, Repository } from './model.ts';
import { readRepository } from './repository/read.ts';
import type { Tip } from './snapshot/git-base.ts';
import type { ProcessVariables } from './snapshot/git-files.ts';
import { ignoring } from './snapshot/ignoring.ts';
import type { Snapshot } from './snapshot/snapshot.ts';

export { servedOver, tenures, type Served, type Tenure } from './history/tenure.ts';
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
  readonly variables?: ProcessVariables | undefined;
}

export interface History {
  readonly timeline: Timeline;
  /** What stands at the tip. */
  readonly tip: Repository;
  /** The files at the tip. */
  readonly snapshot: Snapshot;
}

/** Reads the tip; what was before is read when somebody asks. */
export async function openHistory({ tip, prefix, config, facts, now, variables }: HistoryOptions): Promise<History> {
  const past = new Past({ top: tip.top, tip: tip.id, prefix, now, ...(variables ? { variables } : {}) });
  const snapshot = past.snapshotAt(0);
  const read = (tree: Snapshot): Promise<Reading> => readingOf(tree, config, facts);
  const reading = await read(snapshot);
  return { timeline: new Timeline({ past, tip: reading, read, wordsOf: (family) => wordsOf(family, config) }), tip: reading.repository, snapshot };
}

async function readingOf(tree: Snapshot, config: Config, facts: () => RepositoryFacts): Promise<Reading> {
  const { repository, readsOf, raised } = await readRepository({
    snapshot: ignoring(tree, config.ignore.matches), config, facts, kinds: kindsRead([], config.rules, config.models),
  });
  const unreadable = raised.filter(({ rule, severity }) => rule === 'repository/readable' && severity === undefined).map(({ at }) => at.file.path);
  return { repository, readsOf, unreadable };
}

/** Some of these stand in every file that names the model; where that cannot be said, nothing does. */
function wordsOf(family: string, { models }: Config): readonly string[] {
  const declared = models.find(({ name }) => name === family);
  const words = [family, ...(declared?.match.globs ?? [])].map(longestWord);
  return words.includes('') ? [] : words;
}

/** A name may be put together of parts, its longest word hardly. */
function longestWord(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** What the change from the tip to what merging gives moves. */
export async function movesTo(head: Repository, { timeline, tip }: History, now: Date): Promise<Move[]> {
  return movesBetween({ timeline, base: cellsOf(tip), head: cellsOf(head), environments: head.environments, now });
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
