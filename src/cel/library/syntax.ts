/** The tree that the package makes of an expression, as far as mllint looks into it (@marcbachmann/cel-js 8.0.0, lib/parser.js `ASTNode`). */
import { unchecked } from '../../unchecked.ts';

export interface Evaluator {
  run(node: Syntax, context: Context): unknown;
  tryEval(node: Syntax, context: Context): unknown;
}

export interface Context {
  readonly iterValue?: unknown;
  forkWithVariable(name: string, type: unknown): Context;
  reuse(parent: Context): Context;
  setIterValue(value: unknown, evaluator: Evaluator): Context;
}

export interface Checker {
  readonly dynType: unknown;
  check(node: Syntax, context: Context): unknown;
  getType(name: string): unknown;
  createError(code: string, message: string, node: Syntax): Error;
}

type Check = (checker: Checker, node: Syntax, context: Context) => unknown;
type Evaluate = (evaluator: Evaluator, node: Syntax, context: Context) => unknown;

/** What stands for a macro that is not rewritten to other syntax. */
export interface Macro {
  evaluate(evaluator: Evaluator, macro: Macro, context: Context): unknown;
  typeCheck(checker: Checker, macro: Macro, context: Context): unknown;
}

export interface Syntax {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly meta: { evaluate: Evaluate; check: Check; alternate?: Syntax; macro?: Macro };
  handle?: (args: unknown, ...rest: unknown[]) => unknown;
}

/** What a macro is called with. */
export interface MacroCall {
  readonly ast: Syntax;
  readonly args: readonly Syntax[];
  readonly receiver: Syntax;
}

/** A comprehension's own parts. */
export interface Loop {
  readonly kind?: string;
  readonly errorsAreFatal: boolean;
  readonly iterable: Syntax;
  readonly init: Syntax;
  readonly step: Syntax;
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'op' in value && 'meta' in value;
}

/** Every part of an expression once, macros and what they were rewritten to included. */
export function partsOf(top: Syntax): Set<Syntax> {
  const parts = new Set<Syntax>();
  collect(top, parts);
  return parts;
}

function collect(value: unknown, parts: Set<Syntax>): void {
  if (isSyntax(value)) {
    if (parts.has(value)) return;
    parts.add(value);
    collect(value.args, parts);
    collect(value.meta.alternate, parts);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, parts);
  } else if (typeof value === 'object' && value !== null && 'step' in value) {
    const { iterable, init, step } = unchecked<Record<string, unknown>>(value);
    for (const part of [iterable, init, step]) collect(part, parts);
  }
}

/** The name and the arguments of a call: `f(a)`, or `a.f(b)` with its receiver. */
export function callOf({ op, args }: Syntax): { readonly name: string; rename(name: string): void } | undefined {
  if (op !== 'call' && op !== 'rcall') return undefined;
  const parts = unchecked<[string, ...unknown[]]>(args);
  return { name: parts[0], rename: (name) => (parts[0] = name) };
}
