/**
 * Expressions in the Common Expression Language with Kubernetes' functions, compiled by @marcbachmann/cel-js; loaded when the first one is met.
 * This file is the only way into the package.
 */
import { EvaluationError, Optional, ParseError } from '@marcbachmann/cel-js';
import { unchecked } from '../../unchecked.ts';
import type { CompilePattern, Ended, Mistake, Program, Run } from '../program.ts';
import { exhausted, withAccount } from './cost.ts';
import { environmentOf, OWN_PREFIX, REPLACED } from './environment.ts';
import { CelFailure } from './failure.ts';
import { durationOf, timestampOf } from './functions/time.ts';
import { replaceHas } from './has.ts';
import { loosen } from './literals.ts';
import { instrument } from './instrument.ts';
import { callOf, partsOf, type Syntax } from './syntax.ts';

/** cel-go takes no longer one (cel-go 0.26, parser/parser.go). */
const MAX_LENGTH = 100_000;

/** Never throws for what the text says. */
export function compileProgram(text: string, variables: readonly string[], compilePattern: CompilePattern): Program | Mistake {
  if (text.length > MAX_LENGTH) return { kind: 'mistake', message: `it is longer than ${MAX_LENGTH} characters` };
  try {
    const parsed = environmentOf(variables, compilePattern).parse(text);
    const top = unchecked<Syntax>(parsed.ast);
    const parts = partsOf(top);
    for (const part of parts) {
      replaceHas(part);
      loosen(part);
      const call = callOf(part);
      if (call && REPLACED.has(call.name)) call.rename(`${OWN_PREFIX}${call.name}`);
    }
    const { valid, error } = parsed.check();
    if (!valid) return mistake(error);
    instrument(top);
    return { kind: 'program', uses: namesIn(parts, variables), run: (run) => evaluated(parsed, run) };
  } catch (error) {
    return mistake(error);
  }
}

function namesIn(parts: ReadonlySet<Syntax>, variables: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const { op, args } of parts) if (op === 'id' && typeof args === 'string' && variables.includes(args)) names.add(args);
  return names;
}

/** What the values throw, such as that one is unknown, is thrown on. */
function evaluated(parsed: (context: Readonly<Record<string, unknown>>) => unknown, { variables, limit, decided }: Run): Ended {
  const { result, steps, isExhausted } = withAccount(limit, decided, () => parsed(variables));
  if (isExhausted) return { kind: 'exhausted', steps };
  try {
    return { kind: 'value', value: result(), steps };
  } catch (error) {
    if (error === exhausted || error instanceof RangeError) return { kind: 'exhausted', steps };
    if (error instanceof EvaluationError || error instanceof CelFailure || error instanceof TypeError) return { kind: 'error', message: clauseOf(error), steps };
    throw error;
  }
}

function mistake(error: unknown): Mistake {
  if (error instanceof RangeError) return { kind: 'mistake', message: 'it is nested too deep' };
  const { range } = unchecked<Partial<Pick<ParseError, 'range'>>>(error);
  return { kind: 'mistake', message: clauseOf(error), ...(range ? { offset: range.start } : {}) };
}

/** The first line, without the part of the expression that the package shows below it. */
function clauseOf(error: unknown): string {
  const { summary, message } = unchecked<{ readonly summary?: string; readonly message?: string }>(error);
  const text = (summary ?? message ?? String(error)).split('\n', 1)[0]?.replaceAll(OWN_PREFIX, '') ?? '';
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A length of time as a value of the package; nothing for what is none. */
export function celDuration(text: string): object | undefined {
  return durationOf(text);
}

/** A time as a value of the package; nothing for what is none. */
export function celTimestamp(text: string): Date | undefined {
  return timestampOf(text);
}

/** A value that may be absent, for expressions that ask. */
export function celOptional(value: unknown): object {
  return value === undefined ? Optional.none() : Optional.of(value);
}
