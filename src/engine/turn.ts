/** One rule with one set of options, looking at one subject after the other. */
import type { OptionValues, SettingPlace, SeverityWord } from '../config/rule-settings.ts';
import type { Crash, Finding, Problem, Related, Severity, Unverified } from '../finding.ts';
import { NotLookedAt, type Rule } from '../rule.ts';
import { shown, type Location } from '../source.ts';
import { UnknownValue, type Node } from '../yaml/node.ts';
import { joinOwners, type Owners, type OwnersOf } from './owners.ts';
import { isPartial, subjectName } from './subjects.ts';

/** A finding before it has a fingerprint. */
export interface FoundProblem extends Omit<Finding, 'fingerprint'> {
  /** Of a rule that leaves a place to more specific ones, see {@link Rule}. */
  readonly yieldsTo?: readonly string[] | undefined;
  /** Of a condition that leaves a place to these rules, and to no others. */
  readonly yieldsOnlyTo?: readonly string[] | undefined;
}

export interface Configured {
  readonly rule: Rule;
  readonly options: OptionValues;
  /** The severity of what these options find at a place. */
  readonly inForce: (place: SettingPlace) => SeverityWord;
}

/** What every turn of a run knows. */
export interface TurnContext {
  readonly ownersOf: OwnersOf;
  /** What cannot be known of these is said by the mistake that they are supposed without. */
  readonly supposed: ReadonlySet<unknown>;
}

/** What could not be checked: a value that nobody knows, what a rule gave up at, or a problem that was not reported because its subject is partial. */
export type Gap =
  | { readonly unknown: Unverified }
  | { readonly gaveUp: Unverified; readonly subject: string }
  | { readonly withheldFor: string; readonly at: Location };

export class Turn {
  readonly rule: Rule;
  readonly found: FoundProblem[] = [];
  readonly crashes: Crash[] = [];
  readonly gaps: Gap[] = [];
  /** The rule did not look at everything: it crashed, or read what cannot be known. */
  isIncomplete = false;
  readonly #configured: Configured;
  readonly #context: TurnContext;

  constructor(configured: Configured, context: TurnContext) {
    this.rule = configured.rule;
    this.#configured = configured;
    this.#context = context;
  }

  look(subject: unknown, ownersOf: OwnersOf = this.#context.ownersOf): void {
    const { rule, options } = this.#configured;
    try {
      for (const problem of rule.check(subject, options)) {
        if (!(rule.needsAll ?? problem.needsAll ?? false) || !isPartial(subject)) this.#report(problem, ownersOf);
        else this.#withhold(subject, problem);
      }
    } catch (error) {
      this.isIncomplete = true;
      if (error instanceof UnknownValue && this.#context.supposed.has(subject)) return;
      if (error instanceof UnknownValue) this.gaps.push({ unknown: unknownEntry(rule, error) });
      else if (error instanceof NotLookedAt) this.gaps.push({ gaveUp: gaveUpEntry(rule, error), subject: subjectName(rule.on, subject) });
      else this.crashes.push({ rule: rule.id, subject: subjectName(rule.on, subject), stack: stackOf(error) });
    }
  }

  #withhold(subject: unknown, { at }: Problem): void {
    this.isIncomplete = true;
    this.gaps.push({ withheldFor: subjectName(this.rule.on, subject), at: at.at });
  }

  #report({ at, shownAt, message, severity: lowered, related = [], fix, secrets }: Problem, ownersOf: OwnersOf): void {
    const owners: Owners = joinOwners([ownersOf(at), ...related.filter((other) => other.at.root === at.root).map((other) => ownersOf(other.at))]);
    const pieces = at.pieces;
    const place = shown(shownAt ?? at.at);
    const others = pieces.filter((piece) => piece.at.file !== place.file || piece.at.range.start !== place.range.start);
    const severity = this.#configured.inForce({ file: place.file.path, environments: owners.environments });
    if (severity === 'off') return;
    this.found.push({
      rule: this.rule.id,
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
      ...(secrets ? { secrets: secrets.flatMap((secret) => secret.pieces.map((piece) => piece.at)) } : {}),
      ...(this.rule.yieldsTo ? { yieldsTo: this.rule.yieldsTo } : {}),
    });
  }
}

/** What stands in a base is told with the kustomization that brings it to the environment. */
function throughKustomization({ passed }: Node, shownAt: Location): Related[] {
  const at = passed.at(-1);
  return at && at.file !== shownAt.file ? [{ at: shown(at), message: 'comes through this kustomization' }] : [];
}

function unknownEntry(rule: Rule, { node, reason }: UnknownValue): Unverified {
  return { at: node.at, what: `${rule.id} at ${node.path.join('.')}`, why: reason, needs: 'a value that can be read from the repository' };
}

function gaveUpEntry({ id }: Rule, { node, message, needs }: NotLookedAt): Unverified {
  return { at: node.at, what: id, why: message, needs };
}

const ORDER: readonly Severity[] = ['info', 'warning', 'error'];

export function lowest(severity: Severity, lowered: Severity | undefined): Severity {
  return lowered && ORDER.indexOf(lowered) < ORDER.indexOf(severity) ? lowered : severity;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
