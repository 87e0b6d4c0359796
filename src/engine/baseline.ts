/** The findings that were there when `mllint baseline` last ran: they do not count until they are gone. */
import { BASELINE_FILE } from '../config/baseline.ts';
import type { BaselineEntry } from '../config/config.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Finding, Suppressed } from '../finding.ts';
import { shown } from '../source.ts';

export interface BaselinePolicy {
  readonly baseline: readonly BaselineEntry[];
  readonly settings: Pick<RuleSettings, 'isLocked'>;
  /** Rules that looked at everything in this run: of others nobody knows what is gone. */
  readonly ran: ReadonlySet<string>;
}

export interface BaselineResult {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly notes: readonly string[];
}

const REASON = `in ${BASELINE_FILE}`;

/** Takes away what the baseline holds, rules that are locked excepted. After fingerprints were numbered. */
export function applyBaseline(findings: readonly Finding[], { baseline, settings, ran }: BaselinePolicy): BaselineResult {
  if (baseline.length === 0) return { kept: findings, suppressed: [], notes: [] };
  const known = new Map(baseline.map(({ fingerprint, rule }) => [fingerprint, rule]));
  const isHeld = (finding: Finding): boolean => known.get(finding.fingerprint) === finding.rule && mayHold(finding, settings);
  const held = findings.filter(isHeld);
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  const gone = baseline.filter(({ fingerprint, rule }) => ran.has(rule) && !found.has(fingerprint));
  return {
    kept: findings.filter((finding) => !isHeld(finding)),
    suppressed: held.map((finding) => ({ finding, reason: REASON, by: 'baseline' })),
    notes: gone.length === 0 ? [] : [`${BASELINE_FILE} holds ${gone.length === 1 ? 'a finding that is' : `${gone.length} findings that are`} gone; \`mllint baseline --prune\` takes ${gone.length === 1 ? 'it' : 'them'} out`],
  };
}

/** Only an exception reaches what is locked, and what mllint says about its own policy. */
export function mayHold({ rule, at, environments }: Finding, settings: Pick<RuleSettings, 'isLocked'>): boolean {
  return !rule.startsWith('mllint/') && !settings.isLocked(rule, { file: shown(at).file.path, environments });
}
