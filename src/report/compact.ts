/** One line for each thing that is said: `file:line:column: severity rule message`, which editors and grep read. */
import type { Report } from '../finding.ts';
import { lineOf } from './escape.ts';
import { placeOf } from './place.ts';
import { summaryLine } from './summary.ts';
import { crashLine, messageLine, pointerLine, unverifiedLine } from './wording.ts';

/** What concerns no place starts with `mllint:`; the last line is the summary. */
export function compact(report: Report): string {
  const lines = [
    ...report.findings.map((finding) => `${pointerLine(placeOf(finding.at))}: ${finding.severity} ${lineOf(finding.rule)} ${messageLine(finding)}`),
    ...report.unverified.map((entry) => `${pointerLine(placeOf(entry.at))}: unverified ${unverifiedLine(entry)}`),
    ...report.crashes.map((crash) => `mllint: crash: ${crashLine(crash)}`),
    ...report.notes.map((note) => `mllint: note: ${lineOf(note)}`),
    `mllint: ${summaryLine(report)}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}
