import { defineGate, type Change, type Judgement, type Move, type Upstream } from '#rule';
import { enteringMoves, hasRun, isAvailable, stayText, versionText } from '../shared/proofs.ts';
import { listed } from '../shared/staged-models.ts';

export default defineGate({
  id: 'promotion/order',
  title: 'What is new in an environment runs in the one before',
  why: 'A version that skips a stage is seen for the first time by the users of the later one.',
  severity: 'error',

  *judge(change) {
    for (const move of enteringMoves(change)) yield judgement(move, change);
  },
});

function judgement(move: Move, { now }: Change): Judgement {
  const holding = move.upstreams.filter((upstream) => hasRun(upstream, move));
  if (isAvailable(move, (upstream) => holding.includes(upstream))) {
    const proofs = holding.map(({ environment, stays }) => (stays[0] ? stayText(environment, stays[0], now) : ''));
    return { move, isOpen: true, evidence: `${versionText(move)} ${proofs.join(', and ')}` };
  }
  const missing = move.upstreams.filter((upstream) => !holding.includes(upstream));
  const needed = listed(move.upstreams.map(({ environment }) => environment), move.environment.policy.availability === 'all' ? 'and' : 'or');
  return { move, isOpen: false, evidence: `${[...new Set(missing.map((upstream) => whyNot(upstream, move, now)))].join('; ')}; it must run in ${needed} before it enters ${move.environment.name}` };
}

function whyNot({ environment, stays, runs, canaryPercent, gap }: Upstream, move: Move, now: Date): string {
  const version = versionText(move);
  if (!move.to) return move.gap === undefined ? `what ${move.environment.name} would serve cannot be read` : `what ${move.environment.name} would serve is not known: ${move.gap}`;
  if (move.to.isMutable) return `${version} may name another artifact tomorrow: that it ran in ${environment} proves nothing`;
  if (canaryPercent !== undefined) return `${version} is only the canary in ${environment}, with ${canaryPercent} %`;
  if (gap !== undefined) return `what runs in ${environment} is not known: ${gap}`;
  const instead = runs.length === 0 ? `${environment} does not serve ${move.model}` : `${environment} runs ${listed(runs)}`;
  const [last] = stays;
  return last ? `${version} ${stayText(environment, last, now)}, and now ${instead}` : `${version} never ran in ${environment}: ${instead}`;
}
