/** Evaluates `.a.b`, `$x.a.b` and `(pipeline).a.b`: fields of structs, keys of maps, and methods. */
import { TracedText } from '../traced-text.ts';
import type { ChainNode, FieldNode, Node, OperandNode, VariableNode } from './ast.ts';
import { evalArgument } from './arguments.ts';
import { callMethod } from './call.ts';
import { methodOf } from './methods.ts';
import type { Frame, Slot } from './frame.ts';
import { typeName, underlying, type Operand } from './go-types.ts';
import { absent, refuseArguments, type Final } from './pipeline.ts';
import { goQuote } from './quote.ts';
import { Dict, GoObject } from './value.ts';

interface Access<N extends Node> {
  readonly node: N;
  /** The node itself first, as in a command; empty where it is an argument. */
  readonly args: readonly OperandNode[];
  readonly final: Final;
}

export function evalField(frame: Frame, dot: Slot, access: Access<FieldNode>): Operand {
  frame.node = access.node;
  return evalNames(frame, dot, access, dot);
}

export function evalVariable(frame: Frame, dot: Slot, access: Access<VariableNode>): Operand {
  const { node, args, final } = access;
  frame.node = node;
  const { variables } = frame;
  let index = variables.length - 1;
  while (index >= 0 && variables[index]?.name !== node.variable) index -= 1;
  const receiver = variables[index]?.slot;
  if (variables.length - index > 32) frame.spend((variables.length - index) >> 5);
  if (!receiver) return frame.fail(`undefined variable: ${node.variable}`);
  if (node.names.length > 0) return evalNames(frame, dot, access, receiver);
  refuseArguments(frame, args, final);
  frame.isInterface = receiver.isInterface;
  return receiver.value;
}

export function evalChain(frame: Frame, dot: Slot, access: Access<ChainNode>): Operand {
  frame.node = access.node;
  const value = evalArgument(frame, dot, { type: undefined, node: access.node.node });
  return evalNames(frame, dot, access, { value, isInterface: false });
}

/** Only the last name may be a method with arguments. */
function evalNames(frame: Frame, dot: Slot, access: Access<FieldNode | VariableNode | ChainNode>, receiver: Slot): Operand {
  const { node, args, final } = access;
  let { value, isInterface } = receiver;
  const last = node.names.length - 1;
  for (let index = 0; index <= last; index += 1) {
    const name = node.names[index] ?? '';
    const step: Step = { name, node, value, isInterface, args: index === last ? args : [], final: index === last ? final : absent };
    isInterface = holdsInterfaces(value, name);
    value = evalStep(frame, dot, step);
  }
  frame.isInterface = isInterface && value !== undefined;
  return value;
}

/** Whether what is found under a name is an `interface {}` to Go. */
function holdsInterfaces(value: Operand, name: string): boolean {
  const isOwn = value instanceof GoObject && (value.fields.has(name) || value.methods.has(name));
  const container = isOwn ? undefined : underlying(value);
  return container instanceof Dict && container.elementType === 'any';
}

interface Step {
  readonly name: string;
  readonly node: Node;
  readonly value: Operand;
  readonly isInterface: boolean;
  readonly args: readonly OperandNode[];
  readonly final: Final;
}

function evalStep(frame: Frame, dot: Slot, step: Step): Operand {
  const { name, value, isInterface } = step;
  if (value instanceof Dict) {
    const method = methodOf(value, name);
    return method ? callMethod(frame, dot, step, method) : keyOf(frame, value, step);
  }
  if (value === undefined) {
    if (frame.run.missingKey === 'error') frame.fail(`nil data; no entry for key ${goQuote(name)}`);
    return undefined;
  }
  if (value === null) return frame.fail(`nil pointer evaluating interface {}.${name}`);
  const method = methodOf(value, name);
  if (method) return callMethod(frame, dot, step, method);
  if (value instanceof GoObject) {
    const field = value.fields.get(name);
    if (field !== undefined) {
      if (hasArguments(step)) frame.fail(`${name} has arguments but cannot be invoked as function`);
      return field;
    }
    if (value.underlying instanceof Dict) return keyOf(frame, value.underlying, step);
  }
  return frame.fail(`can't evaluate field ${name} in type ${isInterface ? 'interface {}' : typeName(value)}`);
}

function keyOf(frame: Frame, dict: Dict, step: Step): Operand {
  const { name } = step;
  if (hasArguments(step)) frame.fail(`${name} is not a method but has arguments`);
  const value = dict.get(name);
  if (value !== undefined) return value;
  switch (frame.run.missingKey) {
    case 'error':
      return frame.fail(`map has no entry for key ${goQuote(name)}`);
    case 'zero':
      return dict.elementType === 'string' ? TracedText.empty : null;
    default:
      return undefined;
  }
}

function hasArguments({ args, final }: Step): boolean {
  return args.length > 1 || final !== absent;
}
