import { describe, expect, it } from 'vitest';
import { CALL_LIMIT, compileExpression } from '../../src/cel/expression.ts';
import { cases, type Expected } from './cases.ts';

function outcome(expression: string): unknown {
  const program = compileExpression(expression, []);
  if (program.kind === 'mistake') return 'mistake';
  const ended = program.run({ variables: {}, limit: CALL_LIMIT });
  return ended.kind === 'value' ? ended.value : ended.kind;
}

describe.each(Object.entries(cases))('%s', (_group, ofGroup) => {
  it.each(ofGroup)('%s', (expression, expected: Expected) => {
    const found = outcome(expression);
    expect(typeof expected === 'object' ? String(found) : found).toBe(typeof expected === 'object' ? expected.is : expected);
  });
});
