/** Dates in Go's layouts, in UTC. Follows Go's package time (format.go) for the elements that charts use. */

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const ELEMENT = /January|Jan|Monday|Mon|MST|2006|02|01|03|04|05|06|15|Z07:00|Z0700|-07:00|-0700|-07|PM|pm|_2|[.,][09]+(?![0-9])|002|1|2|3|4|5/g;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** `Time.Format`. */
export function formatTime(time: Date, layout: string): string {
  return layout.replaceAll(ELEMENT, (element) => elementText(time, element));
}

function elementText(time: Date, element: string): string {
  const hour = time.getUTCHours();
  const day = time.getUTCDate();
  const month = MONTHS[time.getUTCMonth()] ?? '';
  const weekday = DAYS[time.getUTCDay()] ?? '';
  const texts: Readonly<Record<string, string>> = {
    January: month, Jan: month.slice(0, 3), Monday: weekday, Mon: weekday.slice(0, 3), MST: 'UTC',
    '2006': pad(time.getUTCFullYear(), 4), '06': pad(time.getUTCFullYear() % 100, 2),
    '01': pad(time.getUTCMonth() + 1, 2), '1': String(time.getUTCMonth() + 1), '02': pad(day, 2), '2': String(day), _2: String(day).padStart(2),
    '15': pad(hour, 2), '03': pad(hour % 12 || 12, 2), '3': String(hour % 12 || 12), PM: hour < 12 ? 'AM' : 'PM', pm: hour < 12 ? 'am' : 'pm',
    '04': pad(time.getUTCMinutes(), 2), '4': String(time.getUTCMinutes()), '05': pad(time.getUTCSeconds(), 2), '5': String(time.getUTCSeconds()),
    'Z07:00': 'Z', Z0700: 'Z', '-07:00': '+00:00', '-0700': '+0000', '-07': '+00',
    '002': pad(Math.floor((time.getTime() - Date.UTC(time.getUTCFullYear(), 0, 1)) / 86_400_000) + 1, 3),
  };
  return texts[element] ?? fractionText(time, element);
}

function fractionText(time: Date, element: string): string {
  const digits = pad(time.getUTCMilliseconds(), 3).padEnd(9, '0').slice(0, element.length - 1);
  if (element[1] === '0') return element.charAt(0) + digits;
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '' : element.charAt(0) + kept;
}

const TWO_DIGITS = /^([0-9]{2})/;
const ONE_OR_TWO_DIGITS = /^([0-9]{1,2})/;
const PATTERNS: Readonly<Record<string, RegExp>> = {
  January: /^([A-Z][a-z]+)/, Jan: /^([A-Z][a-z]{2})/, Monday: /^[A-Z][a-z]+/, Mon: /^[A-Z][a-z]{2}/, MST: /^[A-Z]{3,4}/,
  '2006': /^([0-9]{4})/, '06': TWO_DIGITS, '01': TWO_DIGITS, '1': ONE_OR_TWO_DIGITS, '02': TWO_DIGITS, '2': ONE_OR_TWO_DIGITS, _2: /^ ?([0-9]{1,2})/,
  '15': TWO_DIGITS, '03': TWO_DIGITS, '3': ONE_OR_TWO_DIGITS, '04': TWO_DIGITS, '4': ONE_OR_TWO_DIGITS, '05': /^([0-9]{2})(?:[.,][0-9]+)?/, '5': ONE_OR_TWO_DIGITS,
};

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
const FIELDS: Readonly<Record<string, Field>> = {
  '2006': 'year', '06': 'year', January: 'month', Jan: 'month', '01': 'month', '1': 'month', '02': 'day', '2': 'day', _2: 'day',
  '15': 'hour', '03': 'hour', '3': 'hour', '04': 'minute', '4': 'minute', '05': 'second', '5': 'second',
};

/** `time.Parse` for layouts of numbers and names in UTC; `undefined` where the text does not fit or the layout is not understood. */
export function parseTime(layout: string, text: string): Date | undefined {
  const values: Record<Field, number> = { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  let rest = text;
  let at = 0;
  for (const { 0: element, index } of layout.matchAll(ELEMENT)) {
    const literal = layout.slice(at, index);
    if (!rest.startsWith(literal)) return undefined;
    rest = rest.slice(literal.length);
    at = index + element.length;
    const taken = takeElement(element, rest);
    if (!taken) return undefined;
    const field = FIELDS[element];
    if (field) values[field] = numberOf(element, taken.value);
    rest = rest.slice(taken.length);
  }
  return rest === layout.slice(at) ? dateOf(values) : undefined;
}

function dateOf({ year, month, day, hour, minute, second }: Record<Field, number>): Date | undefined {
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  return month >= 1 && date.getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second < 60 ? date : undefined;
}

function takeElement(element: string, text: string): { value: string; length: number } | undefined {
  if (element.startsWith('Z07')) return text.startsWith('Z') ? { value: '', length: 1 } : undefined;
  if (element.startsWith('-07')) return /^[-+]00(?::?00)?/.test(text) ? { value: '', length: element.length } : undefined;
  const match = PATTERNS[element]?.exec(text);
  return match ? { value: match[1] ?? '', length: match[0].length } : undefined;
}

function numberOf(element: string, value: string): number {
  if (element === 'January') return MONTHS.indexOf(value) + 1;
  if (element === 'Jan') return MONTHS.findIndex((month) => month.startsWith(value)) + 1;
  if (element === '06') return Number(value) + (Number(value) < 69 ? 2000 : 1900);
  return Number(value);
}
