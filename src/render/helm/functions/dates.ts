/** Dates and durations. Follow date.go of Masterminds/sprig, with UTC as the local zone; what reads the clock is unknown. */
import { FunctionError } from '../../go-template/functions.ts';
import { GoObject, Num, type Call, type Callable, type Value } from '../../go-template/value.ts';
import { durationText } from '../../go-template/duration.ts';
import { TracedText } from '../../traced-text.ts';
import { parseDigits } from '../go-number.ts';
import { computedNumber, computedText, fixed, textAt, valueAt, type Arguments, type FunctionTable } from './arguments.ts';
import { formatTime, parseTime } from './go-layout.ts';
import { unknown } from './unknowable.ts';

interface Moment {
  readonly date: Date;
  /** Read from the clock; the text stands for what nobody knows. */
  readonly clock: TracedText | undefined;
}

const moments = new WeakMap<GoObject, Moment>();
const EPOCH = new Date(0);
const ZERO_TIME = new Date(Date.UTC(1, 0, 1) - 0);
ZERO_TIME.setUTCFullYear(1, 0, 1);

function timeObject(moment: Moment): GoObject {
  const text = (value: string): TracedText => momentText(moment, value);
  const number = (read: (date: Date) => number): Callable => () => computedNumber('int', read(moment.date), moment.clock ?? TracedText.empty);
  const object: GoObject = new GoObject('time.Time', {
    methods: [
      ['Format', (args) => text(formatTime(moment.date, textAt(args, 0).text))],
      ['String', () => text(formatTime(moment.date, '2006-01-02 15:04:05.999999999 -0700 MST'))],
      ['Unix', () => computedNumber('int64', Math.floor(moment.date.getTime() / 1000), moment.clock ?? TracedText.empty)],
      ['Year', number((date) => date.getUTCFullYear())],
      ['Month', number((date) => date.getUTCMonth() + 1)],
      ['Day', number((date) => date.getUTCDate())],
      ['Hour', number((date) => date.getUTCHours())],
      ['Minute', number((date) => date.getUTCMinutes())],
      ['Second', number((date) => date.getUTCSeconds())],
      ['UTC', () => object],
      ['Local', () => object],
    ],
    print: () => text(formatTime(moment.date, '2006-01-02 15:04:05.999999999 -0700 MST')),
  });
  moments.set(object, moment);
  return object;
}

function momentText({ clock }: Moment, text: string): TracedText {
  return clock ? TracedText.derived(text, [clock]) : new TracedText(text);
}

/** What sprig makes of a date argument: times and whole numbers count, everything else is the present. */
function momentOf(value: Value, call: Call): Moment {
  const known = value instanceof GoObject ? moments.get(value) : undefined;
  if (known) return known;
  if (value instanceof Num && (value.kind === 'int64' || value.kind === 'int')) return { date: new Date(Number(value.value) * 1000), clock: undefined };
  return { date: EPOCH, clock: unknown('', call) };
}

function dateIn(args: Arguments, call: Call, zone: string): TracedText {
  const moment = momentOf(valueAt(args, 1), call);
  const text = momentText(moment, formatTime(moment.date, textAt(args, 0).text));
  return ['', 'UTC', 'Local'].includes(zone) ? text : unknown(text.text, call);
}

/** `time.ParseDuration`, in nanoseconds. */
function parseDuration(text: string): bigint | undefined {
  if (text === '0') return 0n;
  const match = /^([-+]?)((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/.exec(text);
  if (!match) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(ns|us|µs|μs|ms|s|m|h)/g)) total += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  return BigInt(Math.round(text.startsWith('-') ? -total : total));
}

const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

function modify(args: Arguments, call: Call, fails: boolean): Value {
  const nanoseconds = parseDuration(textAt(args, 0).text);
  if (nanoseconds === undefined) {
    if (fails) throw new FunctionError(`time: invalid duration ${JSON.stringify(textAt(args, 0).text)}`);
    return valueAt(args, 1);
  }
  const moment = momentOf(valueAt(args, 1), call);
  return timeObject({ ...moment, date: new Date(moment.date.getTime() + Number(nanoseconds / 1_000_000n)) });
}

function toDate(args: Arguments, fails: boolean): Value {
  const date = parseTime(textAt(args, 0).text, textAt(args, 1).text);
  if (date === undefined && fails) {
    const [layout, text] = [textAt(args, 0).text, textAt(args, 1).text].map((part) => JSON.stringify(part));
    throw new FunctionError(`parsing time ${text} as ${layout}: cannot parse ${text} as ${layout}`);
  }
  return timeObject({ date: date ?? ZERO_TIME, clock: undefined });
}

function duration(args: Arguments): TracedText {
  const value = valueAt(args, 0);
  const seconds = value instanceof TracedText ? (parseDigits(value.text, 10) ?? 0n) : value instanceof Num && value.kind === 'int64' ? BigInt(value.value) : 0n;
  return computedText(durationText(seconds * 1_000_000_000n), ...args);
}

const ROUNDINGS = [['y', 365n * 24n * 3600n], ['mo', 30n * 24n * 3600n], ['d', 24n * 3600n], ['h', 3600n], ['m', 60n], ['s', 1n]] as const;

function durationRound(args: Arguments, call: Call): TracedText {
  const value = valueAt(args, 0);
  if (value instanceof GoObject && moments.has(value)) return unknown('0s', call);
  const nanoseconds = value instanceof TracedText ? (parseDuration(value.text) ?? 0n) : value instanceof Num && value.kind === 'int64' ? BigInt(value.value) : 0n;
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  for (const [unit, seconds] of ROUNDINGS) {
    if (size > seconds * 1_000_000_000n) return computedText(`${size / (seconds * 1_000_000_000n)}${unit}`, ...args);
  }
  return computedText('0s', ...args);
}

export const dateFunctions: FunctionTable = [
  ['now', fixed([], (_args, call) => timeObject({ date: EPOCH, clock: unknown('', call) }))],
  ['date', fixed(['string', 'any'], (args, call) => dateIn(args, call, 'Local'))],
  ...['dateInZone', 'date_in_zone'].map((name) => [name, fixed(['string', 'any', 'string'], (args, call) => dateIn(args, call, textAt(args, 2).text))] as const),
  ['htmlDate', fixed(['any'], (args, call) => dateIn([new TracedText('2006-01-02'), ...args], call, 'Local'))],
  ['htmlDateInZone', fixed(['any', 'string'], (args, call) => dateIn([new TracedText('2006-01-02'), ...args], call, textAt(args, 1).text))],
  ...['dateModify', 'date_modify'].map((name) => [name, fixed(['string', 'go:time.Time'], (args, call) => modify(args, call, false))] as const),
  ...['mustDateModify', 'must_date_modify'].map((name) => [name, fixed(['string', 'go:time.Time'], (args, call) => modify(args, call, true))] as const),
  ['ago', fixed(['any'], (_args, call) => unknown('0s', call))],
  ['toDate', fixed(['string', 'string'], (args) => toDate(args, false))],
  ['mustToDate', fixed(['string', 'string'], (args) => toDate(args, true))],
  ['unixEpoch', fixed(['go:time.Time'], (args, call) => {
    const moment = momentOf(valueAt(args, 0), call);
    return momentText(moment, String(Math.floor(moment.date.getTime() / 1000)));
  })],
  ['duration', fixed(['any'], duration)],
  ['durationRound', fixed(['any'], durationRound)],
];
