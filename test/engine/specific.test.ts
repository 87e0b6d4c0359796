/** One mistake, one finding: which of two rules speaks at a place. */
import { describe, expect, it } from 'vitest';
import { mostSpecific } from '../../src/engine/specific.ts';
import type { FoundProblem } from '../../src/engine/turn.ts';
import type { Severity } from '../../src/finding.ts';
import { SourceFile } from '../../src/source.ts';

const file = new SourceFile('a.yaml', 'a: b\nc: d\n');

function found(rule: string, severity: Severity, start: number, end: number, yieldsTo?: readonly string[]): FoundProblem {
  const at = { file, range: { start, end } };
  return { rule, severity, message: rule, at, pieces: [], related: [], environments: [], applications: [], resources: [], models: [], ...(yieldsTo ? { yieldsTo } : {}) };
}

function left(...all: FoundProblem[]): string[] {
  return mostSpecific(all).map(({ rule }) => rule);
}

describe('a general rule', () => {
  const general = (severity: Severity = 'error'): FoundProblem => found('general', severity, 3, 4, ['named']);

  it('is silent where another one speaks as loud', () => {
    expect(left(general(), found('other', 'error', 3, 4))).toEqual(['other']);
    expect(left(general('warning'), found('other', 'error', 0, 4))).toEqual(['other']);
  });

  it('speaks where the other one is quieter, or elsewhere', () => {
    expect(left(general(), found('other', 'warning', 3, 4))).toEqual(['general', 'other']);
    expect(left(general(), found('other', 'error', 5, 6))).toEqual(['general', 'other']);
    expect(left(general(), found('other', 'error', 0, 0))).toEqual(['general', 'other']);
  });

  it('is silent where a named one speaks at all', () => {
    expect(left(general(), found('named', 'info', 3, 4))).toEqual(['named']);
  });

  it('of a stage is silent only where a named one speaks', () => {
    const { yieldsTo, ...condition } = general();
    const one = { ...condition, yieldsOnlyTo: yieldsTo };
    expect(left(one, found('other', 'error', 3, 4))).toEqual(['general', 'other']);
    expect(left(one, found('named', 'warning', 3, 4))).toEqual(['named']);
    expect(left(one, found('named', 'warning', 5, 6))).toEqual(['general', 'named']);
    expect(mostSpecific([one]).every((left) => !('yieldsOnlyTo' in left))).toBe(true);
  });

  it('says nothing of it afterwards', () => {
    expect(mostSpecific([general()]).every((one) => !('yieldsTo' in one))).toBe(true);
  });
});
