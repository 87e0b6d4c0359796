/** Reads the elements of Go's layouts of times. Follows Go's package time (format.go). */
import { DAYS, MONTHS } from './time-layout.ts';

/** What the elements of a layout have said so far. */
export interface Reading {
  rest: string;
  year: number;
  month: number | undefined;
  day: number | undefined;
  dayOfYear: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
  half: string;
  offset: number | undefined;
  zoneName: string;
}

/** Marks text that is no such element. */
export const bad = Symbol('bad');
/** `bad`, or what is out of range, or nothing. */
export type Complaint = typeof bad | string | undefined;

/** Takes what a pattern finds at the start. */
function take(reading: Reading, pattern: RegExp): RegExpExecArray | undefined {
  const match = pattern.exec(reading.rest);
  if (!match) return undefined;
  reading.rest = reading.rest.slice(match[0].length);
  return match;
}

const ONE_OR_TWO = /^[0-9]{1,2}/;
const TWO = /^[0-9]{2}/;

type NumberField = 'year' | 'month' | 'day' | 'dayOfYear' | 'hour' | 'minute' | 'second';

interface NumberElement {
  readonly field: NumberField;
  readonly pattern: RegExp;
  readonly least?: number;
  readonly most?: number;
}

const numberElements: ReadonlyMap<string, NumberElement> = new Map<string, NumberElement>([
  ['2006', { field: 'year', pattern: /^[0-9]{4}/ }],
  ['06', { field: 'year', pattern: /^(?:[0-9]{2}|[-+][0-9])/ }],
  ['01', { field: 'month', pattern: TWO, least: 1, most: 12 }],
  ['1', { field: 'month', pattern: ONE_OR_TWO, least: 1, most: 12 }],
  ['02', { field: 'day', pattern: TWO }],
  ['2', { field: 'day', pattern: ONE_OR_TWO }],
  ['_2', { field: 'day', pattern: /^ ?[0-9]{1,2}/ }],
  ['002', { field: 'dayOfYear', pattern: /^[0-9]{3}/ }],
  ['__2', { field: 'dayOfYear', pattern: /^ {0,2}[0-9]{1,3}/ }],
  ['15', { field: 'hour', pattern: ONE_OR_TWO, most: 23 }],
  ['03', { field: 'hour', pattern: TWO, most: 12 }],
  ['3', { field: 'hour', pattern: ONE_OR_TWO, most: 12 }],
  ['04', { field: 'minute', pattern: TWO, most: 59 }],
  ['4', { field: 'minute', pattern: ONE_OR_TWO, most: 59 }],
  ['05', { field: 'second', pattern: TWO, most: 59 }],
  ['5', { field: 'second', pattern: ONE_OR_TWO, most: 59 }],
]);

/** Takes what an element stands for from the start of the text. */
export function readElement(reading: Reading, element: string, next: { element: string | undefined } | undefined): Complaint {
  const number = numberElements.get(element);
  if (number) return readNumber(reading, { ...number, element }, next?.element ?? '');
  if (element === 'PM' || element === 'pm') return readHalf(reading, element);
  if (element === 'MST') return readAbbreviation(reading);
  if (element.startsWith('-') || element.startsWith('Z')) return readOffset(reading, element);
  if (element.startsWith('.') || element.startsWith(',')) return readFraction(reading, element);
  return readName(reading, element);
}

function readNumber(reading: Reading, { field, pattern, least = 0, most = Infinity, element }: NumberElement & { element: string }, next: string): Complaint {
  const match = take(reading, pattern);
  if (!match) return bad;
  const number = Number(match[0]);
  if (number < least || number > most) return field;
  reading[field] = element === '06' ? number + (number >= 69 ? 1900 : 2000) : number;
  return field === 'second' && !/^[.,]/.test(next) ? readSeconds(reading) : undefined;
}

/** A fraction may follow seconds though the layout has none. */
function readSeconds(reading: Reading): Complaint {
  const match = take(reading, /^[.,]([0-9]+)/);
  if (match) reading.nanoseconds = nanosecondsOf(match[1] ?? '');
  return undefined;
}

function nanosecondsOf(digits: string): number {
  return Number(digits.slice(0, 9).padEnd(9, '0'));
}

/** `.000` wants so many digits, `.999` takes all that come, or none. */
function readFraction(reading: Reading, element: string): Complaint {
  const isExact = element.charAt(1) === '0';
  const digits = /^[.,]([0-9]+)/.exec(reading.rest)?.[1] ?? '';
  const taken = isExact ? digits.slice(0, element.length - 1) : digits;
  if (isExact && taken.length < element.length - 1) return bad;
  if (taken === '') return undefined;
  reading.rest = reading.rest.slice(taken.length + 1);
  reading.nanoseconds = nanosecondsOf(taken);
  return undefined;
}

function readHalf(reading: Reading, element: 'PM' | 'pm'): Complaint {
  const match = take(reading, element === 'PM' ? /^[AP]M/ : /^[ap]m/);
  reading.half = match?.[0].toUpperCase() ?? reading.half;
  return match ? undefined : bad;
}

function readName(reading: Reading, element: string): Complaint {
  const isShort = element.length === 3;
  const names = element.startsWith('J') ? MONTHS : DAYS;
  const start = reading.rest.slice(0, 10).toLowerCase();
  const index = names.findIndex((name) => start.startsWith((isShort ? name.slice(0, 3) : name).toLowerCase()));
  if (index < 0) return bad;
  reading.rest = reading.rest.slice(isShort ? 3 : (names[index]?.length ?? 0));
  if (names === MONTHS) reading.month = index + 1;
  return undefined;
}

const OFFSETS: ReadonlyMap<string, RegExp> = new Map([
  ['', /^([-+])([0-9]{2})/],
  ['00', /^([-+])([0-9]{2})([0-9]{2})/],
  [':00', /^([-+])([0-9]{2}):([0-9]{2})/],
  ['0000', /^([-+])([0-9]{2})([0-9]{2})([0-9]{2})/],
  [':00:00', /^([-+])([0-9]{2}):([0-9]{2}):([0-9]{2})/],
]);

function readOffset(reading: Reading, element: string): Complaint {
  if (element.startsWith('Z') && reading.rest.startsWith('Z')) {
    reading.rest = reading.rest.slice(1);
    reading.offset = 0;
    reading.zoneName = 'UTC';
    return undefined;
  }
  const match = take(reading, OFFSETS.get(element.slice(3)) ?? /^(?!)/);
  if (!match) return bad;
  const [hour = 0, minute = 0, second = 0] = match.slice(2).map(Number);
  if (hour > 24) return 'time zone offset hour';
  if (minute > 60) return 'time zone offset minute';
  if (second > 60) return 'time zone offset second';
  const size = (hour * 60 + minute) * 60 + second;
  reading.offset = match[1] === '-' ? -size : size;
  return undefined;
}

/** `UTC`, `CEST`, `GMT-3`, `+03`: what looks like one, whatever it means. */
function readAbbreviation(reading: Reading): Complaint {
  const match = take(reading, /^(?:UTC|ChST|MeST|GMT(?:[-+](?:2[0-3]|[01]?[0-9])(?![0-9]))?|[-+](?:2[0-3]|[01]?[0-9])(?![0-9])|(?:[A-Z]{4}T|[A-Z]{3}T|WITA|[A-Z]{3})(?![A-Z]))/);
  if (!match) return bad;
  reading.zoneName = match[0];
  if (match[0] === 'UTC') reading.offset = 0;
  return undefined;
}
