/** Which rule runs how: preset, configuration and command line as one. */
import type { Severity } from '../finding.ts';
import type { OptionSet } from '../option.ts';
import type { Condition, Rule } from '../rule.ts';
import type { Location } from '../source.ts';

export type Preset = 'recommended' | 'strict';
export type SeverityWord = Severity | 'off';

export const SEVERITY_WORDS = ['error', 'warning', 'info', 'off'] as const satisfies readonly SeverityWord[];

/** What the configuration says about one rule; what it does not say is absent. */
export interface RuleSetting {
  readonly severity?: SeverityWord;
  readonly locked?: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  /** The line that decided it. */
  readonly at?: Location;
}

export interface RuleSettings {
  /** Every id there is, rules and conditions. */
  readonly known: ReadonlySet<string>;
  /** `off` for ids that are not known. */
  severityOf(id: string): SeverityWord;
  /** Every option with its value as configured, else its default. */
  optionsOf(rule: Pick<Rule, 'id'>): Readonly<Record<string, unknown>>;
  /** Whether comments do not reach it. */
  isLocked(id: string): boolean;
  /** Where the setting was written; absent where the preset decides. */
  decidedAt(id: string): Location | undefined;
}

/** Settings of the given rules; what `configured` does not say, the preset does. */
export function ruleSettings(
  rules: readonly (Rule | Condition)[], preset: Preset, configured: ReadonlyMap<string, RuleSetting>,
): RuleSettings {
  const byId = new Map<string, Rule | Condition>(rules.map((rule) => [rule.id, rule]));
  return {
    known: new Set(byId.keys()),
    severityOf(id) {
      const rule = byId.get(id);
      return rule ? (configured.get(id)?.severity ?? presetSeverity(rule, preset)) : 'off';
    },
    optionsOf({ id }) {
      const rule = byId.get(id);
      return rule ? { ...fallbacks(optionsIn(rule)), ...configured.get(id)?.options } : {};
    },
    isLocked(id) {
      const rule = byId.get(id);
      return configured.get(id)?.locked ?? (id.startsWith('promotion/') || (rule !== undefined && 'locked' in rule && rule.locked === true));
    },
    decidedAt: (id) => configured.get(id)?.at,
  };
}

/** Conditions have no options. */
export function optionsIn(rule: Rule | Condition): OptionSet {
  return 'options' in rule ? rule.options : {};
}

const RAISED: Readonly<Record<Severity, Severity>> = { error: 'error', warning: 'error', info: 'warning' };

/** `strict` raises what `recommended` has, and turns on what is only in `strict` as it stands. */
export function presetSeverity(rule: Rule | Condition, preset: Preset): SeverityWord {
  const isStrictOnly = 'strictOnly' in rule && rule.strictOnly === true;
  if (preset === 'recommended') return isStrictOnly ? 'off' : rule.severity;
  return isStrictOnly || rule.id === 'promotion/policy-unchanged' ? rule.severity : RAISED[rule.severity];
}

function fallbacks(options: OptionSet): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.fallback]));
}
