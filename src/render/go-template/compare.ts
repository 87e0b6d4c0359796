/** Go's comparisons: `eq`, `ne`, `lt`, `le`, `gt`, `ge`. */
import { TracedText } from '../traced-text.ts';
import { printArg } from './fmt-print.ts';
import { noFlags } from './fmt-flags.ts';
import { FunctionError, type TemplateFunction } from './functions.ts';
import { basicKind, typeName, type BasicKind } from './go-types.ts';
import { computedBool } from './tracing.ts';
import { Bool, compareBytes, Dict, GoObject, List, Num, type Value } from './value.ts';

export const comparisons: readonly (readonly [string, TemplateFunction])[] = [
  ['eq', { params: ['any'], variadic: 'any', run: ([first = null, ...others]) => computedBool(isAmong(first, others), [first, ...others]) }],
  ['ne', ordering((a, b) => !isAmong(a, [b]))],
  ['lt', ordering(isLess)],
  ['le', ordering(isLessOrEqual)],
  ['gt', ordering((a, b) => !isLessOrEqual(a, b))],
  ['ge', ordering((a, b) => !isLess(a, b))],
];

function ordering(compare: (a: Value, b: Value) => boolean): TemplateFunction {
  return { params: ['any', 'any'], run: ([a = null, b = null]) => computedBool(compare(a, b), [a, b]) };
}

/** `eq a b c` is `a == b || a == c`. */
function isAmong(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new FunctionError('missing argument for comparison');
  return others.some((other) => isEqual(first, other));
}

function isEqual(a: Value, b: Value): boolean {
  const kind = basicKind(a);
  if (kind !== basicKind(b)) return isEqualAcrossKinds(a, b);
  if (kind === undefined) return isEqualReference(a, b);
  return compareSameKind(a, b) === 0;
}

/** Whole numbers compare whatever their sign; nil differs from everything. */
function isEqualAcrossKinds(a: Value, b: Value): boolean {
  if (isWholeKind(basicKind(a)) && isWholeKind(basicKind(b))) return compareSameKind(a, b) === 0;
  if (a === null || b === null) return false;
  throw incompatible(a, b);
}

function isEqualReference(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  if (goKind(a) !== goKind(b)) {
    throw new FunctionError(`non-comparable types ${shown(a, 's')}: ${typeName(a)}, ${typeName(b)}: ${shown(b, 'v')}`);
  }
  if (!(b instanceof GoObject) || !isComparable(b)) throw new FunctionError(`non-comparable type ${shown(b, 's')}: ${typeName(b)}`);
  return a === b || (a instanceof GoObject && !b.typeName.startsWith('*') && hasEqualFields(a, b));
}

/** Structs that hold maps or slices are not comparable in Go. */
function isComparable(object: GoObject): boolean {
  if (object.underlying) return false;
  return object.typeName.startsWith('*') || ![...object.fields.values()].some((field) => field instanceof Dict || field instanceof List);
}

function hasEqualFields(a: GoObject, b: GoObject): boolean {
  if (a.typeName !== b.typeName || a.fields.size !== b.fields.size || a.fields.size === 0) return false;
  return [...a.fields].every(([name, value]) => {
    const other = b.fields.get(name);
    return other !== undefined && basicKind(value) !== undefined && typeName(value) === typeName(other) && compareSameKind(value, other) === 0;
  });
}

function goKind(value: Value): string {
  const whole = value instanceof GoObject && value.underlying ? value.underlying : value;
  if (whole instanceof Dict) return 'map';
  if (whole instanceof List) return 'slice';
  if (whole instanceof GoObject) return whole.typeName.startsWith('*') ? 'pointer' : 'struct';
  return 'func';
}

function isLess(a: Value, b: Value): boolean {
  const [left, right] = [basicKind(a), basicKind(b)];
  if (left === undefined || right === undefined) throw new FunctionError('invalid type for comparison');
  if (left !== right && !(isWholeKind(left) && isWholeKind(right))) throw incompatible(a, b);
  if (left === 'bool') throw new FunctionError('invalid type for comparison');
  return compareSameKind(a, b) < 0;
}

function isLessOrEqual(a: Value, b: Value): boolean {
  return isLess(a, b) || isEqual(a, b);
}

/** Negative, zero or positive; NaN for what is in no order. */
function compareSameKind(a: Value, b: Value): number {
  if (a instanceof TracedText && b instanceof TracedText) return compareBytes(a.text, b.text);
  if (a instanceof Bool && b instanceof Bool) return Number(a.value) - Number(b.value);
  if (!(a instanceof Num) || !(b instanceof Num)) return NaN;
  if (Number.isNaN(a.value) || Number.isNaN(b.value)) return NaN;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function isWholeKind(kind: BasicKind | undefined): boolean {
  return kind === 'int' || kind === 'uint';
}

function incompatible(a: Value, b: Value): FunctionError {
  return new FunctionError(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
}

function shown(value: Value, verb: string): string {
  let left = 10_000;
  const spend = (steps: number): void => {
    left -= steps;
    if (left < 0) throw new FunctionError('non-comparable types');
  };
  return printArg(value, { verb, flags: noFlags, spend }).text;
}
