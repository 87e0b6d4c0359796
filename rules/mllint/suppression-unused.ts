import { defineCondition } from '#rule';

export default defineCondition({
  id: 'mllint/suppression-unused',
  title: 'A suppression comment suppresses something',
  why: 'A comment that suppresses nothing hides the next mistake on its line, or never hid the one it was meant for.',
  severity: 'warning',
  fixable: true,
});
