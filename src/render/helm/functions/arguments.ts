/** Reading the arguments of a template function; the evaluator has already checked their types. */
import { FunctionError, type GoType, type TemplateFunction } from '../../go-template/functions.ts';
import { Bool, Dict, GoObject, List, Num, type Call, type Callable, type NumKind, type Value } from '../../go-template/value.ts';
import { derivedOrigin, plain, TracedText, type Origin } from '../../traced-text.ts';

export type Arguments = readonly Value[];

/** A table of functions by name. */
export type FunctionTable = readonly (readonly [string, TemplateFunction])[];

/** A function of so many parameters. */
export function fixed(params: readonly GoType[], run: Callable): TemplateFunction {
  return { params, run };
}

/** A function whose last parameter repeats. */
export function variadic(params: readonly GoType[], rest: GoType, run: Callable): TemplateFunction {
  return { params, variadic: rest, run };
}

export function textAt(args: Arguments, index: number): TracedText {
  const value = args[index];
  return value instanceof TracedText ? value : TracedText.empty;
}

export function intAt(args: Arguments, index: number): number {
  const value = args[index];
  return value instanceof Num ? Number(value.value) : 0;
}

export function boolAt(args: Arguments, index: number): boolean {
  const value = args[index];
  return value instanceof Bool && value.value;
}

/** A `map[string]any`; a nil map reads as an empty one. */
export function dictAt(args: Arguments, index: number): Dict {
  const value = args[index];
  return value instanceof Dict ? value : new Dict();
}

export function valueAt(args: Arguments, index: number): Value {
  return args[index] ?? null;
}

/** What Go's reflect panics with on nil. */
export const NIL_POINTER = 'runtime error: invalid memory address or nil pointer dereference';

/** The items of a list; Go's panic for nil and `Cannot … on type` for the rest. */
export function listAt(args: Arguments, index: number, complaint: string): List {
  const value = valueAt(args, index);
  if (value instanceof List) return value;
  if (value instanceof GoObject && value.underlying instanceof List) return value.underlying;
  throw new FunctionError(value === null ? NIL_POINTER : `${complaint} ${kindName(value)}`);
}

/** `reflect.Kind` by name; nil is `invalid`. */
export function kindName(value: Value): string {
  if (value === null) return 'invalid';
  if (value instanceof TracedText) return 'string';
  if (value instanceof Bool) return 'bool';
  if (value instanceof Num) return numberKinds[value.kind];
  if (value instanceof List) return 'slice';
  if (value instanceof Dict) return 'map';
  if ('run' in value) return 'func';
  if (value.underlying) return value.underlying instanceof Dict ? 'map' : 'slice';
  return value.typeName.startsWith('*') ? 'ptr' : 'struct';
}

const numberKinds: Readonly<Record<NumKind, string>> = { int: 'int', int64: 'int64', uint8: 'uint8', rune: 'int32', float64: 'float64', duration: 'int64' };

/** The texts that a value was read from, those of a container's items included as far as a finding can use them. */
export function inputsOf(value: Value, found: TracedText[] = []): TracedText[] {
  if (value instanceof TracedText) found.push(value);
  else if (value instanceof Bool || value instanceof Num) {
    if (value.traced) found.push(value.traced);
  } else if (value instanceof List) {
    for (const item of value.items) {
      if (found.length >= MAX_INPUTS) break;
      inputsOf(item, found);
    }
  } else if (value instanceof Dict) {
    for (const entry of value.entries.values()) {
      if (found.length >= MAX_INPUTS) break;
      inputsOf(entry.value, found);
    }
  }
  return found;
}

const MAX_INPUTS = 16;

/** A text computed from values. */
export function computedText(text: string, ...inputs: readonly Value[]): TracedText {
  const origin = originOf(inputs);
  return origin ? new TracedText(text, [{ start: 0, end: text.length, origin }]) : plain(text);
}

/** A number computed from values. */
export function computedNumber(kind: NumKind, value: number | bigint, ...inputs: readonly Value[]): Num {
  const origin = originOf(inputs);
  const text = String(value);
  return new Num(kind, value, origin && new TracedText(text, [{ start: 0, end: text.length, origin }]));
}

/** A truth value computed from values. */
export function computedBool(value: boolean, ...inputs: readonly Value[]): Bool {
  const origin = originOf(inputs);
  if (!origin) return value ? TRUE : FALSE;
  const text = value ? 'true' : 'false';
  return new Bool(value, new TracedText(text, [{ start: 0, end: text.length, origin }]));
}

const TRUE = new Bool(true);
const FALSE = new Bool(false);

function originOf(values: readonly Value[]): Origin | undefined {
  const inputs: TracedText[] = [];
  for (const value of values) inputsOf(value, inputs);
  return inputs.length === 0 ? undefined : derivedOrigin(inputs);
}

/** Text that only a cluster, a clock or chance could tell; the calling action is its author. */
export function unknownText(text: string, reason: string, { at }: Call): TracedText {
  const { file, range } = at;
  const written = file.text.slice(range.start, range.end);
  const author = { file, start: range.start, end: range.end, text: written, nearness: 0, offsets: range.start };
  return new TracedText(text, [{ start: 0, end: text.length, origin: { author, from: 0, to: written.length, isExact: false, passed: undefined, also: undefined, unknown: reason } }]);
}
