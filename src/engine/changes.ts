/** What the gates say of every move of a change. */
import type { RuleSettings } from '../config/rule-settings.ts';
import type { ReportedChange, ReportedGate } from '../finding.ts';
import type { Change, Move } from '../model.ts';
import type { Rule } from '../rule.ts';

/** Moves in their order, each with the gates that decide about it. */
export function reportedChanges(rules: readonly Rule[], change: Change, settings: RuleSettings): ReportedChange[] {
  const gates = new Map<Move, ReportedGate[]>(change.moves.map((move) => [move, []]));
  for (const { id, judge } of rules) {
    if (!judge || !settings.runs(id)) continue;
    for (const { move, isOpen, opensAt, evidence } of judge(change)) {
      gates.get(move)?.push({ rule: id, isOpen, evidence, ...(opensAt ? { opensAt: `${opensAt.toISOString().slice(0, 19)}Z` } : {}) });
    }
  }
  return [...gates].map(([move, judged]): ReportedChange => {
    const { model, environment, kind, from, to } = move;
    return { model, environment: environment.name, kind, ...(from ? { from: from.text } : {}), ...(to ? { to: to.text } : {}), gates: judged };
  });
}

/** Moves that a gate holds back although the history that could prove more is not in this clone. */
export function undecided(rules: readonly Rule[], change: Change, settings: RuleSettings): Move[] {
  const held = rules.filter(({ id, judge }) => judge && settings.runs(id)).flatMap(({ judge }) => [...(judge?.(change) ?? [])]);
  return [...new Set(held.filter(({ isOpen, move }) => !isOpen && move.isHistoryCut).map(({ move }) => move))];
}
