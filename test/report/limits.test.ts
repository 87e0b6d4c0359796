/** What GitHub takes and no more, with a word on what is left out. */
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/source.ts';
import type { Finding, Severity } from '../../src/finding.ts';
import { github } from '../../src/report/github.ts';
import { sarif } from '../../src/report/sarif.ts';
import { at, findingOf, reportOf, virtualService } from './reports.ts';

const options = { color: false, width: 80 };
const place = at(virtualService, '90');

function some(count: number, severity: Severity, more: Partial<Finding> = {}): Finding[] {
  return Array.from({ length: count }, (_, index) => findingOf(place, { severity, message: `${severity} ${index}`, ...more }));
}

describe('sarif', () => {
  it('keeps the worst of more than 25,000 results and says how many are left out', () => {
    const findings = [...some(2, 'info'), ...some(25_000, 'warning'), ...some(3, 'error')];
    const run = JSON.parse(sarif(reportOf({ findings }), options)).runs[0];
    expect(run.results).toHaveLength(25_000);
    expect(run.results.slice(0, 4).map(({ level }: { level: string }) => level)).toEqual(['error', 'error', 'error', 'warning']);
    expect(JSON.stringify(run.invocations[0].toolExecutionNotifications)).toContain('5 more results were left out');
  });

  it('takes 100 related places, of which the message links to ten', () => {
    const related = Array.from({ length: 2_000 }, (_, index) => ({ at: place, message: `place ${index}` }));
    const result = JSON.parse(sarif(reportOf({ findings: [findingOf(place, { related })] }), options)).runs[0].results[0];
    expect(result.relatedLocations).toHaveLength(100);
    expect(result.message.text).toContain('[place 9](10)');
    expect(result.message.text).not.toContain('[place 10]');
  });

  it('cuts descriptions at 1,024 characters and messages', () => {
    const rules = [{ id: 'a/b', title: 't'.repeat(5_000), why: 'w'.repeat(5_000), severity: 'error' as const, fixable: false }];
    const report = { ...reportOf({ findings: some(1, 'error', { rule: 'a/b', message: 'm'.repeat(100_000) }) }), rules };
    const run = JSON.parse(sarif(report, options)).runs[0];
    expect(run.tool.driver.rules[0].shortDescription.text).toHaveLength(1024);
    expect(run.tool.driver.rules[0].fullDescription.text).toHaveLength(1024);
    expect(run.results[0].message.text.length).toBeLessThanOrEqual(1000);
  });

  it('names files from the root of the Git repository', () => {
    const text = sarif(reportOf({ findings: some(1, 'error') }), { ...options, rootInRepository: 'deploy/ml models' });
    expect(JSON.parse(text).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
      'deploy/ml%20models/base/virtual-service.yaml',
    );
    expect(JSON.parse(text).runs[0].automationDetails.id).toBe('mllint/deploy/ml%20models/');
  });

  it('marks what is suppressed, or leaves it out', () => {
    const report = reportOf({
      findings: some(1, 'error'),
      suppressed: some(2, 'error').map((finding, index) => ({ finding, reason: 'because', by: index === 0 ? 'comment' : 'baseline' })),
    });
    const kinds = (text: string): unknown[] => {
      return JSON.parse(text).runs[0].results.map(({ suppressions }: { suppressions?: { kind: string }[] }) => suppressions?.map(({ kind }) => kind));
    };
    expect(kinds(sarif(report, options))).toEqual([[], ['inSource'], ['external']]);
    expect(kinds(sarif(report, { ...options, suppressed: 'omitted' }))).toEqual([undefined]);
  });
});

describe('github', () => {
  const levelsOf = (text: string): Record<string, number> => {
    const levels: Record<string, number> = {};
    for (const [, level = ''] of text.matchAll(/^::(\w+) /gm)) levels[level] = (levels[level] ?? 0) + 1;
    return levels;
  };

  it('has at most ten annotations of each level, the last of which says what is left out', () => {
    const text = github(reportOf({ findings: [...some(15, 'info'), ...some(15, 'warning'), ...some(15, 'error')] }), options);
    expect(levelsOf(text)).toEqual({ error: 10, warning: 10, notice: 10 });
    expect(text).toMatch(/::5 errors, 5 warnings, 6 infos more, not annotated here[^\n]*\n$/);
  });

  it('has ten notices where nothing is left out', () => {
    expect(levelsOf(github(reportOf({ findings: some(10, 'info') }), options))).toEqual({ notice: 10 });
  });

  it('takes what the change brought before what was there', () => {
    const findings = [...some(10, 'error', { isNew: false, message: 'old' }), ...some(10, 'error', { isNew: true, message: 'new' })];
    expect(github(reportOf({ findings }), options)).not.toContain('::old');
  });

  it('counts a crash as an error', () => {
    const crashes = [{ rule: 'a/b', subject: 'c', stack: '' }];
    expect(levelsOf(github(reportOf({ findings: some(20, 'error'), crashes }), options))).toEqual({ error: 10, notice: 1 });
  });

  it('says nothing where there is nothing to say', () => {
    expect(github(reportOf(), options)).toBe('');
  });

  it('leaves columns out where the place has several lines', () => {
    const finding = findingOf(at(new SourceFile('a.yaml', 'a: 1\nb: 2\n'), '1\nb'));
    expect(github(reportOf({ findings: [finding] }), { ...options, rootInRepository: 'sub' })).toMatch(/^::error file=sub\/a\.yaml,line=1,endLine=2,title=/);
  });
});
