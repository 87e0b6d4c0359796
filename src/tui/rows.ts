/** The list: problems under headings, by rule or by environment. */
import { grouped } from '../groups.ts';
import { onceFor } from '../once.ts';
import { compareText } from '../source.ts';
import type { Entry, Table } from './table.ts';

export type Grouping = 'rule' | 'environment';

export type Row =
  | { readonly kind: 'heading'; readonly text: string; readonly count: number }
  | { readonly kind: 'entry'; readonly entry: Entry; /** Which of all entries it is, from 0. */ readonly index: number };

export interface List {
  readonly rows: readonly Row[];
  /** The entries in the order of the list. */
  readonly entries: readonly Entry[];
  /** The row of each entry, by its id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

const NO_ENVIRONMENT = 'no environment';

const byRule = onceFor((table: Table) => listOf(table.entries, ({ rule }) => rule));
const byEnvironment = onceFor((table: Table) => listOf(table.entries, ({ environments }) => environments.join(', ') || NO_ENVIRONMENT));

export function listIn(table: Table, grouping: Grouping): List {
  return grouping === 'rule' ? byRule(table) : byEnvironment(table);
}

const WEIGHTS = { error: 0, warning: 1, info: 2 } as const;

/** What weighs most stands first, then by name: an order that stays while problems go. What belongs to no environment stands last. */
function listOf(all: readonly Entry[], headingOf: (entry: Entry) => string): List {
  const weight = (group: readonly Entry[]): number => Math.min(...group.map(({ severity }) => WEIGHTS[severity]));
  const groups = [...grouped(all, headingOf)].sort(
    ([a, some], [b, others]) => Number(a === NO_ENVIRONMENT) - Number(b === NO_ENVIRONMENT) || weight(some) - weight(others) || compareText(a, b),
  );
  const sorted = groups.map(([text, group]) => [text, [...group].sort((a, b) => WEIGHTS[a.severity] - WEIGHTS[b.severity])] as const);
  const entries = sorted.flatMap(([, group]) => group);
  let index = 0;
  const rows = sorted.flatMap(([text, group]): Row[] => [
    { kind: 'heading', text, count: group.length },
    ...group.map((entry): Row => ({ kind: 'entry', entry, index: index++ })),
  ]);
  const rowOf = new Map(rows.flatMap((row, at) => (row.kind === 'entry' ? [[row.entry.id, at] as const] : [])));
  return { rows, entries, rowOf };
}

/** The first row shown, so that a row and, where there is room, the heading over it can be seen. */
export function firstRow(before: number, { row, height, count }: { readonly row: number; readonly height: number; readonly count: number }): number {
  const room = Math.max(1, height);
  const wanted = row === 1 ? 0 : row; // the first entry is seen with its heading
  const lowest = Math.max(0, Math.min(before, wanted));
  return Math.max(0, Math.min(Math.max(lowest, row - room + 1), Math.max(0, count - room)));
}
