/** Durations. Follow date.go of Masterminds/sprig and Go's package time (format.go). */
import { durationText } from '../../go-template/duration.ts';
import { Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { parseDigits } from '../go-number.ts';
import { computedText, fixed, valueAt, type Arguments, type FunctionTable } from './arguments.ts';
import { isTimeObject } from './time-object.ts';
import { unknown } from './unknowable.ts';

/** The text is no duration; `message` is Go's. */
export class DurationError extends Error {}

const UNITS: ReadonlyMap<string, number> = new Map([['ns', 1], ['us', 1e3], ['µs', 1e3], ['μs', 1e3], ['ms', 1e6], ['s', 1e9], ['m', 6e10], ['h', 3.6e12]]);
const LIMIT = 1n << 63n;
const encoder = new TextEncoder();

/** As package time quotes: other than ASCII as bytes. */
export function quoteForTime(text: string): string {
  const escaped = text.replaceAll(/["\\]|[^\u0020-\u007f]/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    return [...encoder.encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  });
  return `"${escaped}"`;
}

function failure(text: string, why = 'invalid duration'): DurationError {
  return new DurationError(`time: ${why} ${quoteForTime(text)}`);
}

/** `time.ParseDuration`, in nanoseconds. Throws a {@link DurationError}. */
export function parseDuration(text: string): bigint {
  const isNegative = text.startsWith('-');
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0n;
  if (rest === '') throw failure(text);
  let total = 0n;
  while (rest !== '') {
    const [amount = '', whole = '', fraction = ''] = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest) ?? [];
    if (whole === '' && fraction === '') throw failure(text);
    const unit = /^[^.0-9]*/.exec(rest.slice(amount.length))?.[0] ?? '';
    if (unit === '') throw failure(text, 'missing unit in duration');
    const size = UNITS.get(unit);
    if (size === undefined) throw failure(text, `unknown unit ${quoteForTime(unit)} in duration`);
    total += BigInt(whole.length > 30 ? LIMIT * 2n : whole || '0') * BigInt(size) + fractionOf(fraction, size);
    if (total > LIMIT) throw failure(text);
    rest = rest.slice(amount.length + unit.length);
  }
  if (isNegative) return -total;
  if (total >= LIMIT) throw failure(text);
  return total;
}

/** As many digits as Go counts with floats. */
function fractionOf(digits: string, size: number): bigint {
  const counted = digits.slice(0, 18);
  return BigInt(Math.trunc(Number(counted || '0') * (size / 10 ** counted.length)));
}

/** `duration`: whole seconds. */
function duration(args: Arguments): TracedText {
  const value = valueAt(args, 0);
  const seconds = value instanceof TracedText ? parseSeconds(value.text) : value instanceof Num && value.kind === 'int64' ? BigInt(value.value) : 0n;
  return computedText(durationText(BigInt.asIntN(64, seconds * 1_000_000_000n)), ...args);
}

/** `strconv.ParseInt`, whose result counts even where it fails: the nearest number for one that is too large. */
function parseSeconds(text: string): bigint {
  const known = parseDigits(text, 10);
  if (known !== undefined) return known;
  if (!/^[-+]?[0-9]+$/.test(text)) return 0n;
  return text.startsWith('-') ? -LIMIT : LIMIT - 1n;
}

const ROUNDINGS = [['y', 365n * 24n * 3600n], ['mo', 30n * 24n * 3600n], ['d', 24n * 3600n], ['h', 3600n], ['m', 60n], ['s', 1n]] as const;

function nanosecondsOf(value: Value): bigint {
  if (value instanceof Num && value.kind === 'int64') return BigInt(value.value);
  if (!(value instanceof TracedText)) return 0n;
  try {
    return parseDuration(value.text);
  } catch (error) {
    if (error instanceof DurationError) return 0n;
    throw error;
  }
}

function roundedText(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  for (const [unit, seconds] of ROUNDINGS) {
    if (size > seconds * 1_000_000_000n) return `${size / (seconds * 1_000_000_000n)}${unit}`;
  }
  return '0s';
}

export const durationFunctions: FunctionTable = [
  ['duration', fixed(['any'], duration)],
  ['durationRound', fixed(['any'], (args, call) => (isTimeObject(valueAt(args, 0)) ? unknown('0s', call) : computedText(roundedText(nanosecondsOf(valueAt(args, 0))), ...args)))],
];
