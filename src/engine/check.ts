/** Rules × subjects. A rule that crashes is reported and the others still run; one that reads what cannot be known is unverified there. */
import type { OptionValues, RuleSettings } from '../config/rule-settings.ts';
import type { Crash, Raised, Unverified } from '../finding.ts';
import { addTo } from '../groups.ts';
import type { Application, Change, Repository } from '../model.ts';
import { once } from '../once.ts';
import type { Condition, Rule } from '../rule.ts';
import { shown } from '../source.ts';
import { manifestOwners, ownersIn } from './owners.ts';
import { indexSubjects, supposedApplications } from './subjects.ts';
import { lowest, Turn, type Configured, type FoundProblem, type Gap } from './turn.ts';

export type { FoundProblem } from './turn.ts';

export interface CheckResult {
  readonly found: readonly FoundProblem[];
  readonly unverified: readonly Unverified[];
  readonly crashes: readonly Crash[];
  /** Rules that did not look at everything: they crashed, or read what cannot be known. */
  readonly incomplete: ReadonlySet<string>;
}

export function isRule(rule: Rule | Condition): rule is Rule {
  return 'check' in rule;
}

/** Runs every rule that is on. All rules look at one subject before the next one comes: most of the time of a check is the way of values from the memory. */
export function check(rules: readonly (Rule | Condition)[], repository: Repository, settings: RuleSettings, change?: Change): CheckResult {
  const subjects = indexSubjects(repository, change);
  const context = { ownersOf: ownersIn(repository), supposed: new Set<unknown>(supposedApplications(repository)) };
  const together = new Map<readonly unknown[], Turn[]>();
  const turns = configuredRules(rules, settings).flatMap((configured) => subjects.of(configured.rule.on, configured.rule.kinds).map((list) => {
    const turn = new Turn(configured, context);
    addTo(together, list, turn);
    return turn;
  }));
  for (const [list, ofList] of together) {
    for (const subject of list) for (const turn of ofList) turn.look(subject);
  }
  lookAtScanned(turns.filter(({ rule }) => rule.holdsNone), repository);
  return {
    found: turns.flatMap(({ found }) => found),
    unverified: unverifiedIn(turns),
    crashes: turns.flatMap(({ crashes }) => crashes),
    incomplete: new Set(turns.flatMap(({ isIncomplete, rule }) => (isIncomplete ? [rule.id] : []))),
  };
}

/** What is parsed only now belongs to itself: no list of the repository knows it. */
function lookAtScanned(turns: readonly Turn[], { scanned }: Repository): void {
  if (turns.length === 0) return;
  for (const manifest of scanned.read()) {
    const owners = once(() => manifestOwners(manifest, [])); // of most nothing is said
    for (const turn of turns) turn.look(manifest, owners);
  }
}

function configuredRules(rules: readonly (Rule | Condition)[], settings: RuleSettings): Configured[] {
  return rules.filter(isRule).filter(({ id }) => settings.runs(id)).flatMap((rule) => {
    const optionSets = settings.optionSetsOf(rule.id);
    return optionSets.map((options) => ({ rule, options, inForce: inForceFor(rule, settings, optionSets.length > 1 ? options : undefined) }));
  });
}

/** Where other options are in force, what was found with these does not count. */
function inForceFor(rule: Rule, settings: RuleSettings, options: OptionValues | undefined): Configured['inForce'] {
  const key = options && JSON.stringify(options);
  return (place) => (key !== undefined && JSON.stringify(settings.optionsOf(rule, place)) !== key ? 'off' : settings.severityOf(rule.id, place));
}

/** What seems to be missing may be in what could not be read: said once for each subject, at the first such place. */
function unverifiedIn(turns: readonly Turn[]): Unverified[] {
  const unverified = new Map<string, Unverified>();
  const withheld = new Map<string, Set<string>>();
  const add = ({ id }: Rule, gap: Gap): void => {
    if ('unknown' in gap) {
      const { at, what } = gap.unknown;
      const key = `${at.file.path}:${at.range.start}:${what}`;
      if (!unverified.has(key)) unverified.set(key, gap.unknown);
      return;
    }
    if ('gaveUp' in gap) {
      unverified.set(`${id} gave up at ${gap.subject}`, gap.gaveUp);
      return;
    }
    const { withheldFor: name, at } = gap;
    const key = `withheld for ${name}`;
    const rules = (withheld.get(name) ?? new Set<string>()).add(id);
    withheld.set(name, rules);
    unverified.set(key, {
      at: unverified.get(key)?.at ?? at,
      what: `${[...rules].join(', ')} for ${name}`,
      why: 'not everything there could be read or rendered',
      needs: 'what the errors and the other entries of this list name',
    });
  };
  for (const { rule, gaps } of turns) for (const gap of gaps) add(rule, gap);
  return [...unverified.values()];
}

/** Conditions that stages raised, as findings; the environments are those of the Applications they concern. */
export function raisedFindings(raised: readonly Raised[], settings: RuleSettings, applications: readonly Application[] = []): FoundProblem[] {
  const environmentOf = new Map(applications.map(({ name, environment }) => [name, environment?.name]));
  return raised.flatMap((one): FoundProblem[] => {
    const { applications: names = [], pieces = [], related = [] } = one;
    const environments = one.environments ?? names.flatMap((name) => environmentOf.get(name) ?? []);
    const severity = settings.severityOf(one.rule, { file: shown(one.at).file.path, environments });
    if (severity === 'off') return [];
    const yieldsOnlyTo = settings.yieldsOf(one.rule);
    return [{
      ...(yieldsOnlyTo ? { yieldsOnlyTo } : {}),
      rule: one.rule, severity: lowest(severity, one.severity), message: one.message, at: shown(one.at), pieces, related,
      environments, applications: names, resources: [], models: [], ...(one.fix ? { fix: one.fix } : {}),
    }];
  });
}
