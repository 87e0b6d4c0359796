/** Time zones: UTC, which is also the local one, fixed ones, and those of the IANA database as Node knows it. */

export interface Zone {
  /** Seconds east of Greenwich. */
  offsetAt(seconds: bigint): number;
  /** `CET`; empty for a zone that has only an offset, undefined where it cannot be told offline. */
  abbreviationAt(seconds: bigint): string | undefined;
}

export const UTC: Zone = { offsetAt: () => 0, abbreviationAt: () => 'UTC' };

export function fixedZone(name: string, offset: number): Zone {
  return { offsetAt: () => offset, abbreviationAt: () => name };
}

/** Go finds zones by the names of files, which have capitals. */
const NAME = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*){0,3}$/;
const MAX_NAME_LENGTH = 40;
/** JavaScript's dates end in the year 275760. */
const MAX_SECONDS = 8_640_000_000_000n;

const zones = new Map<string, Zone>();
const MAX_ZONES = 100;

/** `time.LoadLocation`, and UTC for what it does not find, as sprig does. */
export function zoneNamed(name: string): Zone {
  if (name === '' || name === 'UTC' || name === 'Local') return UTC;
  if (name.length > MAX_NAME_LENGTH || !NAME.test(name)) return UTC;
  const known = zones.get(name);
  if (known) return known;
  const zone = namedZone(name) ?? UTC;
  if (zones.size < MAX_ZONES) zones.set(name, zone);
  return zone;
}

function namedZone(timeZone: string): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric',
      minute: 'numeric', second: 'numeric', timeZoneName: 'short',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const partsAt = (seconds: bigint): ReadonlyMap<string, string> => {
    const bounded = seconds > MAX_SECONDS ? MAX_SECONDS : seconds < -MAX_SECONDS ? -MAX_SECONDS : seconds;
    return new Map(format.formatToParts(new Date(Number(bounded) * 1000)).map(({ type, value }) => [type, value]));
  };
  return {
    offsetAt: (seconds) => offsetOf(partsAt(seconds), seconds),
    abbreviationAt: (seconds) => {
      const name = partsAt(seconds).get('timeZoneName') ?? '';
      return /^[A-Z]{3,4}$/.test(name) ? name : undefined;
    },
  };
}

/** How far what the clock shows is from UTC. */
function offsetOf(parts: ReadonlyMap<string, string>, seconds: bigint): number {
  const number = (name: string): number => Number(parts.get(name) ?? '0');
  const year = parts.get('era')?.startsWith('B') ? 1 - number('year') : number('year');
  const shown = new Date(Date.UTC(2000, number('month') - 1, number('day'), number('hour'), number('minute'), number('second')));
  shown.setUTCFullYear(year, number('month') - 1, number('day'));
  const offset = shown.getTime() / 1000 - Number(seconds);
  return Math.abs(offset) <= 86_400 ? offset : 0;
}
