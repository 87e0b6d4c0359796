/** Workflow commands that GitHub Actions turns into annotations of the changed lines. */
import type { Finding, Report, Severity } from '../finding.ts';
import { clip, commandData, commandProperty, lineOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { inRepository, placeOf } from './place.ts';
import { plural, severityCounts } from './summary.ts';
import { messageLine, unverifiedLine } from './wording.ts';
import { worstFirst } from './worst-first.ts';

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  /** In the order in which they are written. */
  readonly properties: readonly (readonly [name: string, value: string | number])[];
  /** May hold line ends of ours. */
  readonly message: string;
}

/** GitHub drops what a step says beyond this many annotations of one level. */
const maximalPerLevel = 10;
const maximalNotes = 20;

const levels: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', info: 'notice' };

/** At most ten annotations of each level, the worst first; the last says what they leave out. */
export function github(report: Report, options: FormatOptions): string {
  const crashes = crashAnnotations(report);
  const findings = worstFirst(report.findings);
  const first = (level: Level, room: number): Finding[] => findings.filter(({ severity }) => levels[severity] === level).slice(0, room);
  const serious = [...first('error', maximalPerLevel - crashes.length), ...first('warning', maximalPerLevel)];
  const minor = first('notice', maximalPerLevel);
  // What is left out is said in a notice, which may take the place of one.
  const hasClosing = closingLines(report, [...serious, ...minor]).length > 0;
  const chosen = [...serious, ...minor.slice(0, hasClosing ? maximalPerLevel - 1 : maximalPerLevel)];
  const annotations = [
    ...crashes,
    ...chosen.map((finding) => annotationOf(finding, options)),
    ...closingAnnotation(closingLines(report, chosen)),
  ];
  return annotations.map((annotation) => `${commandOf(annotation)}\n`).join('');
}

function annotationOf(finding: Finding, options: FormatOptions): Annotation {
  const { rule, severity, at } = finding;
  const { file, line, column, endLine, endColumn } = placeOf(at);
  // Columns only mean something within one line, and a place without extent has no end.
  const columns = line !== endLine ? [] : ([['col', column], ...(endColumn > column ? ([['endColumn', endColumn]] as const) : [])] as const);
  return {
    level: levels[severity],
    properties: [['file', inRepository(file, options)], ['line', line], ['endLine', endLine], ...columns, ['title', rule]],
    message: messageLine(finding),
  };
}

/** One for all rules that crashed: it must not push findings out. */
function crashAnnotations({ crashes }: Report): Annotation[] {
  if (crashes.length === 0) return [];
  const names = crashes.map(({ rule, subject }) => `${rule} on ${subject}`).join(', ');
  return [{ level: 'error', properties: [['title', 'mllint crashed']], message: `${plural(crashes.length, 'rule')} crashed: ${lineOf(names)}` }];
}

/** What the annotations do not say. */
function closingLines({ findings, unverified, notes }: Report, annotated: readonly Finding[]): string[] {
  const said = new Set(annotated);
  const left = findings.filter((finding) => !said.has(finding));
  const counts = { errors: countOf(left, 'error'), warnings: countOf(left, 'warning'), infos: countOf(left, 'info') };
  return [
    ...(left.length > 0 ? [`${severityCounts(counts)} more, not annotated here: see the log or another format of the report`] : []),
    ...(unverified.length > 0 ? [`${unverified.length} not verified, the first: ${clip(unverified.map(unverifiedLine)[0] ?? '', 500)}`] : []),
    ...notes.slice(0, maximalNotes).map((note) => lineOf(note, 500)),
  ];
}

function countOf(findings: readonly Finding[], wanted: Severity): number {
  return findings.filter(({ severity }) => severity === wanted).length;
}

function closingAnnotation(lines: readonly string[]): Annotation[] {
  return lines.length > 0 ? [{ level: 'notice', properties: [['title', 'mllint']], message: lines.join('\n') }] : [];
}

/** Exactly one line: whatever could end it, or start a command, is encoded. */
function commandOf({ level, properties, message }: Annotation): string {
  const list = properties.map(([name, value]) => `${name}=${commandProperty(lineOf(`${value}`, 4000))}`);
  return `::${level} ${list.join(',')}::${commandData(clip(message, 8000))}`;
}
