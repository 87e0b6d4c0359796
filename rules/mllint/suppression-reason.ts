import { defineCondition } from '#rule';

export default defineCondition({
  id: 'mllint/suppression-reason',
  title: 'A suppression comment gives its reason',
  why: 'Whoever reads the file next cannot tell a decision from a finding that was only in the way.',
  severity: 'error',
});
