/** What a tree is compared with, and what Git says of both. */
import { allRules, type RunOptions, type RunResult } from '../mllint.ts';
import { baseTip, cutMessage, headCommit, mergedHead, targetBranch, targetTip, type Tip } from '../snapshot/git-base.ts';
import { gitBranch, gitDefaultBranch, gitPrefix, gitRemotes, gitTopLevel } from '../snapshot/git-files.ts';
import { HistoryError, isShallow } from '../snapshot/git-log.ts';
import { gitRevision } from '../snapshot/git-revision.ts';
import { below, treeSnapshot } from '../snapshot/git-tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';

export interface FoundBase {
  readonly tip?: Tip;
  /** A job of a pull request without what a gate needs. */
  readonly why?: string;
}

const COMPARING: ReadonlySet<Arguments['command']> = new Set(['lint', 'diff', 'promote', 'rollback']);

/** `--base`, else the target branch of a pull request in CI, else for what moves a version the commit that is checked out. Only these commands compare. */
export function findBase({ command, base }: Arguments, { env }: Io, root: string): FoundBase {
  if (!COMPARING.has(command)) return {};
  if (base !== undefined) return { tip: orUsage(() => baseTip(root, base)) };
  if (command === 'promote' || command === 'rollback') return { tip: checkedOut(root) };
  const { branch, isPullRequest } = targetBranch(env);
  if (!isPullRequest) return {};
  if (branch === undefined) return { why: 'this is the job of a pull request, and its variables do not name the target branch; give it with --base' };
  try {
    const tip = targetTip(root, branch);
    return isShallow(tip.top) ? { why: cutMessage(`the history of ${branch}`) } : { tip };
  } catch (error) {
    if (error instanceof HistoryError) return { why: error.message };
    throw error;
  }
}

/** Whose history proves what ran where. */
function checkedOut(root: string): Tip {
  const tip = orUsage(() => headCommit(root));
  if (tip) return tip;
  throw new UsageError(gitTopLevel(root) === undefined ? 'there is no Git repository here, and so no history that proves what ran where' : 'nothing is committed here yet, and so nothing proves what ran where');
}

/** Whether a gate would have something to decide: a model in two environments that have an order. */
export function hasGatedStages({ repository, settings, config }: RunResult): boolean {
  const served = repository?.models.flatMap(({ environment }) => environment?.stage ?? []) ?? [];
  // What other branches hold is not looked at without a base.
  const inBranches = (config.environments ?? []).flatMap(({ match, stage }) => (match.branch === undefined ? [] : [stage]));
  const stages = new Set(served.length === 0 ? [] : [...served, ...inBranches]);
  return stages.size > 1 && allRules.some((rule) => 'judge' in rule && settings.runs(rule.id));
}

export interface HeadSnapshot {
  readonly snapshot: Snapshot;
  readonly note: string;
}

/** What merging gives; nothing where that is the working tree. */
export function mergedSnapshot(tip: Tip, root: string, { env }: Io): HeadSnapshot | undefined {
  const head = orUsage(() => mergedHead(tip, env));
  if (head.kind === 'working tree') return undefined;
  const prefix = gitPrefix(root);
  const snapshot = treeSnapshot(below(head.listing, prefix), head.contents, { prefix });
  return { snapshot, note: `HEAD does not hold ${tip.name}: what merging them gives is looked at, and nothing that is not committed` };
}

export type Facts = ReturnType<NonNullable<RunOptions['git']>>;

export function factsOn(facts: Facts, tip: Tip | undefined): Facts {
  return tip === undefined || tip.name === 'HEAD' ? facts : { ...facts, baseBranch: branchName(tip.name) };
}

/** Each revision is read once, however many trees of a history name it. */
export function gitFacts(root: string): ReturnType<NonNullable<RunOptions['git']>> {
  const branch = gitBranch(root);
  const defaultBranch = gitDefaultBranch(root);
  const revisions = new Map<string, Snapshot | string>();
  const revision = (name: string): Snapshot | string => {
    const known = revisions.get(name) ?? gitRevision(root, name);
    revisions.set(name, known);
    return known;
  };
  return { remotes: gitRemotes(root), prefix: gitPrefix(root), revision, ...(branch === undefined ? {} : { branch }), ...(defaultBranch === undefined ? {} : { defaultBranch }) };
}

/** `origin/main` and `main` are one branch to Argo CD. */
function branchName(name: string): string {
  return name.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '').replace(/^origin\//, '');
}

/** History that is needed and not there is exit code 2, as wrong usage is. */
export function orUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return asUsage(error);
  }
}

export function asUsage(error: unknown): never {
  throw error instanceof HistoryError ? new UsageError(error.message) : error;
}
