import { defineCondition } from '#rule';

export default defineCondition({
  id: 'argocd/generator-expands',
  title: 'The generators of an ApplicationSet expand',
  why: 'One error stops the whole set: no Application of it is created, updated or deleted, in any environment.',
  severity: 'error',
});
