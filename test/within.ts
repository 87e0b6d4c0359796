/** Bounds of time: what hangs on hostile input must not pass, what a busy machine does slowly may be tried once more. */
import { expect } from 'vitest';

/** What a function gives, if it takes at most so many milliseconds of the processor; the second try counts where the first was slow. */
export function within<T>(milliseconds: number, run: () => T): T {
  const { result, spent } = timed(run);
  expect(spent <= milliseconds ? spent : timed(run).spent, 'milliseconds of the processor').toBeLessThan(milliseconds);
  return result;
}

/** The same for what is waited for; other work of the process counts, too. */
export async function awaitedWithin<T>(milliseconds: number, run: () => Promise<T>): Promise<T> {
  const first = timed(run);
  const result = await first.result;
  const spent = first.since();
  const again = spent <= milliseconds ? undefined : timed(run);
  await again?.result;
  expect(again ? again.since() : spent, 'milliseconds of the processor').toBeLessThan(milliseconds);
  return result;
}

function timed<T>(run: () => T): { readonly result: T; readonly spent: number; readonly since: () => number } {
  const start = process.cpuUsage();
  const since = (): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const result = run();
  return { result, spent: since(), since };
}
