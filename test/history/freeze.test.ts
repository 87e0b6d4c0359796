/** Freeze windows against a plain list of them, minute by minute. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCron } from '../../src/config/cron.ts';
import { frozenAt } from '../../src/history/freeze.ts';
import type { Freeze } from '../../src/model.ts';

function freeze(cron: string, minutes: number, timezone = 'UTC'): Freeze {
  const lastStart = compileCron(cron, timezone);
  if (typeof lastStart !== 'function') throw new Error(lastStart.problem);
  return { cron, duration: { text: `${minutes}m`, milliseconds: minutes * 60_000 }, timezone, lastStart };
}

const START = Date.parse('2026-03-01T00:00:00Z');
const DAY = 1440;

/** A window that opens every day at an hour and a minute. */
const daily = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }), minutes: fc.integer({ min: 1, max: 20 * 60 }) });

describe('frozenAt', () => {
  it('is what a list of all windows says, in UTC', () => {
    fc.assert(fc.property(fc.array(daily, { minLength: 1, maxLength: 3 }), fc.integer({ min: 2 * DAY, max: 4 * DAY }), fc.integer({ min: 0, max: 59_999 }), (windows, minute, milliseconds) => {
      const covered = new Set<number>();
      for (const { hour, minute: at, minutes } of windows) for (let day = 0; day < 400; day += 1) for (let one = 0; one < minutes; one += 1) covered.add(day * DAY + hour * 60 + at + one);
      const found = frozenAt(windows.map(({ hour, minute: at, minutes }) => freeze(`${at} ${hour} * * *`, minutes)), START + minute * 60_000 + milliseconds);
      expect(found !== undefined).toBe(covered.has(minute));
      if (!found) return;
      let end = minute;
      while (covered.has(end)) end += 1;
      expect(found.until).toBe(end > minute + 300 * DAY ? undefined : START + end * 60_000);
    }), { numRuns: 12 });
  });

  it('holds from its first moment and no longer than its last', () => {
    const window = freeze('0 0 24 12 *', 72 * 60, 'Europe/Berlin');
    const held = ['2026-12-23T22:59:59.999Z', '2026-12-23T23:00:00.000Z', '2026-12-26T22:59:59.999Z', '2026-12-26T23:00:00.000Z'].map((time) => frozenAt([window], Date.parse(time)) !== undefined);
    expect(held).toEqual([false, true, true, false]);
  });

  it('looks at a limited number of windows', () => {
    const started = performance.now();
    expect(frozenAt([freeze('* * * * *', 1)], START)?.until).toBeUndefined();
    expect(frozenAt([freeze('* * * * *', 366 * DAY), freeze('*/2 * * * *', 2)], START)?.until).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
