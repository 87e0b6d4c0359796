/** From what rules and stages found to what is reported: suppressions, environments merged, fingerprints, order. */
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Finding, Suppressed } from '../finding.ts';
import type { SourceFile } from '../source.ts';
import { raisedFindings, type FoundProblem } from './check.ts';
import { fingerprintOf } from './fingerprint.ts';
import { mergeEnvironments, sortFindings } from './merge.ts';
import { applySuppressions } from './suppressions.ts';

export interface RefineOptions {
  readonly settings: RuleSettings;
  /** Files in which suppression comments count. */
  readonly files: Iterable<SourceFile>;
  readonly now: Date;
  /** Rules that looked at everything in this run. */
  readonly ran: ReadonlySet<string>;
}

export interface Refined {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

export function refine(found: readonly FoundProblem[], { settings, files, now, ran }: RefineOptions): Refined {
  const { kept, suppressed, problems } = applySuppressions(found.map(withFingerprint), files, { now, rules: settings, ran });
  const aboutComments = raisedFindings(problems, settings);
  const merged = mergeEnvironments([...kept, ...aboutComments]);
  return { findings: numbered(sortFindings(merged)), suppressed: uniqueSuppressed(suppressed) };
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
