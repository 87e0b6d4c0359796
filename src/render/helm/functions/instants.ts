/** Moments in time as Go's `time.Time` has them: nanoseconds, and the zone in which they are shown. */
import { UTC, type Zone } from './time-zones.ts';

export interface Instant {
  /** Seconds since 1970 in UTC. */
  readonly seconds: bigint;
  /** 0 to 999,999,999. */
  readonly nanoseconds: number;
  readonly zone: Zone;
}

/** What calendar and clock show in the zone. */
export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly dayOfYear: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export const EPOCH: Instant = { seconds: 0n, nanoseconds: 0, zone: UTC };
/** Go's zero time, the first of January of the year 1. */
export const ZERO_TIME: Instant = { seconds: -62_135_596_800n, nanoseconds: 0, zone: UTC };

const SECONDS_A_DAY = 86_400n;
const NANOSECONDS = 1_000_000_000n;
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days of all months of a common year before the one with that number, 1 to 13. */
export function daysBeforeMonth(month: number): number {
  return DAYS_BEFORE[month - 1] ?? 0;
}

export function daysInMonth(month: number, year: number): number {
  return month === 2 && isLeapYear(year) ? 29 : daysBeforeMonth(month + 1) - daysBeforeMonth(month);
}

/** Days from 1970 to the first day of a year. */
function daysToYear(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162;
}

export function civilOf({ seconds, zone }: Instant): Civil {
  const local = seconds + BigInt(zone.offsetAt(seconds));
  const days = Number(floorDivide(local, SECONDS_A_DAY));
  const time = Number(local - floorDivide(local, SECONDS_A_DAY) * SECONDS_A_DAY);
  let year = Math.floor(days / 365.2425) + 1970;
  while (daysToYear(year) > days) year -= 1;
  while (daysToYear(year + 1) <= days) year += 1;
  const dayOfYear = days - daysToYear(year) + 1;
  let month = 1;
  let day = dayOfYear;
  for (; day > daysInMonth(month, year); month += 1) day -= daysInMonth(month, year);
  return { year, month, day, dayOfYear, weekday: (((days + 4) % 7) + 7) % 7, hour: Math.floor(time / 3600), minute: Math.floor(time / 60) % 60, second: time % 60 };
}

/** Seconds since 1970 of a date and time in UTC; months and days may lie outside of their year and month. */
export function secondsOf({ year, month, day, hour, minute, second }: Pick<Civil, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>): bigint {
  const realYear = year + Math.floor((month - 1) / 12);
  const realMonth = ((((month - 1) % 12) + 12) % 12) + 1;
  const leap = realMonth > 2 && isLeapYear(realYear) ? 1 : 0;
  const days = daysToYear(realYear) + daysBeforeMonth(realMonth) + leap + day - 1;
  return BigInt(days) * SECONDS_A_DAY + BigInt(hour * 3600 + minute * 60 + second);
}

/** A moment so many nanoseconds later. */
export function plusNanoseconds(instant: Instant, amount: bigint): Instant {
  return fromNanoseconds(nanosecondsOf(instant) + amount, instant.zone);
}

/** Nanoseconds since 1970. */
export function nanosecondsOf({ seconds, nanoseconds }: Instant): bigint {
  return seconds * NANOSECONDS + BigInt(nanoseconds);
}

export function fromNanoseconds(total: bigint, zone: Zone): Instant {
  const seconds = floorDivide(total, NANOSECONDS);
  return { seconds, nanoseconds: Number(total - seconds * NANOSECONDS), zone };
}
