/** Whether two runs say the same of a repository. */
import type { Finding, Report } from '../finding.ts';

/** Findings with their places, what is suppressed, what is not verified, and what every environment serves; notes are about the run. */
export function saysTheSame(one: Report, other: Report): boolean {
  const [before, after] = [one, other].map((report) => JSON.stringify([
    report.findings.map(findingText),
    report.suppressed.map(({ finding, by }) => `${by} ${findingText(finding)}`),
    report.unverified.map(({ at, what, why }) => `${at.file.path} ${what} ${why}`),
    report.environments,
    report.crashes.map(({ rule, subject }) => `${rule} ${subject}`),
  ]));
  return before === after;
}

function findingText({ rule, severity, message, at, environments, fingerprint }: Finding): string {
  return [rule, severity, at.file.path, at.range.start, at.range.end, message, environments.join(), fingerprint].join('\0');
}
