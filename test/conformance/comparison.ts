/** mllint's verdicts beside those of the API server. */
import { ownVerdict } from './own-verdict.ts';
import { KNOWN_DIFFERENCES, reasonFor } from './known-differences.ts';
import { textOfEntry, type Collection, type Recorded } from './records.ts';

export interface Difference {
  /** `deployment set spec/replicas = null`, as known differences are found by. */
  readonly name: string;
  /** What the API server says; empty where it accepts. */
  readonly server: string;
  /** What mllint says; empty where it accepts. */
  readonly own: string;
  /** Why the two differ, where that is known. */
  readonly reason: string | undefined;
}

export interface Comparison {
  /** Manifests of which server-side apply and creation say the same. */
  readonly compared: number;
  /** Those that are accepted in one way and refused in the other, so that neither verdict of mllint is wrong. */
  readonly undecided: number;
  readonly differences: readonly Difference[];
  /** Manifests that are not at hand, or no longer the ones that were sent. */
  readonly missing: readonly string[];
}

export async function compare(collection: Collection, records: readonly Recorded[]): Promise<Comparison> {
  const differences: Difference[] = [];
  const missing: string[] = [];
  const decided = records.filter(({ create }) => create === undefined);
  for (const record of decided) {
    const text = textOfEntry(collection, record);
    const name = nameOf(record);
    if (text === undefined) {
      missing.push(name);
      continue;
    }
    const own = await ownVerdict(text);
    if (own.isAccepted === (record.apply === undefined)) continue;
    differences.push({ name, server: record.apply ?? '', own: own.message, reason: reasonFor(name) });
  }
  return { compared: decided.length - missing.length, undecided: records.length - decided.length, differences, missing };
}

export function nameOf({ at, edit, mistake }: Recorded): string {
  const change = edit ? ` ${edit.op} ${edit.path.join('/')}${edit.op === 'set' ? ` = ${edit.value}` : edit.op === 'rename' ? ` to ${edit.key}` : ''}` : '';
  return `${at}${mistake === undefined ? '' : ` (${mistake})`}${change}`;
}

/** Known differences of these records that are none any more. */
export function goneDifferences(records: readonly Recorded[], { differences }: Comparison): string[] {
  const found = new Set(differences.map(({ name }) => name));
  return records.map(nameOf).filter((name) => KNOWN_DIFFERENCES.has(name) && !found.has(name));
}

/** The share of the same verdicts, from 0 to 1. */
export function agreement({ compared, differences }: Comparison): number {
  return compared === 0 ? 0 : (compared - differences.length) / compared;
}

/** One line a difference, those with a known reason last. */
export function differenceTable({ differences }: Comparison): string {
  const sorted = [...differences].sort((a, b) => Number(a.reason !== undefined) - Number(b.reason !== undefined));
  return sorted.map(({ name, server, own, reason }) => `${server === '' ? 'surplus' : 'missed '}  ${name}\n         ${server === '' ? `mllint: ${own}` : `server: ${server}`}${reason === undefined ? '' : `\n         known: ${reason}`}`).join('\n');
}
