/** Safe fixes that change more than what the problem is in: a person has to look at them first. */
import { grouped } from '../groups.ts';
import type { Offer } from './judge.ts';
import { alsoChanged, reachOfFindings, type Feeds, type Reach } from './reach.ts';

/** A fix that also changes what the problem is not in. */
export interface WideOffer extends Offer {
  /** Names of environments, else of Applications. */
  readonly alsoChanges: readonly string[];
}

/**
 * What several fixes change together; nothing where there were too many questions. Called for few groups: a group in which nothing is wide is not
 * looked at more closely.
 */
export type Measure = (offers: readonly Offer[]) => Promise<Reach | undefined>;

/** Said of fixes that nobody measured: a person should look at them. */
const NOT_MEASURED: readonly string[] = ['what was not measured'];

export interface WideOptions {
  readonly measure: Measure;
  readonly feeds: Feeds;
}

/**
 * The fixes among them that reach further; found by halving groups of those that are meant for the same environments. A fix that edits what another
 * Application draws upon is grouped with those for the same Applications only: what it changes there could be taken for what others are meant to change.
 */
export async function wideOffers(offers: readonly Offer[], { measure, feeds }: WideOptions): Promise<WideOffer[]> {
  const groups = grouped(offers, (offer) => (isOwn(offer, feeds) ? environmentsOf(offer) : placesOf(offer)));
  const wide: WideOffer[] = [];
  if (groups.size > 1 && (await isNarrow(offers.filter((offer) => isOwn(offer, feeds)), measure))) for (const [key, [first]] of groups) if (first && isOwn(first, feeds)) groups.delete(key);
  const waiting: (readonly Offer[])[] = [...groups.values()];
  for (let group = waiting.shift(); group; group = waiting.shift()) {
    const reach = await measure(group);
    const also = reach ? alsoChanged(reach, group.map(({ finding }) => finding)) : NOT_MEASURED;
    if (also.length === 0) continue;
    const half = Math.ceil(group.length / 2);
    if (!reach || group.length === 1) wide.push(...group.map((offer) => ({ ...offer, alsoChanges: also })));
    else waiting.unshift(group.slice(0, half), group.slice(half));
  }
  return wide;
}

/** Whether no other Application draws upon what it edits; where the finding names none, all of its environments are meant. */
function isOwn({ finding: { environments, applications }, fix }: Offer, feeds: Feeds): boolean {
  if (environments.length > 0 && applications.length === 0) return true;
  return fix.edits.every(({ file }) => feeds(file.path).every((name) => applications.includes(name)));
}

/** Whether all together change nothing but what each of them is meant for. */
async function isNarrow(offers: readonly Offer[], measure: Measure): Promise<boolean> {
  if (offers.length === 0) return false;
  const reach = await measure(offers);
  return reach !== undefined && offers.every(({ finding }) => reach.environments.every((name) => finding.environments.includes(name)))
    && alsoChanged(reach, offers.map(({ finding }) => finding)).length === 0;
}

/** Those that are to change all environments of one list, in whatever order they are named. */
function environmentsOf({ finding }: Offer): string {
  return JSON.stringify([...reachOfFindings([finding]).environments].sort());
}

function placesOf(offer: Offer): string {
  return JSON.stringify([environmentsOf(offer), [...offer.finding.applications].sort()]);
}
