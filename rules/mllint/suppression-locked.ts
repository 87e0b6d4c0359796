import { defineCondition } from '#rule';

export default defineCondition({
  id: 'mllint/suppression-locked',
  title: 'No comment speaks of a locked rule',
  why: 'The rule is locked so that no change can switch it off for itself: the comment has no effect, whatever its author believes.',
  severity: 'error',
});
