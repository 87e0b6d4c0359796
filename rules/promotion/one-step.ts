import { defineGate, type Change, type Judgement, type Move } from '#rule';
import { versionText } from '../shared/proofs.ts';
import { listed } from '../shared/staged-models.ts';

export default defineGate({
  id: 'promotion/one-step',
  title: 'One change moves a model in one stage',
  why: 'What enters two stages at once has not run in the first when it enters the second, and one revert takes both back.',
  severity: 'error',

  *judge(change) {
    for (const move of change.moves) if (isStep(move)) yield judgement(move, change);
  },
});

function isStep({ kind, environment }: Move): boolean {
  return environment.stage !== undefined && (kind === 'promotion' || kind === 'canary-start' || kind === 'cut-over');
}

/** The earliest stage may go; the later ones wait. */
function judgement(move: Move, { moves }: Change): Judgement {
  const stage = move.environment.stage ?? 0;
  const earlier = moves.filter((other) => isStep(other) && other.model === move.model && (other.environment.stage ?? 0) < stage);
  if (earlier.length === 0) return { move, isOpen: true, evidence: `${move.environment.name} is the first stage in which this change moves ${move.model}` };
  const others = listed(earlier.map((other) => `${other.environment.name} (${versionText(other)})`));
  return { move, isOpen: false, evidence: `the change moves ${move.model} in ${others} and in ${move.environment.name} (${versionText(move)}); one change moves a model in one stage` };
}
