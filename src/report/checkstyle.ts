/** The XML of Checkstyle, which Jenkins, reviewdog and many others read. */
import type { Report, Severity } from '../finding.ts';
import type { Location } from '../source.ts';
import { byFile } from './by-file.ts';
import { lineOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { inRepository, placeOf, pointerTo } from './place.ts';
import { summaryLine } from './summary.ts';
import { crashLine, messageLine, RUN_FILE, suppressionLine, unverifiedLine } from './wording.ts';
import { comment, element, xmlDocument, type Element } from './xml.ts';

interface Entry {
  readonly at: Location;
  readonly severity: Severity;
  readonly message: string;
  readonly source: string;
}

/**
 * Only what counts is an `error` element: readers compare their number with a limit, so that what is suppressed and the notes stand in comments,
 * with the summary. What is not verified is of severity `info`.
 */
export function checkstyle(report: Report, options: FormatOptions): string {
  const entries = [...report.findings.map(findingEntry), ...report.unverified.map(unverifiedEntry)];
  const files = [...byFile(entries)].map(([path, own]) => element('file', { name: inRepository(path, options) }, own.map(errorElement)));
  const remarks = [
    summaryLine(report),
    ...report.notes.map((note) => `note: ${lineOf(note)}`),
    ...report.suppressed.map((entry) => `suppressed: ${lineOf(pointerTo(placeOf(entry.finding.at)))} ${lineOf(entry.finding.rule)} (${suppressionLine(entry)})`),
  ];
  return xmlDocument(element('checkstyle', { version: '4.3' }, [...remarks.map(comment), ...crashFile(report, options), ...files]));
}

function findingEntry(finding: Report['findings'][number]): Entry {
  return { at: finding.at, severity: finding.severity, message: messageLine(finding), source: finding.rule };
}

function unverifiedEntry(entry: Report['unverified'][number]): Entry {
  return { at: entry.at, severity: 'info', message: `not verified: ${unverifiedLine(entry)}`, source: 'mllint/unverified' };
}

function errorElement({ at, severity, message, source }: Entry): Element {
  const { line, column } = placeOf(at);
  return element('error', { line, column, severity, message, source: lineOf(source) });
}

function crashFile({ crashes }: Report, options: FormatOptions): Element[] {
  if (crashes.length === 0) return [];
  const errors = crashes.map((crash) => element('error', { line: 1, column: 1, severity: 'error', message: crashLine(crash), source: lineOf(crash.rule) }));
  return [element('file', { name: inRepository(RUN_FILE, options) }, errors)];
}
