/**
 * What a rollback brings back. Whoever reverts at night is not held up by a rule that is younger than the state that is restored: what the rules of today
 * find in a tree in which the version ran there is told, and does not fail the change.
 */
import type { Finding } from './finding.ts';
import { canaryStays, type Place } from './history/tenure.ts';
import type { History } from './merge-gate.ts';
import type { Change, Move } from './model.ts';
import type { ReadResult } from './repository/read.ts';

/** More trees than this are not read for one rollback. */
const MAX_TREES = 6;

export interface Restoring {
  readonly change: Change;
  readonly history: History;
  /** What the rules that found something find in an earlier tree. */
  readonly findingsIn: (read: ReadResult, findings: readonly Finding[]) => readonly Finding[];
}

/** Marks what is new beside the base but stood already while the version ran to which its environment is rolled back. */
export async function markRestored(findings: readonly Finding[], { change, history, findingsIn }: Restoring): Promise<readonly Finding[]> {
  let open = findings.filter(({ isNew, severity }) => isNew !== false && severity !== 'info');
  const restored = new Map<Finding, Finding>();
  for (const move of change.moves.filter(({ kind }) => kind === 'rollback')) {
    const about = open.filter((finding) => mayBeRestored(finding, move));
    for await (const read of about.length > 0 ? treesOf(move, history) : []) {
      const before = environmentsByFingerprint(findingsIn(read, about));
      for (const finding of about) if (stood(finding, before)) restored.set(finding, asRestored(finding, move));
      if (about.every((finding) => restored.has(finding))) break;
    }
    open = open.filter((finding) => !restored.has(finding));
  }
  return findings.map((finding) => restored.get(finding) ?? finding);
}

/** What names other environments only is not what the rollback restores. */
function mayBeRestored({ environments }: Finding, { environment }: Move): boolean {
  return environments.length === 0 || environments.includes(environment.name);
}

function environmentsByFingerprint(findings: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  return new Map(findings.map(({ fingerprint, environments }) => [fingerprint, environments]));
}

/** Where it reaches an environment that it did not reach then, it is new there. */
function stood({ fingerprint, environments }: Finding, before: ReadonlyMap<string, readonly string[]>): boolean {
  const then = before.get(fingerprint);
  return then !== undefined && environments.every((name) => then.includes(name));
}

function asRestored(finding: Finding, { environment, to }: Move): Finding {
  const version = to ? ` while version ${to.text} ran in ${environment.name}` : '';
  return { ...finding, severity: 'warning', isRestored: true, message: `${finding.message} (restored: it stood there${version})` };
}

/** The trees of the stay: its last one, those before a canary came, its first. A branch of the environment that is not the one that is looked at restores nothing here. */
async function* treesOf({ model: family, environment, earlier }: Move, { timeline, readBefore }: History): AsyncGenerator<ReadResult> {
  const own = await timeline.timelineOf(environment.name);
  if (!earlier || own?.past !== timeline.past) return;
  const { past } = timeline;
  const first = earlier.from === undefined ? undefined : past.indexOf(earlier.from.commit);
  const last = earlier.to === undefined ? 0 : past.indexOf(earlier.to.commit) + 1;
  const read = new Set<number>();
  for await (const index of statesOf({ family, environment: environment.name }, { last, first, history: { timeline } })) {
    if (read.size >= MAX_TREES) return;
    if (!read.has(index)) yield await readBefore(index);
    read.add(index);
  }
}

interface Stretch {
  /** How many commits were made since its last state, and since its first, as far as that is known. */
  readonly last: number;
  readonly first: number | undefined;
  readonly history: Pick<History, 'timeline'>;
}

async function* statesOf(place: Place, { last, first, history: { timeline } }: Stretch): AsyncGenerator<number> {
  if (last > 0) yield last; // what stands at the base is not new
  for await (const { from } of canaryStays(timeline, place)) {
    const index = from && timeline.past.indexOf(from.commit) + 1;
    if (index === undefined || (first !== undefined && index > first)) break;
    if (index > last) yield index;
  }
  if (first !== undefined && first > 0) yield first;
}
