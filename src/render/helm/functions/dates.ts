/** Dates. Follow date.go of Masterminds/sprig, with UTC as the local zone; what reads the clock is unknown. */
import { FunctionError } from '../../go-template/functions.ts';
import { Num, type Call, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { fixed, inputsOf, textAt, valueAt, type Arguments, type FunctionTable } from './arguments.ts';
import { DurationError, durationFunctions, parseDuration } from './durations.ts';
import { EPOCH, plusNanoseconds, ZERO_TIME, type Instant } from './instants.ts';
import { formatted, momentOf, timeObject, type Moment } from './time-object.ts';
import { parseTime, TimeError } from './time-parse.ts';
import { UTC, zoneNamed } from './time-zones.ts';
import { unknown } from './unknowable.ts';

/** What sprig makes of a date argument: times and whole numbers count, everything else is the present. */
function dateOf(value: Value, call: Call): Moment {
  const known = momentOf(value);
  if (known) return known;
  const isSeconds = value instanceof Num && (value.kind === 'int64' || value.kind === 'int' || value.kind === 'rune');
  if (isSeconds) return { instant: { seconds: BigInt(value.value), nanoseconds: 0, zone: UTC }, sources: inputsOf(value) };
  return { instant: EPOCH, sources: [unknown('', call)] };
}

const HTML_LAYOUT = plain('2006-01-02');

interface Showing {
  readonly layout: TracedText;
  readonly date: Value;
  readonly zone: TracedText;
}

function shown({ layout, date, zone }: Showing, call: Call): TracedText {
  const { instant, sources } = dateOf(date, call);
  call.spend(20 + layout.length);
  return formatted({ instant: { ...instant, zone: zoneNamed(zone.text) }, sources: [...sources, layout, zone] }, layout.text);
}

const LOCAL = plain('Local');

function modify(args: Arguments, call: Call, fails: boolean): Value {
  const amount = textAt(args, 0);
  const { instant, sources } = dateOf(valueAt(args, 1), call);
  try {
    return timeObject({ instant: plusNanoseconds(instant, parseDuration(amount.text)), sources: [...sources, amount] });
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    if (fails) throw new FunctionError(error.message);
    return valueAt(args, 1);
  }
}

function readDate(args: Arguments, call: Call, fails: boolean): Value {
  const sources = [textAt(args, 0), textAt(args, 1)];
  call.spend(20 + textAt(args, 0).length + textAt(args, 1).length);
  let instant: Instant;
  try {
    instant = parseTime(textAt(args, 0).text, textAt(args, 1).text);
  } catch (error) {
    if (!(error instanceof TimeError)) throw error;
    if (fails) throw new FunctionError(error.message);
    instant = ZERO_TIME;
  }
  return timeObject({ instant, sources });
}

export const dateFunctions: FunctionTable = [
  ['now', fixed([], (_args, call) => timeObject({ instant: EPOCH, sources: [unknown('', call)] }))],
  ['date', fixed(['string', 'any'], (args, call) => shown({ layout: textAt(args, 0), date: valueAt(args, 1), zone: LOCAL }, call))],
  ...['dateInZone', 'date_in_zone'].map(
    (name) => [name, fixed(['string', 'any', 'string'], (args, call) => shown({ layout: textAt(args, 0), date: valueAt(args, 1), zone: textAt(args, 2) }, call))] as const,
  ),
  ['htmlDate', fixed(['any'], (args, call) => shown({ layout: HTML_LAYOUT, date: valueAt(args, 0), zone: LOCAL }, call))],
  ['htmlDateInZone', fixed(['any', 'string'], (args, call) => shown({ layout: HTML_LAYOUT, date: valueAt(args, 0), zone: textAt(args, 1) }, call))],
  ...['dateModify', 'date_modify'].map((name) => [name, fixed(['string', 'go:time.Time'], (args, call) => modify(args, call, false))] as const),
  ...['mustDateModify', 'must_date_modify'].map((name) => [name, fixed(['string', 'go:time.Time'], (args, call) => modify(args, call, true))] as const),
  ['ago', fixed(['any'], (_args, call) => unknown('0s', call))],
  ['toDate', fixed(['string', 'string'], (args, call) => readDate(args, call, false))],
  ['mustToDate', fixed(['string', 'string'], (args, call) => readDate(args, call, true))],
  ['unixEpoch', fixed(['go:time.Time'], (args, call) => {
    const { instant, sources } = dateOf(valueAt(args, 0), call);
    return TracedText.derived(String(instant.seconds), sources);
  })],
  ...durationFunctions,
];

