import { defineCondition } from '#rule';

export default defineCondition({
  id: 'kustomize/builds',
  title: 'A kustomization builds',
  why: 'Kustomize prints nothing at all where anything is wrong: nothing of the folder reaches the cluster, neither this change nor the next.',
  severity: 'error',
});
