import { defineCondition } from '#rule';

export default defineCondition({
  id: 'argocd/source-renders',
  title: 'The source of an Application renders',
  why: 'Argo CD shows a ComparisonError and syncs nothing more: neither the change nor a later rollback reaches the cluster.',
  severity: 'error',
  fixable: true,
  yieldsTo: ['argocd/parameters-resolved', 'argocd/source-exists'],
});
