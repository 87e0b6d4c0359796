/** The report of a run, out of what its stages gave. */
import type { ConfigProblem } from '../config/config.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Crash, Finding, Report, ReportedChange, ReportedDifference, ReportedEnvironment, ReportedModel, RuleInfo, Suppressed, Unverified } from '../finding.ts';
import type { ModelSource, Repository, ServedModel } from '../model.ts';
import type { Condition, Rule } from '../rule.ts';
import { compareLocations, compareText, type Location } from '../source.ts';
import { fingerprintOf } from './fingerprint.ts';

export interface ReportParts {
  readonly repository: Repository;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly unverified: readonly Unverified[];
  /** How much could not be verified outside of the paths that were asked for. */
  readonly unverifiedElsewhere?: number;
  readonly crashes: readonly Crash[];
  readonly changes?: readonly ReportedChange[] | undefined;
  readonly difference?: ReportedDifference | undefined;
  readonly notes: readonly string[];
  /** Files looked at. */
  readonly files: number;
  /** Manifests that were only counted. */
  readonly scanned: number;
  readonly rules: readonly RuleInfo[];
}

export function buildReport(parts: ReportParts): Report {
  const { repository, findings, suppressed, crashes, rules, unverifiedElsewhere = 0 } = parts;
  const notes = unverifiedElsewhere === 0 ? parts.notes : [...parts.notes, `outside of the given paths ${unverifiedElsewhere} more could not be verified; mllint without paths lists them`];
  const unverified = [...parts.unverified].sort((a, b) => compareLocations(a.at, b.at) || compareText(a.what, b.what) || compareText(a.why, b.why));
  const count = (severity: Finding['severity']): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    version: 1,
    summary: {
      errors: count('error'), warnings: count('warning'), infos: count('info'),
      suppressed: suppressed.length,
      fixable: findings.filter((finding) => finding.fix).length,
      files: parts.files,
      applications: repository.applications.length,
      manifests: repository.manifests.length + parts.scanned,
      unverified: unverified.length, unverifiedElsewhere,
    },
    environments: repository.environments.map(reportedEnvironment),
    findings, suppressed, unverified, crashes, notes, rules,
    secrets: secretPlaces(repository),
    ...(parts.changes ? { changes: parts.changes } : {}),
    ...(parts.difference ? { difference: parts.difference } : {}),
  };
}

/** Where what is in the Secrets of a repository was written. */
function secretPlaces({ manifests }: Repository): Location[] {
  const secrets = manifests.filter(({ apiVersion, kind }) => kind === 'Secret' && apiVersion === 'v1');
  const values = secrets.flatMap(({ root }) => [root.get('data'), root.get('stringData')].flatMap((block) => block.entries().map(([, value]) => value)));
  return values.flatMap(({ pieces }) => pieces.map(({ at }) => at));
}

/** What reports say about every rule. */
export function ruleInfos(rules: readonly (Rule | Condition)[], settings: RuleSettings): RuleInfo[] {
  return rules
    .map(({ id, title, why, fixable }) => ({ id, title, why, severity: settings.severityOf(id), fixable: fixable ?? false }))
    .sort((a, b) => compareText(a.id, b.id));
}

const EMPTY: Repository = {
  environments: [], models: [], manifests: [], scanned: { read: () => [], headers: () => [] }, values: [], charts: [], kustomizations: [], applications: [], applicationSets: [], uncoveredFolders: [],
  workflows: [], declared: { uriSchemes: [], mirrors: [], isExternal: () => false }, isPartial: true, unverified: [],
};

/** A configuration that cannot be used is all there is to report. */
export function configurationReport(problems: readonly ConfigProblem[], rules: readonly RuleInfo[]): Report {
  const findings = problems.map(({ at, message }, index): Finding => ({
    rule: 'mllint/config', severity: 'error', message, at, pieces: [], related: [],
    environments: [], applications: [], resources: [], models: [], fingerprint: fingerprintOf('mllint/config', at, index),
  }));
  return buildReport({ repository: EMPTY, findings, suppressed: [], unverified: [], crashes: [], notes: [], files: 1, scanned: 0, rules });
}

export function reportedEnvironment({ name, stage, models }: Repository['environments'][number]): ReportedEnvironment {
  const reported = models.map(reportedModel).sort((a, b) => compareText(a.name, b.name) || compareText(a.namespace ?? '', b.namespace ?? ''));
  return { name, ...(stage === undefined ? {} : { stage }), models: distinct(reported) };
}

/** A model that several files state in the same words is said once. */
function distinct(models: readonly ReportedModel[]): ReportedModel[] {
  return [...new Map(models.map((model) => [JSON.stringify(model), model])).values()];
}

/** With a canary share from 0 to 99 in the predictor the URI there is the canary's; the stable one is only in the history. */
function reportedModel(model: ServedModel): ReportedModel {
  const main = model.sources.find(({ role }) => role === 'predictor' || role === 'values' || role === 'environment variable');
  const base = { name: model.name, ...(model.namespace === undefined ? {} : { namespace: model.namespace }) };
  const { promoted } = model;
  if (promoted) return { ...base, ...(main ? uriOf(main) : {}), ...(promoted.version ? { version: plainVersion(promoted.version.text) } : {}) };
  const percent = model.canary?.percent.isKnown === true ? model.canary.percent.number : undefined;
  if (!model.canary || percent === undefined) return { ...base, ...(main ? served(main) : {}) };
  if (model.canary.source) return { ...base, ...(main ? served(main) : {}), canary: { percent, ...served(model.canary.source) } };
  return percent < 100 ? { ...base, canary: { percent, ...(main ? served(main) : {}) } } : { ...base, ...(main ? served(main) : {}) };
}

function uriOf(source: ModelSource): { uri?: string } {
  const { uri } = served(source);
  return uri === undefined ? {} : { uri };
}

function served(source: ModelSource): { version?: string; uri?: string } {
  const { uri } = source;
  if (!uri.isKnown || uri.text === undefined) return {};
  const version = source.parsed.version && plainVersion(source.parsed.version.text);
  return { ...(version === undefined ? {} : { version }), uri: uri.text };
}

/** `v47` and `47` are one version. */
function plainVersion(text: string): string {
  return text.replace(/^v(?=\d)/, '');
}
