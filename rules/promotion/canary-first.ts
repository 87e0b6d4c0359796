import { defineGate, instantText, lengthBetween, type Change, type Judgement, type Move } from '#rule';
import { sinceText, versionText } from '../shared/proofs.ts';

export default defineGate({
  id: 'promotion/canary-first',
  title: 'A new stable version was the canary before',
  why: 'A version that gets all requests at once fails all of them at once.',
  severity: 'error',

  *judge(change) {
    for (const move of change.moves) {
      const one = move.environment.policy.canary?.required === true ? judgement(move, change) : undefined;
      if (one) yield one;
    }
  },
});

function judgement(move: Move, change: Change): Judgement | undefined {
  const isWhole = (move.percent ?? 0) >= 100; // whatever it is called
  if (move.kind === 'canary-start' && !isWhole) return started(move, change);
  if (move.kind === 'cut-over' || (move.kind === 'canary-step' && isWhole)) return cutOver(move, change);
  if (move.kind !== 'promotion' && move.kind !== 'canary-start') return undefined;
  return { move, isOpen: false, evidence: `${versionText(move)} would get every request in ${move.environment.name} at once; it must be the canary there first` };
}

function started(move: Move, change: Change): Judgement {
  const { percent = 100, environment } = move;
  const most = environment.policy.canary?.initialPercent;
  if (most === undefined || percent <= most) return { move, isOpen: true, evidence: `${versionText(move)} starts as the canary in ${environment.name} with ${percent} %` };
  return { move, isOpen: false, evidence: `${versionText(move)} starts as the canary in ${environment.name} with ${percent} %; at most ${most} % are allowed`, ...share(move, change) };
}

/** Where the share of the canary is written. */
function share({ model, environment }: Move, { head }: Change): Pick<Judgement, 'at'> {
  const percent = head.models.find((served) => served.family === model && served.environment?.name === environment.name)?.canary?.percent;
  return percent?.exists ? { at: percent } : {};
}

/** All that is required has to hold; what time alone brings says when. */
function cutOver(move: Move, change: Change): Judgement {
  const { canarySince, environment } = move;
  if (!canarySince) return { move, isOpen: false, evidence: `since when ${versionText(move)} is the canary in ${environment.name} is not known` };
  const proof = `${versionText(move)} has been the canary in ${environment.name} since ${sinceText(canarySince, undefined, change.now)}`;
  const demands = [soaked(move, change), requested(move, change)].filter((demand) => demand !== undefined);
  const closed = demands.filter(({ opensAt }) => opensAt !== 'open');
  const evidence = [proof, ...demands.map(({ said }) => said)].join('; ');
  if (closed.length === 0) return { move, isOpen: true, evidence };
  const times = closed.flatMap(({ opensAt }) => (typeof opensAt === 'number' ? opensAt : []));
  if (times.length < closed.length) return { move, isOpen: false, evidence };
  const opensAt = new Date(Math.ceil(Math.max(...times) / 60_000) * 60_000);
  return { move, isOpen: false, opensAt, evidence: `${evidence}: the gate opens at ${instantText(opensAt.getTime())}` };
}

/** What is required of a canary, and when that is so: a time in milliseconds, or never by time alone. */
interface Demand {
  readonly said: string;
  readonly opensAt: number | 'open' | 'never';
}

function soaked({ canarySince, environment }: Move, { now }: Change): Demand | undefined {
  const { soak } = environment.policy.canary ?? {};
  if (!soak || !canarySince) return undefined;
  const end = canarySince.time + soak.milliseconds;
  return { said: `${soak.text} are required`, opensAt: now.getTime() >= end ? 'open' : end };
}

/** How many requests it is expected to have served: its share of those that the model serves, over the time that it had it. */
function requested({ model, environment, canaryShares = [] }: Move, { now, head }: Change): Demand | undefined {
  const { minRequests = 0 } = environment.policy.canary ?? {};
  if (minRequests === 0) return undefined;
  const perMinute = head.models.find((served) => served.family === model && served.environment?.name === environment.name)?.policy.requestsPerMinute;
  if (perMinute === undefined) return { said: `${minRequests} requests are required, and how many it served is not known: models.${model}.requestsPerMinute is not declared`, opensAt: 'never' };
  const served = canaryShares.reduce((sum, { percent, from, to }) => sum + lengthBetween(from, to, now) * percent, 0) * perMinute / 6_000_000;
  const said = `about ${Math.floor(served)} requests went to it (${perMinute} per minute are declared), ${minRequests} are required`;
  if (served >= minRequests) return { said, opensAt: 'open' };
  const percent = canaryShares.find(({ to }) => to === undefined)?.percent ?? 0;
  return { said, opensAt: percent > 0 ? now.getTime() + ((minRequests - served) * 6_000_000) / (percent * perMinute) : 'never' };
}
