/** Go's layouts of dates and times. Follow Go's package time (format.go). */
import { civilOf, type Civil, type Instant } from './instants.ts';

export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const ELEMENT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|2|_2(?!006)|__2|3|4|5|PM|pm|[-Z]07(?:0000|:00:00|00|:00)?|[.,](?:0+|9+)(?![0-9])/g;

/** Literal text, and the element behind it; the last piece of a layout has none. */
export interface LayoutPiece {
  readonly literal: string;
  readonly element: string | undefined;
}

/** A layout in its pieces. */
export function layoutPieces(layout: string): LayoutPiece[] {
  const pieces: LayoutPiece[] = [];
  let at = 0;
  for (const { 0: element, index } of layout.matchAll(ELEMENT)) {
    pieces.push({ literal: layout.slice(at, index), element });
    at = index + element.length;
  }
  pieces.push({ literal: layout.slice(at), element: undefined });
  return pieces;
}

export interface FormattedTime {
  readonly text: string;
  /** The layout shows a zone's abbreviation that is not known here; its offset stands in its place. */
  readonly isGuessed: boolean;
}

/** `Time.Format`. */
export function formatTime(instant: Instant, layout: string): FormattedTime {
  const civil = civilOf(instant);
  let isGuessed = false;
  const parts = layoutPieces(layout).map(({ literal, element }) => {
    if (element === undefined) return literal;
    if (element !== 'MST') return literal + (elementText(element, civil) ?? zoneOrFraction(element, instant));
    const name = instant.zone.abbreviationAt(instant.seconds);
    isGuessed ||= name === undefined;
    return literal + (name || offsetText('-0700', instant.zone.offsetAt(instant.seconds)));
  });
  return { text: parts.join(''), isGuessed };
}

function padded(value: number, width: number): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0');
}

function elementText(element: string, civil: Civil): string | undefined {
  const { year, month, day, weekday, dayOfYear, hour, minute, second } = civil;
  switch (element) {
    case 'January': return MONTHS[month - 1] ?? '';
    case 'Jan': return (MONTHS[month - 1] ?? '').slice(0, 3);
    case '01': return padded(month, 2);
    case '1': return String(month);
    case 'Monday': return DAYS[weekday] ?? '';
    case 'Mon': return (DAYS[weekday] ?? '').slice(0, 3);
    case '2006': return padded(year, 4);
    case '06': return padded(Math.abs(year) % 100, 2);
    case '02': return padded(day, 2);
    case '2': return String(day);
    case '_2': return String(day).padStart(2);
    case '002': return padded(dayOfYear, 3);
    case '__2': return String(dayOfYear).padStart(3);
    case '15': return padded(hour, 2);
    case '03': return padded(hour % 12 || 12, 2);
    case '3': return String(hour % 12 || 12);
    case 'PM': return hour < 12 ? 'AM' : 'PM';
    case 'pm': return hour < 12 ? 'am' : 'pm';
    case '04': return padded(minute, 2);
    case '4': return String(minute);
    case '05': return padded(second, 2);
    case '5': return String(second);
    default: return undefined;
  }
}

function zoneOrFraction(element: string, { seconds, nanoseconds, zone }: Instant): string {
  if (element.startsWith('-') || element.startsWith('Z')) return offsetText(element, zone.offsetAt(seconds));
  const digits = padded(nanoseconds, 9).padEnd(element.length - 1, '0').slice(0, element.length - 1);
  const kept = element.charAt(1) === '0' ? digits : digits.replace(/0+$/, '');
  return kept === '' ? '' : element.charAt(0) + kept;
}

/** An offset in the form of `-0700` and its kin; `Z07` is `Z` in UTC. */
function offsetText(element: string, offset: number): string {
  if (element.startsWith('Z') && offset === 0) return 'Z';
  const size = Math.abs(offset);
  const parts = [padded(Math.floor(size / 3600), 2)];
  const form = element.slice(3).replaceAll(':', '');
  if (form !== '') parts.push(padded(Math.floor(size / 60) % 60, 2));
  if (form.length > 2) parts.push(padded(size % 60, 2));
  return (offset <= -60 ? '-' : '+') + parts.join(element.includes(':') ? ':' : '');
}
