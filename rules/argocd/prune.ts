import { defineRule, fixOf, setKey, type Node } from '#rule';
import { automatedOf, hasSyncOption, isMisspeltIn } from '../shared/sync-policy.ts';

export default defineRule({
  id: 'argocd/prune',
  on: 'application',
  title: 'Argo CD removes what Git no longer holds',
  why: 'A model that was deleted in Git is served on, its route and alerts with it, and nobody owns them any more.',
  severity: 'warning',
  fixable: true,

  *check(application) {
    const automated = automatedOf(application);
    if (application.models.length === 0 || !automated) return;
    const prune = automated.get('prune');
    const isGuarded = ['Prune=false', 'Prune=confirm'].some((option) => hasSyncOption(application, option));
    if (prune.value === true || typeof prune.value === 'string' || isGuarded || isMisspeltIn(automated, 'prune')) return; // that a text is refused, kubernetes/schema says
    yield { at: prune, message: messageOf(prune), fix: fixOf('turn prune on', 'safe', setKey(automated, 'prune', true)) };
  },
});

function messageOf(prune: Node): string {
  if (!prune.exists || prune.isNull) return '`automated` has no `prune: true`, and the default is false';
  return `prune is ${prune.written ?? 'a mapping'}, not true`;
}
