/** Makes a checked expression count its steps, compare as Kubernetes does, and tell which item ended an `all` or `exists`. */
import { unchecked } from '../../unchecked.ts';
import { decide, exhausted, spend, weight } from './cost.ts';
import { contains, isEqual } from './equality.ts';
import { partsOf, type Evaluator, type Context, type Loop, type Syntax } from './syntax.ts';

/** Once, after the types were checked: checking puts the functions there that are wrapped here. */
export function instrument(top: Syntax): void {
  const parts = partsOf(top);
  for (const part of parts) {
    if (part.meta.macro) countMacro(part.meta.macro);
    else count(part);
  }
  for (const part of parts) if (part.op === 'comprehension') tellDecision(unchecked<Loop>(part.args));
}

function count(part: Syntax): void {
  const evaluate = comparison(part) ?? part.meta.evaluate;
  const isSum = part.op === '+';
  const isCatching = part.op === '||' || part.op === '&&';
  part.meta.evaluate = (evaluator, node, context) => {
    spend(1);
    const value = isCatching ? withErrorsPaid(() => evaluate(evaluator, node, context)) : evaluate(evaluator, node, context);
    if (isSum) spend(weight(value));
    return value;
  };
  const { handle } = part;
  if (handle && (part.op === 'call' || part.op === 'rcall')) {
    part.handle = (args, ...rest) => {
      for (const arg of unchecked<unknown[]>(args)) spend(weight(arg));
      const value = handle(args, ...rest);
      spend(weight(value));
      return value;
    };
  }
}

/** An error that something else can do without is made with all that belongs to it, and may be made for every item. */
const PER_ERROR = 50;

function withErrorsPaid(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (error !== exhausted) spend(PER_ERROR);
    throw error;
  }
}

function countMacro(macro: NonNullable<Syntax['meta']['macro']>): void {
  const { evaluate } = macro;
  macro.evaluate = (evaluator, node, context) => {
    spend(1);
    return evaluate(evaluator, node, context);
  };
}

/** The package compares lists and objects by their constructors, and what is equal without regard to the order not at all. */
function comparison({ op, args }: Syntax): Syntax['meta']['evaluate'] | undefined {
  const compare = op === '==' ? isEqual : op === '!=' ? (a: unknown, b: unknown) => !isEqual(a, b) : op === 'in' ? contains : undefined;
  if (!compare) return undefined;
  const [left, right] = unchecked<[Syntax, Syntax]>(args);
  return (evaluator: Evaluator, _node: Syntax, context: Context) => {
    const value = evaluator.run(left, context);
    return compare(value, evaluator.run(right, context));
  };
}

function tellDecision({ kind, errorsAreFatal, init, step }: Loop): void {
  if (kind !== 'quantifier' || errorsAreFatal) return;
  const { evaluate } = step.meta;
  const undecided = init.args;
  step.meta.evaluate = (evaluator, node, context) => {
    const value = withErrorsPaid(() => evaluate(evaluator, node, context));
    if (typeof value === 'boolean' && value !== undecided) decide(context.iterValue);
    return value;
  };
}
