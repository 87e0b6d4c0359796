import { defineCondition } from '#rule';

export default defineCondition({
  id: 'mllint/suppression-expired',
  title: 'A snooze ends after its date',
  why: 'What was put off until a date is due: the finding counts again, and the comment only says that it once did not.',
  severity: 'error',
  fixable: true,
});
