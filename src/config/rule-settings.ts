/** Which rule runs how, and where: preset, configuration, overrides and command line as one. */
import type { Severity } from '../finding.ts';
import { addTo } from '../groups.ts';
import type { OptionSet } from '../option.ts';
import type { Condition, Rule } from '../rule.ts';
import type { Location } from '../source.ts';
import type { Override } from './config.ts';

export type Preset = 'recommended' | 'strict';
export type SeverityWord = Severity | 'off';

export const SEVERITY_WORDS = ['error', 'warning', 'info', 'off'] as const satisfies readonly SeverityWord[];

/** What the configuration says about one rule; what it does not say is absent. */
export interface RuleSetting {
  readonly severity?: SeverityWord;
  readonly locked?: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  /** The line that names the rule; of several files that of the nearest. */
  readonly at?: Location;
  /** The lines that decided `severity`, `locked` and the options, by their names. */
  readonly places: ReadonlyMap<string, Location>;
}

/** Where something was found: overrides count for files, and for findings all of whose environments they name. */
export interface SettingPlace {
  readonly file: string;
  readonly environments: readonly string[];
}

export type OptionValues = Readonly<Record<string, unknown>>;

/** Without a place, each says what holds where no override does. */
export interface RuleSettings {
  /** Every id there is, rules and conditions. */
  readonly known: ReadonlySet<string>;
  /** `off` for ids that are not known. */
  severityOf(id: string, place?: SettingPlace): SeverityWord;
  /** Every option with its value as configured, else its default. */
  optionsOf(rule: { readonly id: string }, place?: SettingPlace): OptionValues;
  /** Of a condition: the rules at whose places it is silent. */
  yieldsOf(id: string): readonly string[] | undefined;
  /** Whether comments do not reach it. */
  isLocked(id: string, place?: SettingPlace): boolean;
  /** Where `severity`, `locked` or an option was written; absent where the preset or the rule decides. */
  decidedAt(id: string, what: string): Location | undefined;
  /** Whether it is on at some place. */
  runs(id: string): boolean;
  /** Whether it is on at every place. */
  runsEverywhere(id: string): boolean;
  /** Every set of options that is in force at some place, the one of most places first. */
  optionSetsOf(id: string): readonly OptionValues[];
  /** The overrides that name the rule, in the order of the file: later ones win. */
  overridesOf(id: string): readonly Override[];
}

export interface Configured {
  readonly preset: Preset;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly overrides: readonly Override[];
}

/** Settings of the given rules; what is not configured, the preset decides. */
export function ruleSettings(rules: readonly (Rule | Condition)[], { preset, rules: configured, overrides }: Configured): RuleSettings {
  const byId = new Map<string, Rule | Condition>(rules.map((rule) => [rule.id, rule]));
  const overriding = groupOverrides(overrides);
  const inForce = (id: string, place: SettingPlace | undefined): readonly RuleSetting[] => [
    ...(place ? matching(overriding.get(id) ?? [], place).map((override) => override.rules.get(id)).reverse() : []), configured.get(id),
  ].filter((setting) => setting !== undefined);
  const severityOf = (id: string, place?: SettingPlace): SeverityWord => {
    const rule = byId.get(id);
    return rule ? (firstSaid(inForce(id, place), ({ severity }) => severity) ?? presetSeverity(rule, preset)) : 'off';
  };
  return {
    known: new Set(byId.keys()),
    severityOf,
    optionsOf: ({ id }, place) => inForce(id, place).reduceRight<OptionValues>((values, { options }) => ({ ...values, ...options }), defaultsOf(byId.get(id))),
    yieldsOf: (id) => byId.get(id)?.yieldsTo,
    isLocked: (id, place) => firstSaid(inForce(id, place), ({ locked }) => locked) ?? (id.startsWith('promotion/') || isBornLocked(byId.get(id))),
    decidedAt: (id, what) => configured.get(id)?.places.get(what),
    runs: (id) => severityOf(id) !== 'off' || severitiesOver(overriding, id).some((severity) => severity !== 'off'),
    runsEverywhere: (id) => severityOf(id) !== 'off' && !severitiesOver(overriding, id).includes('off'),
    optionSetsOf: (id) => optionSets({ ...defaultsOf(byId.get(id)), ...configured.get(id)?.options }, overriding.get(id) ?? [], id),
    overridesOf: (id) => overriding.get(id) ?? [],
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

function isBornLocked(rule: Rule | Condition | undefined): boolean {
  return rule !== undefined && 'locked' in rule && rule.locked === true;
}

function defaultsOf(rule: Rule | Condition | undefined): OptionValues {
  return rule ? Object.fromEntries(Object.entries(optionsIn(rule)).map(([name, option]) => [name, option.fallback])) : {};
}

function groupOverrides(overrides: readonly Override[]): Map<string, Override[]> {
  const groups = new Map<string, Override[]>();
  for (const override of overrides) {
    for (const id of override.rules.keys()) addTo(groups, id, override);
  }
  return groups;
}

function matching(overrides: readonly Override[], { file, environments: found }: SettingPlace): Override[] {
  return overrides.filter(({ files, environments }) => {
    const names = environments.map(({ value }) => value);
    return (files === undefined || files.matches(file)) && (names.length === 0 || (found.length > 0 && found.every((name) => names.includes(name))));
  });
}

function severitiesOver(overriding: ReadonlyMap<string, readonly Override[]>, id: string): SeverityWord[] {
  return (overriding.get(id) ?? []).flatMap(({ rules }) => rules.get(id)?.severity ?? []);
}

/** How many sets of options overrides may make of one rule: it runs once for each. */
export const MAX_OPTION_SETS = 32;

/** What any choice of the overrides makes of the options: each may count or not. */
function optionSets(base: OptionValues, overrides: readonly Override[], id: string): OptionValues[] {
  const sets = new Map([[JSON.stringify(base), base]]);
  for (const override of overrides) {
    const options = override.rules.get(id)?.options ?? {};
    for (const known of [...sets.values()]) {
      const set = { ...known, ...options };
      sets.set(JSON.stringify(set), set);
    }
    if (sets.size > MAX_OPTION_SETS) break;
  }
  return [...sets.values()];
}

function firstSaid<T>(settings: readonly RuleSetting[], read: (setting: RuleSetting) => T | undefined): T | undefined {
  for (const setting of settings) {
    const said = read(setting);
    if (said !== undefined) return said;
  }
  return undefined;
}
