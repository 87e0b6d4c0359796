/** Rules × subjects. A rule that crashes is reported and the others still run; one that reads what cannot be known is unverified there. */
import type { OptionValues, RuleSettings, SettingPlace, SeverityWord } from '../config/rule-settings.ts';
import type { Crash, Finding, Problem, Raised, Related, Severity, Unverified } from '../finding.ts';
import type { Application, Repository } from '../model.ts';
import type { Condition, Rule } from '../rule.ts';
import { shown, type Location } from '../source.ts';
import { UnknownValue, type Node } from '../yaml/node.ts';
import { joinOwners, ownersIn, type Owners, type OwnersOf } from './owners.ts';
import { indexSubjects, isPartial, subjectName, supposedApplications } from './subjects.ts';

/** A finding before it has a fingerprint. */
export type FoundProblem = Omit<Finding, 'fingerprint'>;

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

/** Runs every rule that is on. */
export function check(rules: readonly (Rule | Condition)[], repository: Repository, settings: RuleSettings): CheckResult {
  const subjects = indexSubjects(repository);
  const run = new Run(repository);
  for (const rule of rules) {
    if (!isRule(rule) || !settings.runs(rule.id)) continue;
    const optionSets = settings.optionSetsOf(rule.id);
    for (const options of optionSets) {
      const inForce = inForceFor(rule, settings, optionSets.length > 1 ? options : undefined);
      for (const subject of subjects.of(rule.on, rule.kinds)) run.rule({ rule, inForce, options }, subject);
    }
  }
  return run.result();
}

interface Configured {
  readonly rule: Rule;
  readonly options: OptionValues;
  /** The severity of what these options find at a place. */
  readonly inForce: (place: SettingPlace) => SeverityWord;
}

/** Where other options are in force, what was found with these does not count. */
function inForceFor(rule: Rule, settings: RuleSettings, options: OptionValues | undefined): Configured['inForce'] {
  const key = options && JSON.stringify(options);
  return (place) => (key !== undefined && JSON.stringify(settings.optionsOf(rule, place)) !== key ? 'off' : settings.severityOf(rule.id, place));
}

class Run {
  readonly #ownersOf: OwnersOf;
  /** What cannot be known of these is said by the mistake that they are supposed without. */
  readonly #supposed: ReadonlySet<unknown>;
  readonly #found: FoundProblem[] = [];
  readonly #unverified = new Map<string, Unverified>();
  readonly #crashes: Crash[] = [];
  readonly #incomplete = new Set<string>();
  /** Rules whose problems were not reported, by the name of the subject. */
  readonly #withheld = new Map<string, { readonly rules: ReadonlySet<string>; readonly at: Location }>();

  constructor(repository: Repository) {
    this.#ownersOf = ownersIn(repository);
    this.#supposed = new Set(supposedApplications(repository));
  }

  result(): CheckResult {
    return { found: this.#found, unverified: [...this.#unverified.values()], crashes: this.#crashes, incomplete: this.#incomplete };
  }

  rule({ rule, inForce, options }: Configured, subject: unknown): void {
    const isWhole = !isPartial(subject);
    try {
      for (const problem of rule.check(subject, options)) {
        if (isWhole || !(rule.needsAll ?? problem.needsAll ?? false)) this.#found.push(...this.#toFinding(rule, inForce, problem));
        else this.#withhold(rule, subject, problem);
      }
    } catch (error) {
      this.#incomplete.add(rule.id);
      if (error instanceof UnknownValue && this.#supposed.has(subject)) return;
      if (error instanceof UnknownValue) this.#unknown(rule, error);
      else this.#crashes.push({ rule: rule.id, subject: subjectName(rule.on, subject), stack: stackOf(error) });
    }
  }

  #toFinding(rule: Rule, inForce: Configured['inForce'], { at, message, severity: lowered, related = [], fix }: Problem): FoundProblem[] {
    const owners: Owners = joinOwners([this.#ownersOf(at), ...related.filter((other) => other.at.root === at.root).map((other) => this.#ownersOf(other.at))]);
    const pieces = at.pieces;
    const place = at.at;
    const others = pieces.filter((piece) => piece.at.file !== place.file || piece.at.range.start !== place.range.start);
    const severity = inForce({ file: shown(place).file.path, environments: owners.environments });
    if (severity === 'off') return [];
    return [{
      rule: rule.id,
      severity: lowest(severity, lowered),
      message,
      at: place,
      pieces,
      related: [
        ...related.map((other) => ({ at: other.at.at, message: other.message })),
        ...throughKustomization(at, place),
        ...(pieces.length > 1 ? others.map((piece) => ({ at: shown(piece.at), message: 'also part of the value' })) : []),
      ],
      ...owners,
      ...(fix ? { fix } : {}),
    }];
  }

  #unknown(rule: Rule, { node, reason }: UnknownValue): void {
    const entry: Unverified = {
      at: node.at, what: `${rule.id} at ${node.path.join('.')}`, why: reason, needs: 'a value that can be read from the repository',
    };
    const key = `${entry.at.file.path}:${entry.at.range.start}:${entry.what}`;
    if (!this.#unverified.has(key)) this.#unverified.set(key, entry);
  }

  /** What seems to be missing may be in what could not be read: said once for each subject, at the first such place. */
  #withhold(rule: Rule, subject: unknown, { at }: Problem): void {
    const name = subjectName(rule.on, subject);
    const before = this.#withheld.get(name);
    const rules = new Set(before?.rules).add(rule.id);
    const place = before?.at ?? at.at;
    this.#incomplete.add(rule.id);
    this.#withheld.set(name, { rules, at: place });
    this.#unverified.set(`withheld for ${name}`, {
      at: place,
      what: `${[...rules].join(', ')} for ${name}`,
      why: 'not everything there could be read or rendered',
      needs: 'what the errors and the other entries of this list name',
    });
  }
}

/** Conditions that stages raised, as findings; the environments are those of the Applications they concern. */
export function raisedFindings(raised: readonly Raised[], settings: RuleSettings, applications: readonly Application[] = []): FoundProblem[] {
  const environmentOf = new Map(applications.map(({ name, environment }) => [name, environment?.name]));
  return raised.flatMap((one): FoundProblem[] => {
    const { applications: names = [], pieces = [], related = [] } = one;
    const environments = one.environments ?? names.flatMap((name) => environmentOf.get(name) ?? []);
    const severity = settings.severityOf(one.rule, { file: shown(one.at).file.path, environments });
    if (severity === 'off') return [];
    return [{
      rule: one.rule, severity: lowest(severity, one.severity), message: one.message, at: shown(one.at), pieces, related,
      environments, applications: names, resources: [], models: [], ...(one.fix ? { fix: one.fix } : {}),
    }];
  });
}

/** What stands in a base is told with the kustomization that brings it to the environment. */
function throughKustomization({ passed }: Node, shownAt: Location): Related[] {
  const at = passed.at(-1);
  return at && at.file !== shownAt.file ? [{ at: shown(at), message: 'comes through this kustomization' }] : [];
}

const ORDER: readonly Severity[] = ['info', 'warning', 'error'];

function lowest(severity: Severity, lowered: Severity | undefined): Severity {
  return lowered && ORDER.indexOf(lowered) < ORDER.indexOf(severity) ? lowered : severity;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
