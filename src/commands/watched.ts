/** What `mllint watch` shows of a repository at one moment, and what differs from one moment to the next. */
import { addTo } from '../groups.ts';
import { visible } from '../report/escape.ts';
import type { Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
import { servedModels, stateRows } from './served-models.ts';
import type { ShownModel } from './state-json.ts';
import { table } from './table.ts';
import { readIn } from './workspace.ts';

export interface Watched {
  /** The table of `mllint state`; empty where no environment serves a model. */
  readonly lines: readonly string[];
  /** What each environment serves of each model, in words. */
  readonly served: ReadonlyMap<string, string>;
  /** `2 errors, 1 warning, 0 infos; 3 not verified` */
  readonly counts: string;
  /** Why nothing could be read (a line): then all else is that of the moment before. */
  readonly problem?: string;
}

export const NOTHING_YET: Watched = { lines: [], served: new Map(), counts: '' };

/** Never throws for what the repository holds. */
export async function watchedNow(args: Arguments, io: Io, before: Watched): Promise<Watched> {
  try {
    const quiet: Io = { ...io, err: () => undefined };
    const result = await readIn(args, quiet);
    const { models } = await servedModels(args, quiet, result);
    const { errors, warnings, infos, unverified } = result.report.summary;
    const rows = stateRows(models);
    return {
      lines: rows.length === 0 ? [] : table(rows).trimEnd().split('\n'),
      served: servedWords(models),
      counts: `${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(infos, 'info')}; ${unverified} not verified`,
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...before, problem: visible(error.message) };
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function servedWords(models: readonly ShownModel[]): Map<string, string> {
  const groups = new Map<string, string[]>();
  for (const { environment, name, version, uri, canary } of models) {
    const stable = version ?? uri ?? (canary ? 'its version' : 'no version');
    const share = canary ? ` with ${canary.percent} % ${canary.version ?? canary.uri ?? 'of another'}` : '';
    addTo(groups, `${environment} ${name}`, `${stable}${share}`);
  }
  return new Map([...groups].map(([key, words]) => [visible(key), visible(words.join(' and '))]));
}

/** One line for each difference; nothing where there is none. */
export function differences(before: Watched, after: Watched): string[] {
  if (after.problem !== undefined) return after.problem === before.problem ? [] : [after.problem];
  const keys = [...new Set([...before.served.keys(), ...after.served.keys()])];
  const moved = keys.flatMap((key) => {
    const [was, is] = [before.served.get(key), after.served.get(key)];
    if (was === is) return [];
    return [was === undefined ? `${key}: ${is} is new` : is === undefined ? `${key}: ${was} is gone` : `${key}: ${was} → ${is}`];
  });
  return [
    ...(before.problem === undefined ? [] : ['it can be read again']),
    ...moved,
    ...(before.counts === after.counts ? [] : [`${before.counts} → ${after.counts}`]),
  ];
}
