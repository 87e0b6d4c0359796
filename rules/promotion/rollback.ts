import { defineRule, type Move } from '#rule';
import { stayText, versionName, versionText } from '../shared/proofs.ts';

export default defineRule({
  id: 'promotion/rollback',
  on: 'change',
  title: 'A rollback is named as one',
  why: 'No gate holds back what ran in the environment before; whoever reviews the change should know that it restores and does not promote.',
  severity: 'info',

  *check({ moves, now }) {
    for (const move of moves) if (move.kind === 'rollback') yield { at: move.at, message: messageOf(move, now) };
  },
});

function messageOf(move: Move, now: Date): string {
  const { environment, from, earlier } = move;
  const left = from ? ` from ${versionName(from)}` : '';
  return `rolls ${environment.name} back${left} to ${versionText(move)}${earlier ? `, which ${stayText(environment.name, earlier, now)}` : ''}`;
}
