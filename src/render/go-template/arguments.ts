/** Evaluates arguments and fits them to parameters, as Go's reflect would. */
import { TracedText } from '../traced-text.ts';
import type { NumberNode, OperandNode } from './ast.ts';
import { printNode } from './ast-print.ts';
import { evalFunction } from './call.ts';
import { evalChain, evalField, evalVariable } from './fields.ts';
import type { Frame, Slot } from './frame.ts';
import { goTypeName, type GoType } from './functions.ts';
import { typeName, type Operand } from './go-types.ts';
import { absent, evalConstant, evalPipeline } from './pipeline.ts';
import { Bool, Dict, Func, GoObject, List, Num, type NumKind, type Value } from './value.ts';

/** Without a type the value is taken as it is. */
export interface Argument {
  readonly type: GoType | undefined;
  readonly node: OperandNode;
}

export function evalArgument(frame: Frame, dot: Slot, { type, node }: Argument): Operand {
  frame.spend(1);
  frame.node = node;
  frame.isInterface = false;
  switch (node.kind) {
    case 'dot':
      frame.isInterface = dot.isInterface;
      return fit(frame, dot.value, type);
    case 'nil':
      return type === undefined || canBeNil(type) ? null : frame.fail(`cannot assign nil to ${goTypeName(type)}`);
    case 'field':
      return fit(frame, evalField(frame, dot, { node, args: [node], final: absent }), type);
    case 'variable':
      return fit(frame, evalVariable(frame, dot, { node, args: [], final: absent }), type);
    case 'pipe':
      return fit(frame, evalPipeline(frame, dot, node), type);
    case 'identifier':
      return fit(frame, evalFunction(frame, dot, { name: node.name, node, args: [], final: absent }, node), type);
    case 'chain':
      return fit(frame, evalChain(frame, dot, { node, args: [], final: absent }), type);
    default:
      return type === undefined || type === 'any' ? evalConstant(frame, dot, node) : constantOf(frame, node, type);
  }
}

/** A constant takes the type of its parameter. */
function constantOf(frame: Frame, node: Extract<OperandNode, { kind: 'bool' | 'number' | 'string' }>, type: GoType): Value {
  switch (type) {
    case 'string':
      return node.kind === 'string' ? node.value : frame.fail(`expected string; found ${printNode(node)}`);
    case 'bool':
      return node.kind === 'bool' ? node.value : frame.fail(`expected bool; found ${printNode(node)}`);
    case 'int':
    case 'int64':
    case 'rune':
    case 'duration':
    case 'uint8':
    case 'float64':
    case 'uint32':
      return numberOf(frame, node, type);
    default:
      return frame.fail(`can't handle ${printNode(node)} for arg of type ${goTypeName(type)}`);
  }
}

function numberOf(frame: Frame, node: OperandNode, type: NumKind | 'uint32'): Value {
  const value = node.kind === 'number' ? constantValue(node, type) : undefined;
  const expected = type === 'float64' ? 'float' : type === 'uint8' || type === 'uint32' ? 'unsigned integer' : 'integer';
  if (node.kind !== 'number' || value === undefined) return frame.fail(`expected ${expected}; found ${printNode(node)}`);
  return new Num(type === 'uint32' ? 'int' : type, value, node.traced);
}

function constantValue({ int, uint, float }: NumberNode, type: NumKind | 'uint32'): number | bigint | undefined {
  if (type === 'float64') return float;
  if (type === 'uint8' || type === 'uint32') return uint === undefined ? undefined : BigInt.asUintN(type === 'uint8' ? 8 : 32, uint);
  return type === 'rune' && int !== undefined ? BigInt.asIntN(32, int) : int;
}

/** The value as a parameter of that type takes it. */
export function fit(frame: Frame, value: Operand, type: GoType | undefined): Operand {
  if (type === undefined) return value;
  if (value === undefined) return canBeNil(type) ? null : frame.fail(`invalid value; expected ${goTypeName(type)}`);
  const fitted = type === 'any' ? value : assigned(value, type);
  if (fitted !== undefined) return fitted;
  return frame.fail(`wrong type for value; expected ${goTypeName(type)}; got ${typeName(value)}`);
}

/** The value, if Go could assign it to the type; a named map or slice is assigned as what it is. */
export function assigned(value: Value, type: GoType): Value | undefined {
  switch (type) {
    case 'any':
      return value;
    case 'string':
      return value instanceof TracedText ? value : undefined;
    case 'bool':
      return value instanceof Bool ? value : undefined;
    case 'func':
      return value instanceof Func ? value : undefined;
    case 'map':
    case 'map[string]string':
      return assignedDict(value, type === 'map' ? 'any' : 'string');
    case 'list':
      return assignedList(value, 'any');
    case '[]string':
      return assignedList(value, 'string');
    case '[]byte':
      return assignedList(value, 'byte');
    case 'int':
    case 'int64':
    case 'rune':
    case 'duration':
    case 'uint8':
    case 'float64':
      return value instanceof Num && value.kind === type ? value : undefined;
    case 'uint32':
      return undefined;
    default:
      return assignedObject(value, type.slice('go:'.length));
  }
}

function assignedDict(value: Value, elementType: Dict['elementType']): Dict | undefined {
  const dict = value instanceof GoObject ? value.underlying : value;
  return dict instanceof Dict && dict.elementType === elementType ? dict : undefined;
}

function assignedList(value: Value, elementType: List['elementType']): List | undefined {
  const list = value instanceof GoObject ? value.underlying : value;
  return list instanceof List && list.elementType === elementType ? list : undefined;
}

function assignedObject(value: Value, name: string): GoObject | undefined {
  return value instanceof GoObject && (value.typeName === name || value.typeName === `*${name}`) ? value : undefined;
}

export function canBeNil(type: GoType): boolean {
  return !['string', 'bool', 'int', 'int64', 'rune', 'duration', 'uint8', 'uint32', 'float64'].includes(type) && !/^go:[^*]/.test(type);
}
