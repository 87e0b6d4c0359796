/** A tree beside the commit that it is to be merged into, or committed on. */
import type { RepositoryFacts } from './argocd/this-repository.ts';
import type { Config, LoadedConfig } from './config/config.ts';
import type { RuleSettings } from './config/rule-settings.ts';
import { check, isRule, raisedFindings } from './engine/check.ts';
import { kindsRead } from './engine/kinds.ts';
import { refine, type RefineOptions } from './engine/refine.ts';
import type { Finding } from './finding.ts';
import type { HistoryOptions, Past } from './history-trees.ts';
import { changeTo, openHistory, openQuestions, originsIn, type HeadRead, type History } from './merge-gate.ts';
import type { Change, Move, Repository } from './model.ts';
import { SharedRenders } from './render/render-memo.ts';
import type { ReadResult } from './repository/read.ts';
import { markRestored, type Restoring } from './restored.ts';
import { cutMessage, type Tip } from './snapshot/git-base.ts';
import { HistoryError } from './snapshot/git-log.ts';

/** What is compared with a commit. */
export interface Compared {
  readonly history?: History | undefined;
  readonly change?: Change | undefined;
  /** Why nothing could be compared. */
  readonly why?: string;
}

/** A commit need not wait for a history that the pull request will have. */
function notCompared(error: unknown): Compared {
  if (error instanceof HistoryError) return { why: `what the commit moves is not known: ${error.message}` };
  throw error;
}

export interface Comparing {
  readonly head: HeadRead;
  readonly past: Past;
  readonly history: Omit<HistoryOptions, 'comparedWith'>;
}

/** What a change moves, with the history that proves it. */
export async function comparedWithBase({ head, past, history: options }: Comparing): Promise<Compared> {
  const history = await openHistory({ ...options, comparedWith: head.snapshot }, past);
  return { history, change: await changeTo(head, history, options.now) };
}

/** What the next commit moves. With fewer kinds read at the commit before than here nothing can be told about the others. */
export async function comparedWithHead({ head, past, history: options }: Comparing): Promise<Compared> {
  try {
    const { config, now } = options;
    const history = await openHistory({ ...options, kinds: kindsRead([], config.rules, config.models) }, past);
    return { history, change: { ...await changeTo(head, history, now), differences: () => [] } };
  } catch (error) {
    return notCompared(error);
  }
}

/** What another tree would be told of the rules that found something: whatever is found at the base, too, is not new. */
export function findingsOfSameRules(read: ReadResult, findings: readonly Finding[], options: Omit<RefineOptions, 'files'> & { readonly policy: Pick<LoadedConfig, 'rules'> }): readonly Finding[] {
  const asked = new Set(findings.map(({ rule }) => rule));
  if (asked.size === 0) return [];
  // What mllint says of comments and exceptions depends on all that was found.
  const rules = options.policy.rules.filter(isRule);
  const wanted = [...asked].some((rule) => rule.startsWith('mllint/')) ? rules : rules.filter(({ id }) => asked.has(id));
  const { found } = check(wanted, read.repository, options.settings);
  const raised = raisedFindings(read.raised, options.settings, read.repository.applications);
  return refine([...raised, ...found], { ...options, files: [] }).findings;
}

/** Marks what is new beside the base, and what of it a rollback restores. */
export async function besideBase(findings: readonly Finding[], { history, change, findingsIn }: Pick<Compared, 'history' | 'change'> & Pick<Restoring, 'findingsIn'>): Promise<readonly Finding[]> {
  if (!history) return findings;
  const known = new Set(findingsIn(history.read, findings).map(({ fingerprint }) => fingerprint));
  const marked = findings.map((finding) => ({ ...finding, isNew: !known.has(finding.fingerprint) }));
  return change ? markRestored(marked, { history, change, findingsIn }) : marked;
}

export interface HistoryOf {
  readonly tip: Tip;
  readonly config: Config;
  readonly git: Omit<RepositoryFacts, 'self' | 'mapped'>;
  readonly now: Date;
}

/** The history of a commit, for commands that show it. Folders of other repositories are as they are now and not asked. */
export async function openHistoryOf({ tip, config, git, now }: HistoryOf): Promise<History> {
  const facts = (): RepositoryFacts => ({ ...git, self: config.repositories.self });
  return openHistory({ tip, prefix: git.prefix, config, facts, now, kinds: kindsRead([], config.rules, config.models), renders: new SharedRenders() });
}

/** Said of a move that cannot be judged for want of history. */
export function withoutHistory({ model, environment, upstreams }: Move, history: History | undefined): string {
  const branches = upstreams.flatMap((upstream) => history?.timeline.missing.get(upstream.environment) ?? []);
  return branches.length > 0 ? `whether ${model} may go to ${environment.name} cannot be decided: ${branches.join('; ')}` : cutMessage(`the history that decides whether ${model} may go to ${environment.name}`);
}

export interface Asking {
  readonly headCommit: (() => Tip | undefined) | undefined;
  readonly now: Date;
  readonly git: () => Omit<RepositoryFacts, 'self' | 'mapped'>;
  readonly config: Config;
  readonly facts: () => RepositoryFacts;
  readonly settings: RuleSettings;
}

/** What the history of HEAD says of versions that seem to be ahead; without such a version nobody asks Git anything. */
export async function withOrigins(repository: Repository, { headCommit, now, git, config, facts, settings }: Asking): Promise<Repository> {
  const questions = headCommit && settings.runs('promotion/not-ahead') ? openQuestions(repository) : [];
  const tip = questions.length > 0 ? headCommit?.() : undefined;
  const kinds = kindsRead([], settings, config.models);
  const origins = tip && await originsIn(questions, { tip, prefix: git().prefix, config, facts, kinds, now, renders: new SharedRenders() });
  return origins ? { ...repository, origins } : repository;
}
