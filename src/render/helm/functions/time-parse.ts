/** Reads times in Go's layouts. Follows `ParseInLocation` of Go's package time (format.go), with UTC as the location. */
import { daysInMonth, isLeapYear, secondsOf, type Instant } from './instants.ts';
import { quoteForTime } from './durations.ts';
import { bad, readElement, type Reading } from './time-elements.ts';
import { layoutPieces } from './time-layout.ts';
import { fixedZone, UTC } from './time-zones.ts';

/** The text does not fit the layout; `message` is Go's. */
export class TimeError extends Error {}

/** Throws a {@link TimeError}. */
export function parseTime(layout: string, text: string): Instant {
  const reading: Reading = {
    rest: text, year: 0, month: undefined, day: undefined, dayOfYear: undefined, hour: 0, minute: 0, second: 0, nanoseconds: 0, half: '', offset: undefined, zoneName: '',
  };
  const cannot = (value: string, element: string): TimeError =>
    new TimeError(`parsing time ${quoteForTime(text)} as ${quoteForTime(layout)}: cannot parse ${quoteForTime(value)} as ${quoteForTime(element)}`);
  const wrong = (why: string): TimeError => new TimeError(`parsing time ${quoteForTime(text)}: ${why}`);
  const pieces = layoutPieces(layout);
  pieces.forEach(({ literal, element }, index) => {
    if (!skipLiteral(reading, literal)) throw cannot(reading.rest, literal);
    if (element === undefined) {
      if (reading.rest !== '') throw wrong(`extra text: ${quoteForTime(reading.rest)}`);
      return;
    }
    const before = reading.rest;
    const complaint = readElement(reading, element, pieces[index + 1]);
    if (complaint === bad) throw cannot(before, element);
    if (complaint !== undefined) throw wrong(`${complaint} out of range`);
  });
  const problem = settleDay(reading);
  if (problem !== undefined) throw wrong(problem);
  return instantOf(reading);
}

/** Any run of spaces is as good as another. */
function skipLiteral(reading: Reading, literal: string): boolean {
  for (let at = 0; at < literal.length; ) {
    if (literal[at] === ' ') {
      if (reading.rest !== '' && !reading.rest.startsWith(' ')) return false;
      while (literal[at] === ' ') at += 1;
      reading.rest = reading.rest.replace(/^ +/, '');
    } else {
      if (reading.rest[0] !== literal[at]) return false;
      reading.rest = reading.rest.slice(1);
      at += 1;
    }
  }
  return true;
}

/** Day and month out of the day of the year; what is wrong, if the day does not exist. */
function settleDay(reading: Reading): string | undefined {
  const { year, dayOfYear } = reading;
  if (dayOfYear !== undefined) {
    if (dayOfYear < 1 || dayOfYear > (isLeapYear(year) ? 366 : 365)) return 'day-of-year out of range';
    let month = 1;
    let day = dayOfYear;
    for (; day > daysInMonth(month, year); month += 1) day -= daysInMonth(month, year);
    if ((reading.month ?? month) !== month) return 'day-of-year does not match month';
    if ((reading.day ?? day) !== day) return 'day-of-year does not match day';
    reading.month = month;
    reading.day = day;
  }
  const { month = 1, day = 1 } = reading;
  return day < 1 || day > daysInMonth(month, year) ? 'day out of range' : undefined;
}

function instantOf({ year, month = 1, day = 1, hour, minute, second, nanoseconds, half, offset, zoneName }: Reading): Instant {
  const shown = half === 'PM' && hour < 12 ? hour + 12 : half === 'AM' && hour === 12 ? 0 : hour;
  const local = secondsOf({ year, month, day, hour: shown, minute, second });
  if (offset === undefined && zoneName === '') return { seconds: local, nanoseconds, zone: UTC };
  if (offset !== undefined) {
    const zone = offset === 0 && (zoneName === '' || zoneName === 'UTC') ? UTC : fixedZone(zoneName, offset);
    return { seconds: local - BigInt(offset), nanoseconds, zone };
  }
  const hours = zoneName.startsWith('GMT') ? Number(zoneName.slice('GMT'.length)) : 0;
  return { seconds: local, nanoseconds, zone: fixedZone(zoneName, hours * 3600) };
}
