/** The whole run on one screen: snapshot, repository, rules, report. The API for command line, hook and interface. */
import type { RepositoryFacts } from './argocd/this-repository.ts';
import { besideBase, comparedWithBase, comparedWithHead, findingsOfSameRules, withOrigins, withoutHistory, type Compared } from './comparison.ts';
import type { BaselineEntry, Config, LoadedConfig } from './config/config.ts';
import { onlyRules } from './config/only-rules.ts';
import type { RuleSettings } from './config/rule-settings.ts';
import { hasBranches, standingFor } from './config/standing.ts';
import { unknownEnvironments } from './config/unknown-environments.ts';
import { reportedDifference } from './diff/reported.ts';
import { beforePullRequest, judged, reportedChanges, undecided } from './engine/changes.ts';
import { check, isRule, raisedFindings } from './engine/check.ts';
import { kindsRead, readsEachAlone } from './engine/kinds.ts';
import { unvalidated } from './engine/unvalidated.ts';
import { refine } from './engine/refine.ts';
import { buildReport, configurationReport, ruleInfos } from './engine/report.ts';
import { isReported, reportedUnverified, unknownNames, type ReportFilter } from './engine/reported.ts';
import { oncePerCause } from './engine/unverified.ts';
import type { Finding, Report } from './finding.ts';
import { branchOf, differsFrom, openPast, type Past } from './history-trees.ts';
import type { Repository } from './model.ts';
import { CONFIG_FILE, mappedRepositories, OWN_POLICY, readPolicy, relaxedPolicy } from './policy.ts';
import { SharedRenders } from './render/render-memo.ts';
import { fittingIdentity } from './cel/fit.ts';
import { readRepository, type ReadResult } from './repository/read.ts';
import type { Tip } from './snapshot/git-base.ts';
import type { GitContents } from './snapshot/git-tree.ts';
import { ignoring } from './snapshot/ignoring.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import type { SourceFile } from './source.ts';

export { SharedRenders } from './render/render-memo.ts';
export { nearPaths } from './render/source.ts';
export { trafficPlans, type TrafficPlan, type TrafficShare } from './serving/traffic/plan.ts';

export { openHistoryOf, type HistoryOf } from './comparison.ts';
export { openPast } from './history-trees.ts';
export { allRules, CONFIG_FILE, readConfig } from './policy.ts';
export type { History } from './merge-gate.ts';
export { movesOfCommit, standing, stepsOf, stood, type Stood } from './merge-gate.ts';

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
  /** The commit that is checked out; asked only where its history could tell where a version of a later stage came from. */
  readonly headCommit?: () => Tip | undefined;
  /** What was rendered in other runs over nearly the same tree. */
  readonly renders?: SharedRenders;
  /** The history of the base, or of what a commit would be made on, as other runs read it from Git; asked where there is one. */
  readonly past?: () => Past;
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
  /** The repoURL taken for this repository because most sources name it. */
  readonly assumed?: string;
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
  const past = against && (options.past?.() ?? openPast({ tip: against, prefix: git().prefix, now, contents: options.staged?.contents }, snapshot));
  const renders = options.renders ?? new SharedRenders();
  const before = options.base && past?.snapshotAt(0);
  const { loaded, isOfChange } = await readPolicy(snapshot, before, options.configFile);
  const config = hasBranches(loaded.config) ? standingFor(loaded.config, branchOf(git())) : loaded.config; // Git is asked only where it matters
  const rules = loaded.rules.filter(isRule);
  const { settings, problems: usage } = onlyRules(config.rules, loaded.rules, options.rules ?? []);
  const infos = ruleInfos(loaded.rules, settings);
  const refuse = (problems: LoadedConfig['problems']): RunResult =>
    ({ report: configurationReport(problems, infos), config, settings, baseline: [], ran: new Set(), usage, isFailure: true });
  if (loaded.problems.length > 0) return refuse(loaded.problems);
  const { mapped, refused } = await mappedRepositories(config.repositories.map, { snapshot, openFolder: options.openFolder, isOfChange });
  const kinds = kindsRead(rules, settings, config.models);
  const read = await readRepository({
    snapshot: ignoring(snapshot, config.ignore.matches),
    config, facts, kinds, readsWhole: before && differsFrom(before),
    ...(past || options.renders ? { renders } : {}),
    parseWorker: options.parseWorker, judge: readsEachAlone(rules, settings) ? fittingIdentity : undefined,
  });
  const repository = against ? read.repository : await withOrigins(read.repository, { headCommit: options.headCommit, now, git, config, facts, settings });
  const environments = repository.environments.map(({ name }) => name);
  const unknown = unknownEnvironments(config, environments);
  if (unknown.length > 0) return refuse(unknown);
  const comparing = past && against && { head: { read: { ...read, repository }, snapshot }, past, history: { tip: against, prefix: git().prefix, config, facts, kinds, now, renders } };
  const { history, change, why }: Compared = comparing ? await (options.staged ? comparedWithHead(comparing) : comparedWithBase(comparing)) : {};
  const left = new Set<string>(change ? rules.flatMap(({ id, withoutBase = false }) => (withoutBase ? id : [])) : []); // the gates decide about that
  const checked = check(rules.filter(({ id }) => !left.has(id)), repository, settings, change);
  const judgements = change ? judged(rules, change, settings) : [];
  const open = options.staged ? [] : undecided(judgements);
  const relaxed = history && before ? await relaxedPolicy({ after: snapshot, configFile: options.configFile, before, loaded, settings, environments, headFiles: read.sources, baseFiles: history.read.sources }) : [];
  const ran = new Set(infos.filter(({ id }) => settings.runsEverywhere(id) && !checked.incomplete.has(id) && !left.has(id)).map(({ id }) => id));
  const refined = refine([...raisedFindings([...read.raised, ...relaxed], settings, repository.applications), ...checked.found], { policy: loaded, settings, files: read.sources, now, ran, environments });
  const reported = refined.findings.filter((finding) => isReported(finding, options));
  const findingsIn = (tree: ReadResult, like: readonly Finding[]): readonly Finding[] => findingsOfSameRules(tree, like, { policy: loaded, settings, now, ran, environments });
  const findings = options.staged ? reported.map(beforePullRequest) : await besideBase(reported, { history, change, findingsIn });
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
    notes: [...(why === undefined ? [] : [why]), ...open.map((move) => withoutHistory(move, history)), ...(isOfChange ? [OWN_POLICY, ...refused] : []), ...(snapshot.note === undefined ? [] : [snapshot.note]), ...read.notes, ...unvalidated(repository, settings), ...refined.notes, ...loaded.notYet.map(({ key }) => `${CONFIG_FILE}: \`${key}\` has no effect in this version`)],
    files: read.files,
    scanned: read.scanned,
    rules: infos,
  });
  return { report, config, settings, baseline: loaded.baseline, ran, repository, ...(read.assumed === undefined ? {} : { assumed: read.assumed }), usage: [...usage, ...unknownNames(options, repository)], isFailure: checked.crashes.length > 0 || open.length > 0 };
}
