/** What the gates say of every move of a change. */
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Finding, ReportedChange, ReportedGate } from '../finding.ts';
import { rfc3339 } from '../instant.ts';
import type { Change, Move } from '../model.ts';
import type { Judgement, Rule } from '../rule.ts';

/** What one gate says of one move. */
export interface Judged extends Judgement {
  readonly rule: string;
}

/** What every gate that is on says of the moves it decides about. */
export function judged(rules: readonly Rule[], change: Change, settings: RuleSettings): Judged[] {
  return rules.flatMap(({ id, judge }) => (judge && settings.runs(id) ? Array.from(judge(change), (judgement) => ({ ...judgement, rule: id })) : []));
}

/** Moves in their order, each with the gates that decide about it. */
export function reportedChanges({ moves }: Change, judgements: readonly Judged[]): ReportedChange[] {
  const gates = new Map<Move, ReportedGate[]>(moves.map((move) => [move, []]));
  for (const { rule, move, isOpen, opensAt, evidence } of judgements) {
    gates.get(move)?.push({ rule, isOpen, evidence, ...(opensAt ? { opensAt: rfc3339(opensAt.getTime()) } : {}) });
  }
  return [...gates].map(([move, ofMove]): ReportedChange => {
    const { model, environment, kind, from, to } = move;
    return { model, environment: environment.name, kind, ...(from ? { from: from.text } : {}), ...(to ? { to: to.text } : {}), gates: ofMove };
  });
}

/** Moves that a gate holds back although the history that could prove more is not in this clone. */
export function undecided(judgements: readonly Judged[]): Move[] {
  return [...new Set(judgements.filter(({ isOpen, move }) => !isOpen && move.isHistoryCut).map(({ move }) => move))];
}

/** Whether the pull request decides about what was found, not the commit. */
export function isOfPromotion({ rule }: Pick<Finding, 'rule'>): boolean {
  return rule.startsWith('promotion/');
}

/** A finding before there is a pull request: what that decides about only warns. */
export function beforePullRequest(finding: Finding): Finding {
  if (!isOfPromotion(finding)) return finding;
  return { ...finding, severity: finding.severity === 'error' ? 'warning' : finding.severity, message: `${finding.message} (decided in the pull request)` };
}
