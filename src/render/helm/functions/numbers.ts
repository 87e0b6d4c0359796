/** Arithmetic. Follows numeric.go of Masterminds/sprig; results are derived from every operand. */
import { FunctionError } from '../../go-template/functions.ts';
import { List, Num, type Call, type Value } from '../../go-template/value.ts';
import type { TracedText } from '../../traced-text.ts';
import { parseDigits } from '../go-number.ts';
import { computedNumber, computedText, fixed, intAt, textAt, valueAt, variadic, type Arguments, type FunctionTable } from './arguments.ts';
import { toFloat, toInt } from './casting.ts';
import { addDecimals, divideDecimals, multiplyDecimals, subtractDecimals } from './decimals.ts';
import { printed } from './printing.ts';

function whole(args: Arguments, value: bigint): Num {
  return computedNumber('int64', value, ...args);
}

function float(args: Arguments, value: number): Num {
  return computedNumber('float64', value, ...args);
}

function nonZero(value: Value): bigint {
  const divisor = toInt(value);
  if (divisor === 0n) throw new FunctionError('runtime error: integer divide by zero');
  return divisor;
}

/** A number converted: the author's text stays where the number still prints as it was written. */
function converted(kind: 'int' | 'int64' | 'float64', value: Value): Num {
  const number = kind === 'float64' ? toFloat(value) : toInt(value);
  const source = value instanceof Num ? value.traced : value !== null && 'segments' in value ? value : undefined;
  const result = computedNumber(kind, number, value);
  return source && source.text === String(number) ? new Num(kind, number, source) : result;
}

function foldWhole(args: Arguments, combine: (a: bigint, b: bigint) => bigint): Num {
  return whole(args, args.map(toInt).reduce((a, b) => BigInt.asIntN(64, combine(a, b))));
}

function foldFloat(args: Arguments, combine: (a: number, b: number) => number): Num {
  return float(args, args.map(toFloat).reduce((a, b) => combine(a, b)));
}

/** `untilStep`; charged before anything is allocated. */
export function countedList(start: number, stop: number, step: number, call: Call): List {
  const runs = stop < start ? step < 0 : step > 0;
  const count = runs ? Math.ceil((stop - start) / step) : 0;
  call.spend(count);
  return new List(Array.from({ length: count }, (_, index) => new Num('int', start + index * step)), { elementType: 'int' });
}

function sequenceBounds(args: Arguments): [number, number, number] | undefined {
  const [first, second, third] = [intAt(args, 0), intAt(args, 1), intAt(args, 2)];
  if (args.length === 1) return first < 1 ? [1, first - 1, -1] : [1, first + 1, 1];
  if (args.length === 2) return second < first ? [first, second - 1, -1] : [first, second + 1, 1];
  if (args.length !== 3) return undefined;
  if (third < first) return second > 0 ? undefined : [first, third - 1, second];
  return [first, third + 1, second];
}

function seq(args: Arguments, call: Call): TracedText {
  const bounds = sequenceBounds(args);
  if (!bounds) return computedText('', ...args);
  return computedText(countedList(...bounds, call).items.map((item) => printed(item, call).text).join(' '), ...args);
}

function round(args: Arguments): Num {
  const roundOn = args.length > 2 ? toFloat(valueAt(args, 2)) : 0.5;
  const power = 10 ** intAt(args, 1);
  const digit = power * toFloat(valueAt(args, 0));
  const fraction = digit - Math.trunc(digit);
  return float(args, (fraction >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power);
}

const smaller = (a: bigint, b: bigint): bigint => (b < a ? b : a);
const larger = (a: bigint, b: bigint): bigint => (b > a ? b : a);
const zero = new Num('int64', 0);

export const numberFunctions: FunctionTable = [
  ['int', fixed(['any'], (args) => converted('int', valueAt(args, 0)))],
  ['int64', fixed(['any'], (args) => converted('int64', valueAt(args, 0)))],
  ['float64', fixed(['any'], (args) => converted('float64', valueAt(args, 0)))],
  ['atoi', fixed(['string'], (args) => computedNumber('int', parseDigits(textAt(args, 0).text, 10) ?? 0n, ...args))],
  ['toDecimal', fixed(['any'], (args, call) => whole(args, parseDigits(printed(valueAt(args, 0), call).text, 8) ?? 0n))],
  ['add1', fixed(['any'], (args) => whole(args, toInt(valueAt(args, 0)) + 1n))],
  ['add', variadic([], 'any', (args) => foldWhole([zero, ...args], (a, b) => a + b))],
  ['sub', fixed(['any', 'any'], (args) => whole(args, toInt(valueAt(args, 0)) - toInt(valueAt(args, 1))))],
  ['div', fixed(['any', 'any'], (args) => whole(args, toInt(valueAt(args, 0)) / nonZero(valueAt(args, 1))))],
  ['mod', fixed(['any', 'any'], (args) => whole(args, toInt(valueAt(args, 0)) % nonZero(valueAt(args, 1))))],
  ['mul', variadic(['any'], 'any', (args) => foldWhole(args, (a, b) => a * b))],
  ...(['max', 'biggest'] as const).map((name) => [name, variadic(['any'], 'any', (args) => foldWhole(args, larger))] as const),
  ['min', variadic(['any'], 'any', (args) => foldWhole(args, smaller))],
  ['maxf', variadic(['any'], 'any', (args) => foldFloat(args, Math.max))],
  ['minf', variadic(['any'], 'any', (args) => foldFloat(args, Math.min))],
  ['ceil', fixed(['any'], (args) => float(args, Math.ceil(toFloat(valueAt(args, 0)))))],
  ['floor', fixed(['any'], (args) => float(args, Math.floor(toFloat(valueAt(args, 0)))))],
  ['round', variadic(['any', 'int'], 'float64', round)],
  ['add1f', fixed(['any'], (args) => foldFloat([...args, new Num('int', 1)], addDecimals))],
  ['addf', variadic([], 'any', (args) => foldFloat([zero, ...args], addDecimals))],
  ['subf', variadic(['any'], 'any', (args) => foldFloat(args, subtractDecimals))],
  ['mulf', variadic(['any'], 'any', (args) => foldFloat(args, multiplyDecimals))],
  ['divf', variadic(['any'], 'any', (args) => foldFloat(args, divideDecimals))],
  ['until', fixed(['int'], (args, call) => countedList(0, intAt(args, 0), intAt(args, 0) < 0 ? -1 : 1, call))],
  ['untilStep', fixed(['int', 'int', 'int'], (args, call) => countedList(intAt(args, 0), intAt(args, 1), intAt(args, 2), call))],
  ['seq', variadic([], 'int', seq)],
];
