import { defineCondition } from '#rule';

export default defineCondition({
  id: 'promotion/policy-unchanged',
  title: 'A change leaves the policy as it is',
  why: 'Who relaxes a rule, adds an exception or silences a finding decides what later changes may do; whoever reviews it should not have to look for it.',
  severity: 'warning',
});
