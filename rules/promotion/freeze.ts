import { defineGate, instantText, type Change, type Judgement, type Move } from '#rule';
import { isEntering, versionText } from '../shared/proofs.ts';

export default defineGate({
  id: 'promotion/freeze',
  title: 'Nothing is promoted in a freeze window',
  why: 'Who froze the environment counts on nothing new in it: nobody may be there to see that it fails.',
  severity: 'error',

  *judge(change) {
    for (const move of change.moves) if (isEntering(move) && move.environment.policy.freeze.length > 0) yield judgement(move, change);
  },
});

function judgement(move: Move, { now }: Change): Judgement {
  const { environment, frozen } = move;
  if (!frozen) return { move, isOpen: true, evidence: `${environment.name} is not frozen at ${instantText(now.getTime())}` };
  const { from, to, window, until } = frozen;
  const evidence = `${environment.name} is frozen from ${instantText(from)} to ${instantText(to)} (cron ${JSON.stringify(window.cron)} in ${window.timezone}, for ${window.duration.text})`;
  const following = until === to ? '' : ', and windows follow without a break';
  if (until === undefined) return { move, isOpen: false, evidence: `${evidence}${following}: ${versionText(move)} cannot enter it` };
  const opensAt = new Date(Math.ceil(until / 60_000) * 60_000);
  return { move, isOpen: false, opensAt, evidence: `${evidence}${following}: the gate opens for ${versionText(move)} at ${instantText(opensAt.getTime())}` };
}
