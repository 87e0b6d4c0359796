/** Calls functions and methods: counts and fits the arguments, and words their failures. */
import { assigned, canBeNil, evalArgument, fit } from './arguments.ts';
import type { IdentifierNode, Node, OperandNode } from './ast.ts';
import { printNode } from './ast-print.ts';
import { builtins } from './builtins.ts';
import { FrameCall, type Frame, type Slot } from './frame.ts';
import { FunctionError, goTypeName, type GoType, type Signature, type TemplateFunction } from './functions.ts';
import { isTrue, typeName, type Operand } from './go-types.ts';
import { absent, type Final } from './pipeline.ts';
import { goQuote } from './quote.ts';
import { TemplateError } from './template-error.ts';
import { chosenBy, unknownAmong } from './tracing.ts';
import { TracedText } from '../traced-text.ts';
import { Func, GoObject, Num, type Callable, type Value } from './value.ts';

interface Invocation {
  readonly name: string;
  /** What messages show as failing. */
  readonly node: Node;
  /** The function itself first; empty where there are no arguments. */
  readonly args: readonly OperandNode[];
  readonly final: Final;
}

/** Go's `slice`, unlike `index`, does not look into interfaces: it refuses an index that comes straight out of a map. */
const sliceBuiltin = builtins.get('slice');
const boxed = new GoObject('interface {}');

const anything: Signature = { params: [], variadic: 'any' };
const oneOrMore: Signature = { params: ['any'], variadic: 'any' };

export function evalFunction(frame: Frame, dot: Slot, call: Invocation, identifier: IdentifierNode): Operand {
  const { name } = identifier;
  frame.node = identifier;
  const own = frame.run.functions.get(name);
  if (own) return evalCall(frame, dot, call, own);
  const builtin = builtins.get(name);
  if (!builtin) return frame.fail(`${goQuote(name)} is not a defined function`);
  switch (name) {
    case 'and':
    case 'or':
      return evalLogic(frame, dot, call);
    case 'call':
      return evalCall(frame, dot, call, { ...builtin, run: callNamed(calleeName(call)) });
    case 'len':
      return evalLength(frame, dot, call, builtin);
    default:
      return evalCall(frame, dot, call, builtin);
  }
}

export function callMethod(frame: Frame, dot: Slot, call: Invocation, method: Callable | TemplateFunction): Operand {
  return evalCall(frame, dot, call, typeof method === 'function' ? { ...anything, run: method } : method);
}

function evalCall(frame: Frame, dot: Slot, call: Invocation, target: TemplateFunction): Operand {
  checkCount(frame, call, target);
  return invoke(frame, call, target, evalArguments(frame, dot, call, target));
}

function invoke(frame: Frame, { node, name }: Invocation, target: TemplateFunction, values: readonly Value[]): Value {
  frame.spend(3);
  let result: Value;
  try {
    result = target.run(values, new FrameCall(frame, node, name));
  } catch (error) {
    return rethrow(frame, error, { node, name });
  }
  if (result instanceof TracedText && result.text.length > 64) frame.spend((result.text.length >> 5) + result.segments.length);
  return result;
}

/** A failure of the function is one of the action that called it; a bound that was reached stays what it is. */
function rethrow(frame: Frame, error: unknown, { node, name }: Pick<Invocation, 'node' | 'name'>): never {
  const cause = error instanceof FunctionError && error.cause instanceof TemplateError ? error.cause : error;
  if (cause instanceof TemplateError && cause.limit !== undefined) throw cause;
  if (error instanceof RangeError) return frame.exceed({ limit: 'depth', message: `what ${name} is given is nested too deeply or too large` });
  if (!(error instanceof FunctionError || error instanceof TemplateError)) throw error;
  frame.node = node;
  return frame.fail(`error calling ${name}: ${error.message}`, { cause });
}

function checkCount(frame: Frame, { name, args, final }: Invocation, { params, variadic }: Signature): void {
  const given = Math.max(0, args.length - 1);
  const count = given + (final === absent ? 0 : 1);
  if (variadic === undefined) {
    if (count !== params.length) frame.fail(`wrong number of args for ${name}: want ${params.length} got ${count}`);
  } else if (count < params.length) {
    frame.fail(`wrong number of args for ${name}: want at least ${params.length} got ${given}`);
  }
}

function evalArguments(frame: Frame, dot: Slot, { args, final }: Invocation, target: TemplateFunction): Value[] {
  const values: Value[] = [];
  for (let index = 1; index < args.length; index += 1) {
    const node = args[index];
    if (!node) continue;
    const value = evalArgument(frame, dot, { type: typeAt(target, values.length), node }) ?? null;
    values.push(target === sliceBuiltin && index > 1 && isBoxed(frame, node) ? boxed : value);
  }
  if (final !== absent) values.push(fit(frame, final, typeAt(target, values.length)) ?? null);
  for (const value of values) frame.weigh(value);
  return values;
}

function isBoxed(frame: Frame, { kind }: OperandNode): boolean {
  return frame.isInterface && (kind === 'dot' || kind === 'field' || kind === 'variable' || kind === 'chain');
}

function typeAt({ params, variadic }: Signature, index: number): GoType {
  return params[index] ?? variadic ?? 'any';
}

/** `len` alone tells what is missing from what is nil. */
function evalLength(frame: Frame, dot: Slot, call: Invocation, builtin: TemplateFunction): Operand {
  checkCount(frame, call, builtin);
  const [, node] = call.args;
  const given = node && node.kind !== 'nil' ? evalArgument(frame, dot, { type: undefined, node }) : undefined;
  const value = call.final === absent ? given : call.final;
  frame.weigh(value);
  if (value !== undefined) return invoke(frame, call, builtin, [value]);
  frame.node = call.node;
  return frame.fail('error calling len: reflect: call of reflect.Value.Type on zero Value');
}

/** `and` and `or` evaluate only as far as they must, and return what decided. */
function evalLogic(frame: Frame, dot: Slot, call: Invocation): Operand {
  const { name, args, final } = call;
  checkCount(frame, call, oneOrMore);
  const seen: Operand[] = [];
  for (let index = 1; index < args.length; index += 1) {
    const node = args[index];
    if (!node) continue;
    const value = evalArgument(frame, dot, { type: 'any', node }) ?? undefined;
    seen.push(value);
    if (isTrue(value) === (name === 'or')) return decided(frame, seen);
  }
  if (final !== absent) seen.push(final ?? undefined);
  return decided(frame, seen);
}

function decided(frame: Frame, seen: readonly Operand[]): Operand {
  frame.tested?.push(...seen);
  const unknown = unknownAmong(seen);
  const last = seen.at(-1);
  return unknown ? chosenBy(last, unknown) : last;
}

/** What `call` calls the function in its messages. */
function calleeName({ args, final }: Invocation): string {
  const [, callee] = args;
  if (callee) return printNode(callee);
  if (final instanceof TracedText) return final.text;
  return final === absent || final === undefined || final === null ? '<invalid Value>' : `<${typeName(final)} Value>`;
}

function callNamed(name: string): Callable {
  return ([callee = null, ...args], call) => {
    if (callee === null) throw new FunctionError('call of nil');
    if (!(callee instanceof Func)) throw new FunctionError(`non-function ${name} of type ${typeName(callee)}`);
    return callee.run(preparedArguments(name, callee, args), call);
  };
}

function preparedArguments(name: string, { signature = anything }: Func, args: readonly Value[]): Value[] {
  const { params, variadic } = signature;
  const isWrong = variadic === undefined ? args.length !== params.length : args.length < params.length;
  if (isWrong) {
    const wanted = variadic === undefined ? String(params.length) : `at least ${params.length}`;
    throw new FunctionError(`wrong number of args for ${name}: got ${args.length} want ${wanted}`);
  }
  return args.map((arg, index) => prepared(arg, typeAt(signature, index), index));
}

function prepared(value: Value, type: GoType, index: number): Value {
  if (value === null && canBeNil(type)) return null;
  if (value === null) throw new FunctionError(`arg ${index}: value is nil; should be of type ${goTypeName(type)}`);
  const isWhole = type === 'int' || type === 'int64' || type === 'uint8' || type === 'rune' || type === 'duration';
  if (isWhole && value instanceof Num && value.kind !== 'float64') return new Num(type, value.value, value.traced);
  const fitted = assigned(value, type);
  if (fitted === undefined) throw new FunctionError(`arg ${index}: value has type ${typeName(value)}; should be ${goTypeName(type)}`);
  return fitted;
}

