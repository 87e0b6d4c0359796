/** The times that an expression of cron names, by croner. Imported lazily: most configurations have none. Only for expressions of the trusted configuration. */
import { Cron } from 'croner';
import type { Freeze } from './config.ts';

/** Each expression that never comes up costs a search through many years; they are few and looked for once. */
const known = new Map<string, ReturnType<typeof compiled>>();

/**
 * Five fields, as cron has them: with a day of the month and a day of the week either is enough. A time that the clock leaves out when it is put
 * forward is the first one after it; one that comes twice is the first of the two.
 */
export function compileCron(cron: string, timezone: string): Freeze['lastStart'] | { readonly problem: string } {
  const key = `${timezone} ${cron}`;
  const schedule = known.get(key) ?? compiled(cron, timezone);
  if (known.size < 1000) known.set(key, schedule);
  return schedule;
}

function compiled(cron: string, timezone: string): Freeze['lastStart'] | { readonly problem: string } {
  let schedule: Cron;
  try {
    schedule = new Cron(cron, { mode: '5-part', timezone, paused: true });
  } catch (error) {
    return { problem: error instanceof Error ? clauseOf(error.message) : 'it cannot be read' };
  }
  if (!schedule.nextRun(SOME_TIME)) return { problem: 'there is no such day' };
  // Times are those of whole seconds, and the search leaves out the one that it starts with.
  return (time) => schedule.previousRuns(1, new Date((Math.floor(time / 1000) + 1) * 1000))[0]?.getTime();
}

/** Any will do: a day that comes at all comes after it. */
const SOME_TIME = new Date('2024-01-01T00:00:00Z');

function clauseOf(message: string): string {
  const clause = message.replace(/^CronPattern: /, '').replace(/\.$/, '');
  return clause.charAt(0).toLowerCase() + clause.slice(1);
}
