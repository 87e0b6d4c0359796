/** What was recorded of scenarios: the moves of their changes, and what the gates say of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waysOf, wayText, type Scenario } from '../history/scenario.ts';

export interface SaidMove {
  readonly environment: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly percent?: number;
  /** `open promotion/order`, `closed promotion/soak until 2026-11-23T20:00:00Z` */
  readonly gates: readonly string[];
}

/** The text of each way in which a scenario is run. */
export function saidBy(folder: string, scenario: Scenario): ReadonlyMap<string, string> {
  const text = readFileSync(join(folder, 'expected.txt'), 'utf8');
  if (!scenario.styles) return new Map(waysOf(scenario).map((way) => [wayText(way), text]));
  return new Map(text.split(/^== /m).flatMap((block) => {
    const [ways = '', ...said] = block.split('\n');
    return ways === '' ? [] : ways.split(', ').map((way) => [way, said.join('\n')] as const);
  }));
}

export function movesIn(said: string): SaidMove[] {
  const moves: (SaidMove & { readonly gates: string[] })[] = [];
  for (const line of said.split('\n')) {
    const move = /^(?<environment>[\w-]+): (?<kind>[\w-]+) (?<from>.+) → (?<to>.+)$/.exec(line)?.groups;
    if (move) moves.push({ environment: move.environment ?? '', kind: move.kind ?? '', from: move.from ?? '', to: move.to ?? '', gates: [] });
    const gate = /^ {2}((?:open|closed) promotion\/[\w-]+(?: until [^ :]+:[^ ]+Z)?):/.exec(line)?.[1];
    if (gate !== undefined) moves.at(-1)?.gates.push(gate);
  }
  return moves;
}
