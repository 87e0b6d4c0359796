import { defineGate, instantText, type Change, type Judgement, type Move, type Stay, type Upstream } from '#rule';
import { enteringMoves, hasRun, isAvailable, lengthOf, stayText, versionText } from '../shared/proofs.ts';

export default defineGate({
  id: 'promotion/soak',
  title: 'A version has run long enough in the environment before',
  why: 'Leaks, drift and the load of a weekend show only after hours: a version that entered staging a minute ago proved nothing there.',
  severity: 'error',

  *judge(change) {
    for (const move of enteringMoves(change)) {
      const required = move.environment.policy.requiredSoakTime;
      // What does not run there at all is said by promotion/order.
      if (required && required.milliseconds > 0 && isAvailable(move, (upstream) => hasRun(upstream, move))) yield judgement(move, required, change);
    }
  },
});

interface Soaked {
  readonly environment: string;
  readonly stay: Stay;
  /** In milliseconds. */
  readonly length: number;
}

function judgement(move: Move, required: { readonly text: string; readonly milliseconds: number }, { now }: Change): Judgement {
  const soaked = new Map(move.upstreams.flatMap((upstream) => {
    const longest = longestStay(upstream, move, now);
    return longest ? [[upstream, longest] as const] : [];
  }));
  const isOpen = isAvailable(move, (upstream) => (soaked.get(upstream)?.length ?? 0) >= required.milliseconds);
  const proofs = [...soaked.values()].map(({ environment, stay }) => stayText(environment, stay, now));
  const evidence = `${versionText(move)} ${proofs.join(', and ')}; ${required.text} ${isOpen ? 'are required' : `are required before it enters ${move.environment.name}`}`;
  const opensAt = isOpen ? undefined : opening(move, soaked, required.milliseconds);
  return { move, isOpen, evidence: opensAt ? `${evidence}: the gate opens at ${instantText(opensAt.getTime())}` : evidence, ...(opensAt ? { opensAt } : {}) };
}

function longestStay({ environment, stays }: Upstream, move: Move, now: Date): Soaked | undefined {
  const counting = stays.filter(({ to }) => !to || move.environment.policy.soak === 'longest');
  const all = counting.map((stay): Soaked => ({ environment, stay, length: lengthOf(stay, now) }));
  return all.reduce<Soaked | undefined>((best, one) => (best && best.length >= one.length ? best : one), undefined);
}

/** When the stays that go on are long enough. */
function opening({ environment, upstreams }: Move, soaked: ReadonlyMap<Upstream, Soaked>, required: number): Date | undefined {
  const times = upstreams.flatMap((upstream) => {
    const going = upstream.stays.find(({ to }) => !to)?.from;
    return going ? [going.time + required] : (soaked.get(upstream)?.length ?? 0) >= required ? [0] : [Infinity];
  });
  const time = environment.policy.availability === 'all' ? Math.max(...times) : Math.min(...times);
  return Number.isFinite(time) ? new Date(Math.ceil(time / 60_000) * 60_000) : undefined;
}
