/** What each format says where a run is not plain: many findings, known ones, suppressed ones, what was not checked. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/finding.ts';
import { checkstyle } from '../../src/report/checkstyle.ts';
import { compact } from '../../src/report/compact.ts';
import type { Format } from '../../src/report/format.ts';
import { github } from '../../src/report/github.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import { json } from '../../src/report/json.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { pretty } from '../../src/report/pretty.ts';
import { sarif } from '../../src/report/sarif.ts';
import { SourceFile } from '../../src/source.ts';
import { cases } from './cases.ts';
import { checkstyleErrors, gitlabErrors, junitErrors, markdownErrors, withoutCode } from './channel-shapes.ts';
import { at, findingOf, reportOf, virtualService } from './reports.ts';
import { all, readXml } from './xml-tree.ts';

const options = { color: false, width: 80, toolVersion: '0.1.0' };
const place = at(virtualService, '90');
const formats: Readonly<Record<string, Format>> = { pretty, json, sarif, github, gitlab, junit, checkstyle, markdown, compact };

function some(count: number, more: Partial<Finding> = {}): Finding[] {
  return Array.from({ length: count }, (_, index) => findingOf(place, { message: `message ${index}`, fingerprint: `${index}`, ...more }));
}

describe.each(Object.entries(cases))('%s', (_name, report) => {
  it('is what the readers of each format take', () => {
    expect(junitErrors(junit(report(), options))).toEqual([]);
    expect(checkstyleErrors(checkstyle(report(), options))).toEqual([]);
    expect(gitlabErrors(gitlab(report(), options))).toEqual([]);
    expect(markdownErrors(markdown(report(), options))).toEqual([]);
  });
});

describe.each(Object.entries(formats))('%s', (name, format) => {
  /** An annotation is a place that somebody should look at. */
  const countsSuppressed = name !== 'github';
  const suppressed = { finding: findingOf(place, { message: 'silenced' }), reason: 'shadow traffic', by: 'comment' as const };
  const unverified = { at: place, what: 'ApplicationSet models', why: 'no clusters are known', needs: 'an inventory' };
  const crash = { rule: 'parity/resources', subject: 'environment prod', stack: 'TypeError: no' };

  it('says that something was not verified', () => {
    expect(format(reportOf({ unverified: [unverified] }), options)).toContain('no clusters are known');
  });

  it('says that a rule crashed', () => {
    expect(format(reportOf({ crashes: [crash] }), options)).toContain('parity/resources');
  });

  it(`${countsSuppressed ? 'says' : 'does not say'} that something is suppressed`, () => {
    expect(/shadow traffic|1 suppressed/.test(format(reportOf({ suppressed: [suppressed] }), options))).toBe(countsSuppressed);
  });

  it('says what the run notes', () => {
    expect(format(reportOf({ notes: ['Git lists no files here'] }), options)).toContain('Git lists no files here');
  });
});

describe('paths', () => {
  it.each(['github', 'gitlab', 'junit', 'checkstyle', 'markdown'])('of %s count from the root of the Git repository', (name) => {
    const text = formats[name]?.(reportOf({ findings: some(1) }), { ...options, rootInRepository: 'deploy/ml' });
    expect(text).toContain('deploy/ml/base/virtual-service.yaml');
  });
});

describe('gitlab', () => {
  const fingerprintsOf = (report: Report): string[] => JSON.parse(gitlab(report, options)).map(({ fingerprint }: { fingerprint: string }) => fingerprint);

  it('keeps fingerprints when lines are added above', () => {
    const moved = new SourceFile(virtualService.path, `# one line more\n${virtualService.text}`);
    const before = reportOf({ findings: [findingOf(place, { fingerprint: 'a' })] });
    const after = reportOf({ findings: [findingOf(at(moved, '90'), { fingerprint: 'a' })] });
    expect(fingerprintsOf(after)).toEqual(fingerprintsOf(before));
  });

  it('keeps the fingerprint of a finding when another comes before it', () => {
    const [first, second] = some(2);
    if (!first || !second) throw new Error('two findings');
    expect(fingerprintsOf(reportOf({ findings: [first, second] }))).toContain(fingerprintsOf(reportOf({ findings: [second] }))[0]);
  });

  it('tells equal findings, a suppressed one and an unverified entry apart', () => {
    const [finding] = some(1);
    if (!finding) throw new Error('one finding');
    const unverified = { at: place, what: 'x', why: 'y', needs: 'z' };
    const report = reportOf({ findings: [finding, finding], suppressed: [{ finding, reason: 'r', by: 'comment' }], unverified: [unverified, unverified] });
    expect(new Set(fingerprintsOf(report)).size).toBe(5);
  });
});

describe('junit', () => {
  it('fails for errors and warnings, and for nothing else', () => {
    const findings = [...some(1), ...some(2, { severity: 'warning' }), ...some(3, { severity: 'info' }), ...some(4, { isNew: false })];
    const { attributes } = readXml(junit(reportOf({ findings }), options));
    expect(attributes).toEqual({ name: 'mllint', tests: '11', failures: '3', errors: '0', skipped: '4', time: '0' });
  });

  it('names a test without its line, and equal ones differently', () => {
    const names = all(readXml(junit(reportOf({ findings: [...some(1), ...some(1)] }), options)), 'testcase').map(({ attributes }) => attributes.name);
    expect(names).toEqual(['the run', 'istio/weights-sum: message 0', 'istio/weights-sum: message 0 (2)']);
  });

  const python = spawnSync('python3', ['--version']).status === 0;
  it.skipIf(!python)('and checkstyle are read by the XML parser of Python (skipped without python3)', () => {
    const documents = Object.values(cases).flatMap((report) => [junit(report(), options), checkstyle(report(), options)]);
    const script = 'import json,sys,xml.etree.ElementTree as e\nprint([e.fromstring(d.encode()).tag for d in json.load(sys.stdin)].count("checkstyle"))';
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: JSON.stringify(documents), encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: `${Object.keys(cases).length}\n`, stderr: '' });
  });
});

describe('markdown', () => {
  it('stays below what GitHub takes of a comment, the worst first, and says what is left out', () => {
    const long = 'x`'.repeat(2_000);
    const finding = (index: number, severity: Finding['severity']): Finding => findingOf(place, { message: `${index} ${long}`, severity, fix: { title: long, safety: 'safe', edits: [] } });
    const findings = Array.from({ length: 1_000 }, (_, index) => finding(index, index === 999 ? 'error' : 'warning'));
    const unverified = findings.map((_, index) => ({ at: place, what: `${index} ${long}`, why: long, needs: long }));
    const suppressed = findings.map((one) => ({ finding: one, reason: long, by: 'baseline' as const }));
    const crashes = findings.map(() => ({ rule: long, subject: long, stack: long }));
    const notes = findings.map((_, index) => `${index} ${long}`);
    const environments = findings.map((_, index) => ({ name: `${index}${long}`, models: [] }));
    const text = markdown(reportOf({ findings, unverified, suppressed, crashes, notes, environments }), options);
    expect(text.length).toBeLessThan(65_000);
    expect(markdownErrors(text)).toEqual([]);
    expect(text.match(/- and \d+ more/g)).toHaveLength(5);
    expect(text.split('\n').find((line) => line.startsWith('- **error**') || line.startsWith('- **warning**'))).toMatch(/^- \*\*error/);
  });

  it.each(['a `b` c', '`', '``', '` `', ' x ', '   ', '', 'a``b`c', '\\`', '@team https://x.org #1 <b>', '|'])('shows %j as it is, in a code span', (message) => {
    const text = markdown(reportOf({ findings: [findingOf(place, { message, rule: 'a/b' })] }), options);
    const line = text.split('\n')[5] ?? '';
    expect(withoutCode(line)).toBe('  …');
    const [, fence = '', body = ''] = /^ {2}(`+)(.*?)\1$/.exec(line) ?? [];
    expect(body.replace(/^ (.*) $/, '$1')).toBe(message.trim() || 'a/b');
    expect(fence.length).toBeGreaterThan(0);
  });
});

describe('compact', () => {
  it('is read by the error format of editors: %f:%l:%c: %t%*[^ ] %m', () => {
    const [line = ''] = compact(reportOf({ findings: some(1) })).split('\n');
    expect(line).toBe('base/virtual-service.yaml:9:19: error istio/weights-sum message 0');
  });
});
