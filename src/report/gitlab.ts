/** GitLab Code Quality: an array of issues, of which a merge request shows what it adds and what it removes. */
import { hexDigest } from '../digest.ts';
import type { Finding, Report, Severity } from '../finding.ts';
import { shown, type Location } from '../source.ts';
import { jsonText, lineOf, wellFormed } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { inRepository, placeOf } from './place.ts';
import { crashLine, messageLine, RUN_FILE, suppressionLine, unverifiedLine } from './wording.ts';

type GitLabSeverity = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

interface Issue {
  readonly check: string;
  readonly description: string;
  readonly severity: GitLabSeverity;
  /** Absent for what concerns the run as a whole. */
  readonly at?: Location;
  /** What makes it the same issue in another run; no line numbers. */
  readonly identity: readonly string[];
}

const severities: Readonly<Record<Severity, GitLabSeverity>> = { error: 'critical', warning: 'minor', info: 'info' };

/** What is suppressed, not verified or only noted is of severity `info`, so that a merge request shows when it adds some. */
export function gitlab(report: Report, options: FormatOptions): string {
  const issues = [
    ...report.crashes.map((crash): Issue => ({ check: crash.rule, description: crashLine(crash), severity: 'blocker', identity: ['crash', crash.rule, crash.subject] })),
    ...report.findings.map(findingIssue),
    ...report.unverified.map((entry): Issue => ({
      check: 'mllint/unverified', description: `not verified: ${unverifiedLine(entry)}`, severity: 'info', at: entry.at,
      identity: ['unverified', shown(entry.at).file.path, entry.what, entry.why],
    })),
    ...report.suppressed.map((entry): Issue => {
      const issue = findingIssue(entry.finding);
      return { ...issue, description: `suppressed (${suppressionLine(entry)}): ${issue.description}`, severity: 'info', identity: ['suppressed', ...issue.identity] };
    }),
    ...report.notes.map((note): Issue => ({ check: 'mllint/note', description: lineOf(note), severity: 'info', identity: ['note', note] })),
  ];
  const fingerprintOf = fingerprints();
  return jsonText(issues.map((issue) => issueValue(issue, fingerprintOf(issue), options)));
}

function findingIssue(finding: Finding): Issue {
  const { rule, severity, at, fingerprint } = finding;
  return { check: rule, description: messageLine(finding), severity: severities[severity], at, identity: ['finding', rule, shown(at).file.path, fingerprint] };
}

function issueValue({ check, description, severity, at }: Issue, fingerprint: string, options: FormatOptions): object {
  const place = at && placeOf(at);
  return {
    description: description || 'no message',
    check_name: lineOf(check) || 'mllint',
    fingerprint,
    severity,
    location: { path: inRepository(place?.file ?? RUN_FILE, options), lines: { begin: place?.line ?? 1 } },
  };
}

/** GitLab keeps one of the issues that have the same fingerprint, so that the second of equal ones gets another. */
function fingerprints(): (issue: Issue) => string {
  const seen = new Map<string, number>();
  return ({ identity }) => {
    const text = identity.map(wellFormed).join('\0');
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return hexDigest('sha256', `${text}\0${count}`).slice(0, 32);
  };
}
