import { defineRule, fixOf, setKey, type Node, type Problem } from '#rule';
import { isMisspeltIn, manualSyncOption } from '../shared/sync-policy.ts';

export default defineRule({
  id: 'argocd/self-heal',
  on: 'application',
  title: 'Argo CD reverts manual changes to a served model',
  why: 'What somebody changes by hand stays: another model or another share of the traffic than Git says, until the next commit hides it.',
  severity: 'error',
  fixable: true,
  options: { manualSync: manualSyncOption },

  *check(application, { manualSync }) {
    if (application.models.length === 0) return;
    const automated = application.root.get('spec', 'syncPolicy', 'automated');
    const selfHeal = automated.get('selfHeal');
    if (automated.kind === 'mapping') {
      if (selfHeal.value !== true && !isMisspeltIn(automated, 'selfHeal')) yield { at: selfHeal, message: messageOf(selfHeal), fix: fixOf('turn selfHeal on', 'safe', setKey(automated, 'selfHeal', true)) };
    } else if (!manualSync.includes(application.environment?.name ?? '')) {
      yield isOff(automated);
    }
  },
});

function messageOf(selfHeal: Node): string {
  if (!selfHeal.exists || selfHeal.isNull) return '`automated` has no `selfHeal: true`, and the default is false';
  const written = selfHeal.text === undefined ? (selfHeal.written ?? 'a mapping') : `the text "${selfHeal.text}"`;
  return `selfHeal is ${written}, not true`;
}

/** To start syncing is more than to revert changes: a person decides. */
function isOff(automated: Node): Problem {
  const misplaced = automated.parent?.get('selfHeal');
  return {
    at: automated,
    message: 'nothing syncs on its own: `automated` with `selfHeal: true` is missing',
    ...(misplaced?.exists ? { related: [{ at: misplaced, message: '`selfHeal` has no effect outside of `automated`' }] } : {}),
    fix: fixOf('sync on its own, with selfHeal', 'review', setKey(automated, 'selfHeal', true)),
  };
}
