/** Expressions that rules, definitions and configurations hold: compiled once, evaluated within bounds. */
import { compileRe2 } from '../re2.ts';
import { compileProgram } from './library/compile.ts';
import type { Mistake, Program } from './program.ts';

export type { Ended, Mistake, Program, Run } from './program.ts';

/** What one evaluation may cost: Kubernetes' own limit, after which an API server refuses what it evaluates. */
export const CALL_LIMIT = 1_000_000;

const MAX_KEPT = 20_000;
const compiled = new Map<string, Program | Mistake>();

/** An expression over these variables; never throws. */
export function compileExpression(text: string, variables: readonly string[]): Program | Mistake {
  const key = `${variables.join(' ')}\n${text}`;
  const known = compiled.get(key);
  if (known) return known;
  const result = compileProgram(text, variables, compileRe2);
  if (compiled.size >= MAX_KEPT) compiled.clear();
  compiled.set(key, result);
  return result;
}
