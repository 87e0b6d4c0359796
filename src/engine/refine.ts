/** From what rules and stages found to what is reported: suppressions, exceptions, environments merged, fingerprints, order, baseline. */
import type { LoadedConfig } from '../config/config.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Finding, Suppressed } from '../finding.ts';
import type { SourceFile } from '../source.ts';
import { applyBaseline } from './baseline.ts';
import { raisedFindings, type FoundProblem } from './check.ts';
import { applyExceptions } from './exceptions.ts';
import { fingerprintOf } from './fingerprint.ts';
import { mergeEnvironments, sortFindings } from './merge.ts';
import { mostSpecific } from './specific.ts';
import { applySuppressions } from './suppressions.ts';

export interface RefineOptions {
  readonly policy: Pick<LoadedConfig, 'config' | 'exceptions' | 'baseline'>;
  readonly settings: RuleSettings;
  /** Files in which suppression comments count. */
  readonly files: Iterable<SourceFile>;
  readonly now: Date;
  /** Rules that looked at everything in this run. */
  readonly ran: ReadonlySet<string>;
  /** Names of the environments of the repository. */
  readonly environments: readonly string[];
}

export interface Refined {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly notes: readonly string[];
}

export function refine(found: readonly FoundProblem[], { policy, settings, files, now, ran, environments }: RefineOptions): Refined {
  const commented = applySuppressions(mostSpecific(found).map(withFingerprint), files, { now, rules: settings, ran });
  const aboutComments = raisedFindings(commented.problems, settings).map(withFingerprint);
  const excepted = applyExceptions([...commented.kept, ...aboutComments], { exceptions: policy.exceptions, models: policy.config.models, now, ran, environments });
  const aboutExceptions = raisedFindings(excepted.problems, settings);
  const merged = numbered(sortFindings(mergeEnvironments([...excepted.kept, ...aboutExceptions])));
  const { kept, suppressed, notes } = applyBaseline(merged, { baseline: policy.baseline, settings, ran });
  return {
    findings: kept,
    suppressed: uniqueSuppressed([...commented.suppressed, ...excepted.suppressed, ...suppressed]),
    notes: [...excepted.notes, ...notes],
  };
}

function withFingerprint(found: FoundProblem): Finding {
  return { ...found, fingerprint: fingerprintOf(found.rule, found.at, 0) };
}

/** Findings of one rule at one place are told apart by their order. */
function numbered(found: readonly FoundProblem[]): Finding[] {
  const counts = new Map<string, number>();
  return found.map((one) => {
    const fingerprint = fingerprintOf(one.rule, one.at, 0);
    const occurrence = counts.get(fingerprint) ?? 0;
    counts.set(fingerprint, occurrence + 1);
    return { ...one, fingerprint: occurrence === 0 ? fingerprint : fingerprintOf(one.rule, one.at, occurrence) };
  });
}

/** One comment silences a finding in every environment that it reaches; that is said once. */
function uniqueSuppressed(suppressed: readonly Suppressed[]): Suppressed[] {
  const seen = new Map(suppressed.map((one) => [`${one.finding.fingerprint}\0${one.finding.message}`, one]));
  const order = sortFindings(suppressed.map((one) => one.finding));
  return [...seen.values()].sort((a, b) => order.indexOf(a.finding) - order.indexOf(b.finding));
}
