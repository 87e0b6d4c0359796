/** Timestamps and durations in the strict forms of RFC 3339 and Go, and what the package cannot convert. */
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { nanosecondsOf } from '../../../kubernetes/go-duration.ts';
import { CelFailure } from '../failure.ts';
import { define, type Registered } from './registered.ts';

const TIMESTAMP = /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$/;
const SECOND = 1_000_000_000n;

/** `undefined` for what is no time of RFC 3339. */
export function timestampOf(text: string): Date | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return undefined;
  const [, year, month, day] = match;
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return isDay ? date : undefined;
}

/** `undefined` for what Go's `time.ParseDuration` refuses. */
export function durationOf(text: string): Duration | undefined {
  const nanos = nanosecondsOf(text);
  return nanos === undefined ? undefined : new Duration(nanos / SECOND, Number(nanos % SECOND));
}

/** `6347s`, `1.5s` */
export function durationText(duration: Duration): string {
  const nanos = duration.seconds * SECOND + BigInt(duration.nanos);
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = (size % SECOND).toString().padStart(9, '0').replace(/0+$/, '');
  return `${nanos < 0n ? '-' : ''}${size / SECOND}${fraction === '' ? '' : `.${fraction}`}s`;
}

/** `2023-02-03T23:31:20Z` */
export function timestampText(date: Date): string {
  return date.toISOString().replace(/\.?0*Z$/, 'Z');
}

const DIGITS = /^[+-]?[0-9]{1,20}$/;
const MAX_INT = (1n << 63n) - 1n;

function intOf(text: string): bigint {
  const value = DIGITS.test(text) ? BigInt(text.startsWith('+') ? text.slice(1) : text) : undefined;
  if (value === undefined || value > MAX_INT || value < -MAX_INT - 1n) throw new CelFailure(`${JSON.stringify(text)} is no integer`);
  return value;
}

function required<T>(value: T | undefined, text: string, what: string): T {
  if (value === undefined) throw new CelFailure(`${JSON.stringify(text)} is no ${what}`);
  return value;
}

const TIME = 'google.protobuf.Timestamp';
const LENGTH = 'google.protobuf.Duration';

export const timeFunctions: readonly Registered[] = [
  define(`k8s_timestamp(string): ${TIME}`, (text: string) => required(timestampOf(text), text, 'time of RFC 3339')),
  define(`k8s_timestamp(int): ${TIME}`, (seconds: bigint) => new Date(Number(seconds) * 1000)),
  define(`k8s_timestamp(${TIME}): ${TIME}`, (date: Date) => date),
  define(`k8s_duration(string): ${LENGTH}`, (text: string) => required(durationOf(text), text, 'duration')),
  define(`k8s_duration(${LENGTH}): ${LENGTH}`, (duration: Duration) => duration),
  define('k8s_int(string): int', intOf),
  define('k8s_int(int): int', (value: bigint) => value),
  define('k8s_int(uint): int', (value: UnsignedInt) => value.valueOf()),
  define(`k8s_int(${TIME}): int`, (date: Date) => BigInt(Math.floor(date.getTime() / 1000))),
  define('k8s_int(double): int', (value: number) => {
    if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) throw new CelFailure('integer overflow');
    return BigInt(Math.trunc(value));
  }),
  define(`string(${TIME}): string`, timestampText),
  define(`string(${LENGTH}): string`, durationText),
];
