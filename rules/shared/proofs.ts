/** What the gates say of versions and of how long they ran. */
import { instantText, lengthText, shortCommit, type Change, type Move, type MovedVersion, type Stay, type Upstream } from '#rule';

/** Moves that bring something new into an environment. */
const ENTERING: ReadonlySet<Move['kind']> = new Set(['promotion', 'first', 'canary-start']);

/** The moves that have to come from an environment before. */
export function enteringMoves({ moves }: Change): readonly Move[] {
  return moves.filter(({ kind, upstreams }) => ENTERING.has(kind) && upstreams.length > 0);
}

/** `version 47`, or the URI where it holds none. */
export function versionText({ to }: Move): string {
  if (!to) return 'a version that cannot be read';
  return versionName(to);
}

export function versionName({ text, uri }: MovedVersion): string {
  return text === uri ? JSON.stringify(text) : `version ${text}`;
}

/** Whether the version runs there at the base, or ran there where that counts, too. */
export function hasRun({ stays }: Upstream, { environment }: Move): boolean {
  return stays.some(({ to }) => !to || environment.policy.soak === 'longest');
}

/** Whether as many environments before hold as the policy wants. */
export function isAvailable({ environment, upstreams }: Move, holds: (upstream: Upstream) => boolean): boolean {
  return environment.policy.availability === 'all' ? upstreams.every(holds) : upstreams.some(holds);
}

/** How long a stay is at a time, in milliseconds; 0 where nobody knows since when it is. */
export function lengthOf({ from, to }: Stay, now: Date): number {
  return from ? Math.max(0, (to?.time ?? now.getTime()) - from.time) : 0;
}

/** `has run in staging since 2026-11-20 10:02 UTC (abc1234, 2 d 4 h)` */
export function stayText(environment: string, stay: Stay, now: Date): string {
  const { from, to, isCut, gap } = stay;
  const unknown = gap === undefined ? '' : `: ${gap}`;
  if (!from && to) return `ran in ${environment} until ${instantText(to.time)} (${shortCommit(to.commit)}), since nobody knows when${unknown}`;
  if (!from) return `has run in ${environment} since nobody knows when${unknown}`;
  const since = `${isCut ? 'at the latest ' : ''}${instantText(from.time)} (${shortCommit(from.commit)}, ${lengthText(lengthOf(stay, now))})`;
  const before = gap === undefined ? '' : `; what was before is not known: ${gap}`;
  return to ? `ran in ${environment} from ${since} to ${instantText(to.time)} (${shortCommit(to.commit)})${before}` : `has run in ${environment} since ${since}${before}`;
}
