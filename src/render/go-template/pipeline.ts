/** Evaluates pipelines and commands. */
import type { CommandNode, NumberNode, OperandNode, PipeNode } from './ast.ts';
import { printNode } from './ast-print.ts';
import { evalFunction } from './call.ts';
import { evalChain, evalField, evalVariable } from './fields.ts';
import type { Frame, Slot } from './frame.ts';
import { goQuote } from './quote.ts';
import type { Operand } from './go-types.ts';
import { chosenBy } from './tracing.ts';
import { Num, type Value } from './value.ts';

/** There is no value from the command before. */
export const absent = Symbol('absent');

/** What the command before hands over, if there is one. */
export type Final = Operand | typeof absent;

/** The value of a pipeline; variables that it declares are pushed, and the caller takes them off again. */
export function evalPipeline(frame: Frame, dot: Slot, pipe: PipeNode): Operand {
  frame.node = pipe;
  const { budget } = frame.run;
  const exceeded = budget.enter();
  if (exceeded) frame.exceed(exceeded);
  let value: Final = absent;
  for (const command of pipe.commands) value = evalCommand(frame, dot, { command, final: value }) ?? undefined;
  budget.leave();
  const result = value === absent ? undefined : value;
  if (pipe.declared.length > 0) assign(frame, pipe, result);
  return result;
}

function assign(frame: Frame, { declared, isAssign }: PipeNode, value: Operand): void {
  for (const { variable } of declared) {
    if (isAssign) setVariable(frame, variable, { value, isInterface: false });
    else frame.variables.push({ name: variable, slot: { value, isInterface: false } });
  }
}

/** Sets the innermost variable of that name. What is set under an unknown condition is unknown. */
export function setVariable(frame: Frame, name: string, slot: Slot): void {
  const variable = frame.variables.findLast((known) => known.name === name);
  if (!variable) return frame.fail(`undefined variable: ${name}`);
  const unknown = frame.guard?.unknown;
  variable.slot = unknown ? { ...slot, value: chosenBy(slot.value, unknown) } : slot;
}

interface Stage {
  readonly command: CommandNode;
  readonly final: Final;
}

function evalCommand(frame: Frame, dot: Slot, { command, final }: Stage): Operand {
  frame.spend(1);
  const { args } = command;
  const [first] = args;
  switch (first.kind) {
    case 'field':
      return evalField(frame, dot, { node: first, args, final });
    case 'chain':
      return evalChain(frame, dot, { node: first, args, final });
    case 'identifier':
      return evalFunction(frame, dot, { name: first.name, node: command, args, final }, first);
    case 'pipe':
      refuseArguments(frame, args, final);
      return evalPipeline(frame, dot, first);
    case 'variable':
      return evalVariable(frame, dot, { node: first, args, final });
    default:
      frame.node = first;
      refuseArguments(frame, args, final);
      return first.kind === 'nil' ? frame.fail('nil is not a command') : evalConstant(frame, dot, first);
  }
}

/** What is no function takes no arguments. */
export function refuseArguments(frame: Frame, args: readonly OperandNode[], final: Final): void {
  const [first] = args;
  if (first && (args.length > 1 || final !== absent)) frame.fail(`can't give argument to non-function ${printNode(first)}`);
}

type ConstantNode = Extract<OperandNode, { kind: 'bool' | 'dot' | 'number' | 'string' }>;

export function evalConstant(frame: Frame, dot: Slot, node: ConstantNode): Operand {
  switch (node.kind) {
    case 'bool':
    case 'string':
      return node.value;
    case 'dot':
      return dot.value;
    case 'number':
      return idealConstant(frame, node);
  }
}

/** A number constant without a type gets it from the way it is written. */
function idealConstant(frame: Frame, node: NumberNode): Value {
  frame.node = node;
  const { written, int, float, traced, isComplex } = node;
  if (isComplex) return frame.fail(`mllint has no complex numbers: ${goQuote(written)}`);
  const isHex = /^0[xX]/.test(written) && written.length > 2 && !/[pP]/.test(written);
  if (float !== undefined && !isHex && !written.startsWith("'") && /[.eEpP]/.test(written)) return new Num('float64', float, traced);
  return int === undefined ? frame.fail(`${written} overflows int`) : new Num('int', int, traced);
}
