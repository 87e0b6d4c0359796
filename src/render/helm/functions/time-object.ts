/** Go's `time.Time` as a value: its methods, and who wrote what it was read from. */
import { FunctionError, type TemplateFunction } from '../../go-template/functions.ts';
import { GoObject, Num, type NumKind, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { computedBool, fixed, textAt, type Arguments } from './arguments.ts';
import { civilOf, fromNanoseconds, nanosecondsOf, plusNanoseconds, secondsOf, ZERO_TIME, type Civil, type Instant } from './instants.ts';
import { DAYS, formatTime, MONTHS } from './time-layout.ts';
import { UTC } from './time-zones.ts';

/** A moment and what it was computed from: authored text, or a mark that only the clock knows. */
export interface Moment {
  readonly instant: Instant;
  readonly sources: readonly TracedText[];
}

const moments = new WeakMap<GoObject, Moment>();
const PRINTED = '2006-01-02 15:04:05.999999999 -0700 MST';
const MARSHALLED = '2006-01-02T15:04:05.999999999Z07:00';
const MAX_DURATION = (1n << 63n) - 1n;

export function isTimeObject(value: Value): boolean {
  return value instanceof GoObject && moments.has(value);
}

export function momentOf(value: Value | undefined): Moment | undefined {
  return value instanceof GoObject ? moments.get(value) : undefined;
}

const LOCAL_LAYOUTS: ReadonlyMap<string, string> = new Map([
  ['datetime-local', '2006-01-02T15:04:05.999999999'],
  ['date-local', '2006-01-02'],
  ['time-local', '15:04:05.999999999'],
]);

/** A time as TOML shows it; undefined for any other value. */
export function tomlTime(value: Value): TracedText | undefined {
  const moment = momentOf(value);
  const zone = moment?.instant.zone.abbreviationAt(moment.instant.seconds) ?? '';
  return moment && formatted(moment, LOCAL_LAYOUTS.get(zone) ?? MARSHALLED);
}

/** What a layout makes of a moment. */
export function formatted({ instant, sources }: Moment, layout: string): TracedText {
  const { text, isGuessed } = formatTime(instant, layout);
  const derived = TracedText.derived(text, sources);
  return isGuessed ? derived.tainted('the abbreviation of a time zone is not known offline') : derived;
}

export function computedFrom(sources: readonly TracedText[], kind: NumKind, value: number | bigint): Num {
  const text = TracedText.derived(String(value), sources);
  return new Num(kind, value, text.segments.length > 0 ? text : undefined);
}

export function timeObject(moment: Moment): GoObject {
  const { instant, sources } = moment;
  const same = (changed: Instant, other: readonly TracedText[] = []): GoObject => timeObject({ instant: changed, sources: [...sources, ...other] });
  const object = new GoObject('time.Time', {
    methods: [
      ...numbers(moment),
      ...comparisons(moment),
      ['Format', fixed(['string'], (args) => formatted({ instant, sources: [...sources, textAt(args, 0)] }, textAt(args, 0).text))],
      ['String', fixed([], () => formatted(moment, PRINTED))],
      ['UTC', fixed([], () => same({ ...instant, zone: UTC }))],
      ['Local', fixed([], () => same({ ...instant, zone: UTC }))],
      ['Add', fixed(['duration'], (args) => same(plusNanoseconds(instant, wholeAt(args, 0))))],
      ['AddDate', fixed(['int', 'int', 'int'], (args) => same(withDate(instant, args)))],
      ['Truncate', fixed(['duration'], (args) => same(truncated(instant, wholeAt(args, 0))))],
    ],
    print: () => formatted(moment, PRINTED),
    marshal: () => formatted(moment, MARSHALLED),
  });
  moments.set(object, moment);
  return object;
}

function wholeAt(args: Arguments, index: number): bigint {
  const value = args[index];
  return value instanceof Num ? BigInt(value.value) : 0n;
}

type Methods = readonly (readonly [string, TemplateFunction])[];

function numbers({ instant, sources }: Moment): Methods {
  const whole = (kind: NumKind, read: (civil: Civil) => number | bigint): TemplateFunction => fixed([], () => computedFrom(sources, kind, read(civilOf(instant))));
  return [
    ['Unix', whole('int64', () => instant.seconds)],
    ['UnixMilli', whole('int64', () => nanosecondsOf(instant) / 1_000_000n)],
    ['UnixMicro', whole('int64', () => nanosecondsOf(instant) / 1000n)],
    ['UnixNano', whole('int64', () => nanosecondsOf(instant))],
    ['Year', whole('int', ({ year }) => year)],
    ['Day', whole('int', ({ day }) => day)],
    ['YearDay', whole('int', ({ dayOfYear }) => dayOfYear)],
    ['Hour', whole('int', ({ hour }) => hour)],
    ['Minute', whole('int', ({ minute }) => minute)],
    ['Second', whole('int', ({ second }) => second)],
    ['Nanosecond', whole('int', () => instant.nanoseconds)],
    ['Month', fixed([], () => named('time.Month', MONTHS[civilOf(instant).month - 1] ?? '', sources))],
    ['Weekday', fixed([], () => named('time.Weekday', DAYS[civilOf(instant).weekday] ?? '', sources))],
  ];
}

/** A number that prints as a name. */
function named(typeName: string, name: string, sources: readonly TracedText[]): GoObject {
  const text = TracedText.derived(name, sources);
  return new GoObject(typeName, { methods: [['String', fixed([], () => text)]], print: () => text });
}

function comparisons({ instant, sources }: Moment): Methods {
  const other = (args: Arguments): Moment => {
    const moment = momentOf(args[0]);
    if (moment) return moment;
    throw new FunctionError('wrong type for value; expected time.Time');
  };
  const difference = (args: Arguments): bigint => nanosecondsOf(instant) - nanosecondsOf(other(args).instant);
  const answer = (decide: (difference: bigint) => boolean): TemplateFunction =>
    fixed(['go:time.Time'], (args) => computedBool(decide(difference(args)), ...sources, ...other(args).sources));
  return [
    ['After', answer((value) => value > 0n)],
    ['Before', answer((value) => value < 0n)],
    ['Equal', answer((value) => value === 0n)],
    ['Compare', fixed(['go:time.Time'], (args) => computedFrom([...sources, ...other(args).sources], 'int', signOf(difference(args))))],
    ['Sub', fixed(['go:time.Time'], (args) => computedFrom([...sources, ...other(args).sources], 'duration', bounded(difference(args))))],
    ['IsZero', fixed([], () => computedBool(nanosecondsOf(instant) === nanosecondsOf(ZERO_TIME), ...sources))],
  ];
}

function signOf(value: bigint): number {
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

function bounded(value: bigint): bigint {
  return value > MAX_DURATION ? MAX_DURATION : value < -MAX_DURATION - 1n ? -MAX_DURATION - 1n : value;
}

function withDate(instant: Instant, args: Arguments): Instant {
  const [years, months, days] = [0, 1, 2].map((index) => Number(wholeAt(args, index)));
  const civil = civilOf(instant);
  const shown = { ...civil, year: civil.year + (years ?? 0), month: civil.month + (months ?? 0), day: civil.day + (days ?? 0) };
  if (![shown.year, shown.month, shown.day].every((value) => Math.abs(value) < 1e11)) throw new FunctionError('mllint: a date beyond all calendars');
  const local = secondsOf(shown);
  return { ...instant, seconds: local - BigInt(instant.zone.offsetAt(local)) };
}

/** Down to a multiple since the zero time. */
function truncated(instant: Instant, step: bigint): Instant {
  if (step <= 0n) return instant;
  const since = nanosecondsOf(instant) - nanosecondsOf(ZERO_TIME);
  const over = ((since % step) + step) % step;
  return fromNanoseconds(nanosecondsOf(instant) - over, instant.zone);
}
