/** Rules as a configuration sees them: every kind of option, and a condition. */
import { boolean, defineCondition, defineRule, integer, number, text, textList, type Condition, type Rule } from '../../src/rule.ts';

const silent = { title: 'Holds', why: 'Goes wrong.', on: 'repository', *check() {} } as const;

export const testRules: readonly (Rule | Condition)[] = [
  defineCondition({ id: 'test/condition', title: 'Holds', why: 'Goes wrong.', severity: 'warning' }),
  defineRule({ ...silent, id: 'test/other', severity: 'info' }),
  defineRule({ ...silent, id: 'test/strict', severity: 'warning', strictOnly: true }),
  defineRule({ ...silent, id: 'test/locked', severity: 'error', locked: true }),
  defineRule({ ...silent, id: 'promotion/policy-unchanged', severity: 'warning' }),
  defineRule({
    ...silent, id: 'test/weights-sum', severity: 'error',
    options: {
      total: integer(100, 'The sum.', 1), names: textList([], 'Names.'), share: number(0.5, 'A share.'),
      strict: boolean(false, 'Whether.'), prefix: text('', 'A prefix.'),
    },
  }),
];
