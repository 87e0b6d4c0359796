import { defineCondition } from '#rule';

export default defineCondition({
  id: 'mllint/config',
  title: 'The configuration is understood as a whole',
  why: 'A misspelt key, rule or option would silently leave its default in force, and the gate would guard something else than its owner believes.',
  severity: 'error',
});
