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
  if (move.kind === 'canary-start' && !isWhole) return started(move);
  if (move.kind === 'cut-over' || (move.kind === 'canary-step' && isWhole)) return cutOver(move, change);
  if (move.kind !== 'promotion' && move.kind !== 'canary-start') return undefined;
  return { move, isOpen: false, evidence: `${versionText(move)} would get every request in ${move.environment.name} at once; it must be the canary there first` };
}

function started(move: Move): Judgement {
  const { percent = 100, environment } = move;
  const most = environment.policy.canary?.initialPercent;
  if (most === undefined || percent <= most) return { move, isOpen: true, evidence: `${versionText(move)} starts as the canary in ${environment.name} with ${percent} %` };
  return { move, isOpen: false, evidence: `${versionText(move)} starts as the canary in ${environment.name} with ${percent} %; at most ${most} % are allowed` };
}

function cutOver(move: Move, { now }: Change): Judgement {
  const { canarySince, environment } = move;
  const { soak } = environment.policy.canary ?? {};
  if (!canarySince) return { move, isOpen: false, evidence: `since when ${versionText(move)} is the canary in ${environment.name} is not known` };
  const length = lengthBetween(canarySince.time, undefined, now);
  const proof = `${versionText(move)} has been the canary in ${environment.name} since ${sinceText(canarySince, undefined, now)}`;
  if (!soak) return { move, isOpen: true, evidence: proof };
  if (length >= soak.milliseconds) return { move, isOpen: true, evidence: `${proof}; ${soak.text} are required` };
  const opensAt = new Date(Math.ceil((canarySince.time + soak.milliseconds) / 60_000) * 60_000);
  return { move, isOpen: false, opensAt, evidence: `${proof}; ${soak.text} are required: the gate opens at ${instantText(opensAt.getTime())}` };
}
