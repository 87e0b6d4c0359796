/** The whole run on one screen: snapshot, repository, rules, report. The API for command line, hook and interface. */
import { isAbsolute } from 'node:path';
import { conditions, rules } from '../rules/index.ts';
import type { MappedRepository, RepositoryFacts } from './argocd/this-repository.ts';
import type { BaselineEntry, Config, LoadedConfig } from './config/config.ts';
import { loadConfig } from './config/load.ts';
import { hasBranches, standingFor } from './config/standing.ts';
import { unknownEnvironments } from './config/unknown-environments.ts';
import { onlyRules } from './config/only-rules.ts';
import type { RuleSettings } from './config/rule-settings.ts';
import { check, raisedFindings } from './engine/check.ts';
import { kindsRead } from './engine/kinds.ts';
import { refine, type RefineOptions } from './engine/refine.ts';
import { beforePullRequest, judged, reportedChanges, undecided } from './engine/changes.ts';
import { buildReport, configurationReport, ruleInfos } from './engine/report.ts';
import { oncePerCause } from './engine/unverified.ts';
import { isReported, reportedUnverified, unknownNames, type ReportFilter } from './engine/reported.ts';
import { reportedDifference } from './diff/reported.ts';
import type { Report } from './finding.ts';
import type { Change, Move, Repository } from './model.ts';
import type { Condition, Rule } from './rule.ts';
import { branchOf, changeTo, differsFrom, openHistory, openPast, type History } from './merge-gate.ts';
import { readRepository, type ReadResult } from './repository/read.ts';
import { cutMessage, type Tip } from './snapshot/git-base.ts';
import { HistoryError } from './snapshot/git-log.ts';
import type { GitContents } from './snapshot/git-tree.ts';
import { ignoring } from './snapshot/ignoring.ts';
import { slashed } from './snapshot/native-path.ts';
import { isUnreadable, joinPath, type Snapshot } from './snapshot/snapshot.ts';
import { SourceFile, startOf } from './source.ts';

export { nearPaths } from './render/source.ts';
export { trafficPlans, type TrafficPlan, type TrafficShare } from './serving/traffic/plan.ts';

export type { History } from './merge-gate.ts';
export { movesOfCommit, standing, stepsOf, stood, type Stood } from './merge-gate.ts';

/** The name of the configuration at the root. */
export const CONFIG_FILE = 'mllint.yaml';

export const allRules: readonly (Rule | Condition)[] = [...rules, ...conditions];

export interface RunOptions extends ReportFilter {
  readonly snapshot: Snapshot;
  /** What Git says of the repository; asked only where an Application names a source. */
  readonly git?: () => Omit<RepositoryFacts, 'self' | 'mapped'>;
  /** Opens a folder outside of the root that the configuration names for another repository; nothing where there is none, or why it cannot be used. */
  readonly openFolder?: (folder: string) => Promise<Snapshot | string | undefined>;
  /** A configuration from outside the root; else `mllint.yaml` at the root. */
  readonly configFile?: SourceFile;
  /** `--rule`: only these. */
  readonly rules?: readonly string[];
  readonly now: Date;
  /** The tip of the branch that the tree is to be merged into: the policy is read there, and what the change moves has to be proved there. */
  readonly base?: Tip | undefined;
  /** Whether the report holds what is rendered otherwise than at the base. */
  readonly withDifference?: boolean;
  /** The tree is what a commit on this one would hold: its own policy is in force, and what it moves is decided later. */
  readonly staged?: Staged | undefined;
  /** The bundled thread that parses large repositories beside this one. */
  readonly parseWorker?: URL | undefined;
}

/** What a commit would be made on. */
export interface Staged {
  /** Absent where it is the first, or holds the same. */
  readonly on?: Tip;
  /** What was read of Git's objects already. */
  readonly contents: GitContents;
}

export interface RunResult {
  readonly report: Report;
  readonly config: Config;
  readonly settings: RuleSettings;
  /** What mllint-baseline.yaml holds. */
  readonly baseline: readonly BaselineEntry[];
  /** Rules that looked at everything. */
  readonly ran: ReadonlySet<string>;
  /** Absent where the configuration cannot be used. */
  readonly repository?: Repository;
  /** Wrong arguments such as an unknown rule; one line each. */
  readonly usage: readonly string[];
  /** The configuration is wrong or a rule crashed: exit code 2. */
  readonly isFailure: boolean;
}

/** Lints a snapshot. Never throws for what the repository holds. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { snapshot, now } = options;
  let said: ReturnType<NonNullable<RunOptions['git']>> | undefined;
  const git = (): NonNullable<typeof said> => (said ??= options.git?.() ?? { remotes: [], prefix: '' });
  const facts = (): RepositoryFacts => ({ ...git(), self: loaded.config.repositories.self, mapped });
  const against = options.base ?? options.staged?.on;
  const past = against && openPast({ tip: against, prefix: git().prefix, now, contents: options.staged?.contents });
  const baseTree = options.base && past?.snapshotAt(0);
  const { loaded, isOfChange } = await readPolicy(snapshot, baseTree, options.configFile);
  const config = hasBranches(loaded.config) ? standingFor(loaded.config, branchOf(git())) : loaded.config; // Git is asked only where it matters
  const { settings, problems: usage } = onlyRules(config.rules, allRules, options.rules ?? []);
  const infos = ruleInfos(allRules, settings);
  const refuse = (problems: LoadedConfig['problems']): RunResult =>
    ({ report: configurationReport(problems, infos), config, settings, baseline: [], ran: new Set(), usage, isFailure: true });
  if (loaded.problems.length > 0) return refuse(loaded.problems);
  const { mapped, refused } = await mappedRepositories(config.repositories.map, options, { isOfChange });
  const kinds = kindsRead(rules, settings, config.models);
  const read = await readRepository({
    snapshot: ignoring(snapshot, config.ignore.matches),
    config, facts, kinds, readsWhole: baseTree && differsFrom(baseTree),
    parseWorker: options.parseWorker,
  });
  const { repository } = read;
  const environments = repository.environments.map(({ name }) => name);
  const unknown = unknownEnvironments(config, environments);
  if (unknown.length > 0) return refuse(unknown);
  const compare = async (): Promise<Compared> => {
    const history = past && against && await openHistory({ tip: against, prefix: '', config, facts, now, ...(options.staged ? { kinds: kindsRead([], config.rules, config.models) } : { kinds, comparedWith: snapshot }) }, past);
    const change = history && await changeTo(repository, history, now);
    // With fewer kinds read at the base than here nothing can be told about the others.
    return change ? { history, change: options.staged ? { ...change, differences: () => [] } : change } : {};
  };
  const { history, change, why } = await (options.staged ? compare().catch(notCompared) : compare());
  const checked = check(rules, repository, settings, change);
  const judgements = change ? judged(rules, change, settings) : [];
  const open = options.staged ? [] : undecided(judgements);
  const found = [...raisedFindings(read.raised, settings, repository.applications), ...checked.found];
  const ran = new Set(infos.filter(({ id }) => settings.runsEverywhere(id) && !checked.incomplete.has(id)).map(({ id }) => id));
  const refined = refine(found, { policy: loaded, settings, files: read.sources, now, ran, environments });
  const known = options.base && history && fingerprintsOf(history.read, { policy: loaded, settings, now, ran, environments });
  const reported = refined.findings.filter((finding) => isReported(finding, options)).map((finding) => (known ? { ...finding, isNew: !known.has(finding.fingerprint) } : finding));
  const findings = options.staged ? reported.map(beforePullRequest) : reported;
  const unverified = reportedUnverified([...repository.unverified, ...checked.unverified], findings, { filter: options, repository });
  const report = buildReport({
    repository,
    findings,
    suppressed: refined.suppressed.filter(({ finding }) => isReported(finding, options)),
    unverified: oncePerCause(unverified.here),
    unverifiedElsewhere: unverified.elsewhere,
    crashes: checked.crashes,
    changes: change && reportedChanges(change, judgements),
    difference: change && options.withDifference === true ? reportedDifference(change.differences()) : undefined,
    notes: [...(why === undefined ? [] : [why]), ...open.map((move) => withoutHistory(move, history)), ...(isOfChange ? [OWN_POLICY, ...refused] : []), ...(snapshot.note === undefined ? [] : [snapshot.note]), ...read.notes, ...refined.notes, ...loaded.notYet.map(({ key }) => `${CONFIG_FILE}: \`${key}\` has no effect in this version`)],
    files: read.files,
    scanned: read.scanned,
    rules: infos,
  });
  return { report, config, settings, baseline: loaded.baseline, ran, repository, usage: [...usage, ...unknownNames(options, repository)], isFailure: checked.crashes.length > 0 || open.length > 0 };
}

/** What is compared with a commit. */
interface Compared {
  readonly history?: History;
  readonly change?: Change;
  /** Why nothing could be compared. */
  readonly why?: string;
}

/** A commit need not wait for a history that the pull request will have. */
function notCompared(error: unknown): Compared {
  if (error instanceof HistoryError) return { why: `what the commit moves is not known: ${error.message}` };
  throw error;
}

/** The folders that stand for other repositories; relative ones count from the root. */
async function mappedRepositories(
  map: Config['repositories']['map'], { snapshot, openFolder }: RunOptions, { isOfChange }: Pick<Policy, 'isOfChange'>,
): Promise<{ readonly mapped: readonly MappedRepository[]; readonly refused: readonly string[] }> {
  const mapped: MappedRepository[] = [];
  const refused: string[] = [];
  for (const [url, folder] of map) {
    const base = isAbsolute(folder) ? undefined : joinPath('', slashed(folder));
    const isInside = base !== undefined && snapshot.kind(base) === 'folder';
    if (base === undefined && isOfChange) refused.push(`${CONFIG_FILE} of the change maps ${url} to ${folder}, outside of the root; only that of the base, or one given with -c, may do that`);
    const outside = base !== undefined ? undefined : isOfChange ? 'a change may not open it by its own configuration' : await openFolder?.(folder);
    mapped.push({ url, folder, ...(isInside ? { base } : {}), ...(typeof outside === 'string' ? { why: outside } : outside ? { snapshot: outside } : {}) });
  }
  return { mapped, refused };
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
  return openHistory({ tip, prefix: git.prefix, config, facts, now, kinds: kindsRead([], config.rules, config.models) });
}

function withoutHistory({ model, environment, upstreams }: Move, history: History | undefined): string {
  const branches = upstreams.flatMap((upstream) => history?.timeline.missing.get(upstream.environment) ?? []);
  return branches.length > 0 ? `whether ${model} may go to ${environment.name} cannot be decided: ${branches.join('; ')}` : cutMessage(`the history that decides whether ${model} may go to ${environment.name}`);
}

/** The policy of the base; where it has none, that of the change, which is said. */
async function readPolicy(snapshot: Snapshot, base: Snapshot | undefined, configFile: SourceFile | undefined): Promise<Policy> {
  if (!base) return { loaded: await readConfig(snapshot, configFile), isOfChange: false };
  const isOfChange = configFile === undefined && base.file(CONFIG_FILE) === undefined && snapshot.file(CONFIG_FILE) !== undefined;
  return { loaded: await readConfig(isOfChange ? snapshot : base, configFile), isOfChange };
}

interface Policy {
  readonly loaded: LoadedConfig;
  /** There is a base, and it has none. */
  readonly isOfChange: boolean;
}

const OWN_POLICY = `the base has no ${CONFIG_FILE}; that of the change is in force`;

/** What the base would be told: whatever is found there, too, is not new. */
function fingerprintsOf(read: ReadResult, options: Omit<RefineOptions, 'files'>): ReadonlySet<string> {
  const { found } = check(rules, read.repository, options.settings);
  const raised = raisedFindings(read.raised, options.settings, read.repository.applications);
  return new Set(refine([...raised, ...found], { ...options, files: [] }).findings.map(({ fingerprint }) => fingerprint));
}

/** The configuration of a snapshot, or the one given from outside. One that cannot be read as text is a problem, not the defaults. */
export async function readConfig(snapshot: Snapshot, configFile: SourceFile | undefined): Promise<LoadedConfig> {
  const own = snapshot.file(CONFIG_FILE);
  const file = configFile ?? (isUnreadable(own) ? undefined : own);
  const loaded = await loadConfig(file, allRules, (path) => snapshot.file(path));
  if (configFile !== undefined || !isUnreadable(own)) return loaded;
  return { ...loaded, problems: [{ at: startOf(new SourceFile(CONFIG_FILE, '')), message: `the configuration ${own.why}` }] };
}
