/** The scalars that a configuration is made of. */
import { isTimeZone } from '../time-zone.ts';
import type { Duration } from './config.ts';
import { hasWildcards } from './matcher.ts';
import { plainScalar } from './plain-value.ts';
import type { Placed } from './reading.ts';
import { list, scalar, type Shape } from './shape.ts';

export const text = scalar({ type: 'string', minLength: 1 }, 'a text', (value) => (typeof value === 'string' && value !== '' ? value : undefined));
export const texts = list(text);
export const yesOrNo = scalar({ type: 'boolean' }, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));

/** One of a few words. */
export function word<W extends string>(...words: readonly W[]): Shape<W> {
  return scalar({ enum: words }, words.join(' or '), (value) => words.find((one) => one === value));
}

export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): Shape<number> {
  const isBounded = maximum !== Number.MAX_SAFE_INTEGER;
  return scalar(
    { type: 'integer', minimum, ...(isBounded ? { maximum } : {}) },
    `a whole number ${isBounded ? `from ${minimum} to ${maximum}` : `of at least ${minimum}`}`,
    (value) => (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum ? value : undefined),
  );
}

export const positiveNumber = scalar({ type: 'number', exclusiveMinimum: 0 }, 'a number above 0', (value) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined,
);

const versionText = scalar({ type: ['string', 'number'] }, 'a version such as "1.34"', (value) => (typeof value === 'boolean' || value === '' ? undefined : value));

/** A version of a system; a number is taken as it is written, so that 1.30 is not 1.3. */
export const systemVersion: Shape<string> = {
  schema: { type: ['string', 'number'], pattern: '^v?[0-9]+(\\.[0-9]+){0,2}' },
  read(node, reading) {
    const value = versionText.read(node, reading) === undefined ? undefined : (node.written ?? '');
    if (value === undefined || /^v?[0-9]+(?:\.[0-9]+){0,2}(?:[-+][0-9A-Za-z.+-]+)?$/.test(value)) return value;
    return reading.wrong(node, 'a version such as "1.34"');
  },
};

/** A day of the calendar, as texts of that form. */
export const day = scalar({ type: 'string', format: 'date' }, 'a date such as 2027-01-31', (value) => (typeof value === 'string' && isDay(value) ? value : undefined));

export function isDay(written: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(written) ? Date.parse(`${written}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written);
}

const UNITS = new Map([['ms', 1], ['s', 1000], ['m', 60_000], ['h', 3_600_000], ['d', 86_400_000]]);

/** Go's durations in whole units, and days. */
export function parseDuration(written: string): Duration | undefined {
  if (!/^(?:[0-9]{1,9}(?:ms|[smhd]))+$/.test(written)) return undefined;
  let milliseconds = 0;
  for (const [, amount, unit = ''] of written.matchAll(/([0-9]+)(ms|[smhd])/g)) milliseconds += Number(amount) * (UNITS.get(unit) ?? 0);
  return { text: written, milliseconds };
}

const DAY = 86_400_000;

/** A length of time that dates can be reckoned with. */
function lengthOfTime(expected: string, { minimum, days }: { readonly minimum: number; readonly days: number }): Shape<Duration> {
  return scalar({ type: 'string', pattern: '^([0-9]{1,9}(ms|[smhd]))+$' }, expected, (value) => {
    const read = typeof value === 'string' ? parseDuration(value) : undefined;
    return read && read.milliseconds >= minimum && read.milliseconds <= days * DAY ? read : undefined;
  });
}

export const duration = lengthOfTime('a duration such as 30m, 24h or 7d, at most 36500d', { minimum: 0, days: 36_500 });
export const freezeDuration = lengthOfTime('a duration such as 72h, from 1m to 366d', { minimum: 60_000, days: 366 });

export const bandwidth = scalar({ type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?[KMGT]i?B$' }, 'a size per second such as 100MiB', (value) =>
  typeof value === 'string' && /^[0-9]+(?:\.[0-9]+)?[KMGT]i?B$/.test(value) ? value : undefined,
);

const CRON_FIELD = /^[0-9A-Za-z*,/?#-]+$/;
const MAX_CRON_LENGTH = 200;

const cronText = scalar({ type: 'string' }, 'five fields of cron such as "0 0 24 12 *"', (value) => {
  const fields = typeof value === 'string' ? value.trim().split(/\s+/) : [];
  return typeof value === 'string' && value.length <= MAX_CRON_LENGTH && fields.length === 5 && fields.every((field) => CRON_FIELD.test(field)) ? value.trim() : undefined;
});

/** Compiled when all is read, see matcher.ts. */
export const cron: Shape<Placed<string>> = {
  schema: { type: 'string' },
  read(node, reading) {
    const value = cronText.read(node, reading);
    if (value !== undefined) reading.need('cron');
    return value === undefined ? undefined : { value, at: node.at };
  },
};

export const timezone = scalar({ type: 'string' }, 'a time zone such as Europe/Berlin', (value) =>
  typeof value === 'string' && /^[A-Za-z]/.test(value) && isTimeZone(value) ? value : undefined,
);

/** A text that is judged later, with its place. */
export const placedText: Shape<Placed<string>> = {
  schema: text.schema,
  read(node, reading) {
    const value = text.read(node, reading);
    return value === undefined ? undefined : { value, at: node.at };
  },
};

/** Compiled when all is read, see matcher.ts. */
export const glob: Shape<Placed<string>> = {
  schema: text.schema,
  read(node, reading) {
    const read = placedText.read(node, reading);
    if (read && hasWildcards(read.value)) reading.need('glob');
    return read;
  },
};
export const globs = list(glob);

/** Compiled when all is read, see matcher.ts. */
export const versionPattern: Shape<Placed<string>> = {
  schema: text.schema,
  read(node, reading) {
    reading.need('pattern');
    return placedText.read(node, reading);
  },
};

/** `model.storageUri`, or a list of keys where one of them has a dot. */
export const keyPath: Shape<readonly string[]> = {
  schema: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'array', items: { type: 'string' }, minItems: 1 }] },
  read(node, reading) {
    if (node.kind === 'sequence') return texts.read(node, reading);
    const written = plainScalar(node);
    const steps = typeof written === 'string' ? written.split('.') : [];
    return steps.length > 0 && !steps.includes('') ? steps : reading.wrong(node, 'a path such as model.storageUri');
  },
};

export const scheme = scalar({ type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*(://)?$' }, 'a scheme such as hdfs', (value) =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*(?::\/\/)?$/.test(value) ? value.replace('://', '') : undefined,
);

const VERSION_SOURCES = ['storageUri', 'image', 'chart'] as const;

/** Where the version of a model stands. */
export const versionSource = scalar(
  { anyOf: [{ enum: VERSION_SOURCES }, { type: 'string', pattern: '^[^#]+#.+$' }] },
  'storageUri, image, chart or <file>#<path>',
  (value) => (typeof value === 'string' && (/^[^#]+#.+$/.test(value) || VERSION_SOURCES.some((known) => known === value)) ? value : undefined),
);
