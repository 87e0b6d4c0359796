/** The reports for programs against their schemas: ours, and that of SARIF. */
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.ts';
import { json } from '../../src/report/json.ts';
import { sarif } from '../../src/report/sarif.ts';
import { cases } from './cases.ts';
import { ownErrors, sarifErrors } from './schemas.ts';

const options = { color: false, width: 80, toolVersion: '0.1.0', rootInRepository: 'deploy/ml' };

describe.each(Object.entries(cases))('%s', (_name, report) => {
  it('is what schemas/report.schema.json says', () => {
    expect(ownErrors(JSON.parse(json(report())))).toEqual([]);
  });

  it('is SARIF', () => {
    expect(sarifErrors(JSON.parse(sarif(report(), options)))).toEqual([]);
  });

  it('has nothing in SARIF that GitHub refuses to take empty', () => {
    expect(emptyTexts(JSON.parse(sarif(report(), options)))).toEqual([]);
  });
});

describe('schemas', () => {
  const valid = JSON.parse(json(cases['everything']?.() ?? never()));

  it('take the changes that a base brings', () => {
    const gate = { rule: 'promotion/soak', open: false, opensAt: '2026-01-02T00:00:00Z', evidence: 'in staging since 2026-01-01' };
    const change = { model: 'fraud-detector', environment: 'prod', kind: 'promotion', from: '43', to: '45', gates: [gate] };
    expect(ownErrors({ ...valid, changes: [change] })).toEqual([]);
  });

  it('refuse what they do not name', () => {
    expect(ownErrors({ ...valid, more: 1 })).not.toEqual([]);
    expect(ownErrors({ ...valid, findings: [{ ...valid.findings[0], severity: 'fatal' }] })).not.toEqual([]);
    expect(sarifErrors({ version: '2.1.0', runs: [{ results: [] }] })).not.toEqual([]);
  });
});

function emptyTexts(value: unknown, path = ''): string[] {
  if (value === '') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => emptyTexts(part, `${path}/${key}`));
}

function never(): Report {
  throw new Error('there is no such case');
}
