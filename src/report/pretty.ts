/** The report for a person at a terminal. */
import type { Crash, Finding, Report, Unverified } from '../finding.ts';
import { shown, type Location } from '../source.ts';
import { painter, type Paint } from './ansi.ts';
import { byFile } from './by-file.ts';
import { codeFrame } from './code-frame.ts';
import { concealedIn, type Concealed } from './concealed.ts';
import { lineOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { innerPlaceOf, placeOf } from './place.ts';
import { summaryLine } from './summary.ts';
import { pointerLine } from './wording.ts';

interface Look {
  readonly paint: Paint;
  readonly width: number;
  readonly concealed: Concealed;
}

/** More related places than this are counted. */
const maximalRelated = 5;

/** Blocks are separated by an empty line; the last line is the summary. */
export function pretty(report: Report, { color, width }: FormatOptions): string {
  const look = { paint: painter({ color }), width, concealed: concealedIn(report) };
  const explained = new Set<string>();
  const blocks = [
    ...[...byFile(report.findings).values()].flat().map((finding) => {
      const isFirst = !explained.has(finding.rule);
      explained.add(finding.rule);
      return findingLines(finding, look, isFirst ? [`help: mllint explain ${lineOf(finding.rule)}`] : []);
    }),
    ...report.unverified.map((entry) => unverifiedLines(entry, look)),
    ...(report.notes.length > 0 ? [report.notes.map((note) => `${look.paint('info', 'note:')} ${lineOf(note)}`)] : []),
    ...report.crashes.map((crash) => crashLines(crash, look)),
    [...fixableLine(report.findings), summaryLine(report)],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function findingLines(finding: Finding, { paint, width, concealed }: Look, help: readonly string[]): string[] {
  const { severity, rule, message, at } = finding;
  const name = lineOf(rule).trim();
  const words = [paint('path', pointerLine(placeOf(at))), paint(severity, severity), name && paint('rule', name), lineOf(message).trim()];
  const head = words.filter((word) => word !== '').join(' ');
  const frame = codeFrame(shown(at), { width: width - 2, paint, style: severity, concealed });
  const details = [
    ...insideLine(at),
    ...(finding.environments.length > 0 ? [`in ${finding.environments.map((name) => lineOf(name, 100)).join(', ')}`] : []),
    ...relatedLines(finding),
    ...(finding.isNew === false ? ['not new: the base has it, too'] : []),
    ...fixLine(finding, paint),
    ...help.map((line) => paint('faint', line)),
  ];
  return [head, ...[...frame, ...details].map((line) => `  ${line}`)];
}

function insideLine(at: Location): string[] {
  const inner = innerPlaceOf(at);
  return inner ? [`inside of ${pointerLine(inner)}`] : [];
}

function relatedLines({ related }: Finding): string[] {
  const lines = related.slice(0, maximalRelated).map(({ at, message }) => `see ${pointerLine(placeOf(at))} ${lineOf(message, 200)}`);
  return related.length > maximalRelated ? [...lines, `and ${related.length - maximalRelated} more`] : lines;
}

function fixLine({ fix }: Finding, paint: Paint): string[] {
  return fix ? [paint('fix', `fixable: ${lineOf(fix.title, 200)}${fix.safety === 'review' ? ' (to be reviewed)' : ' (safe)'}`)] : [];
}

function unverifiedLines({ at, what, why, needs }: Unverified, { paint }: Look): string[] {
  const head = `${paint('path', pointerLine(placeOf(at)))} ${paint('warning', 'not verified:')} ${lineOf(what)}`;
  return [head, ...insideLine(at).map((line) => `  ${line}`), `  why: ${lineOf(why)}`, `  needs: ${lineOf(needs)}`];
}

/** The gutter keeps a line of the stack from being taken for a command of the CI system. */
function crashLines({ rule, subject, stack }: Crash, { paint }: Look): string[] {
  const head = `${paint('error', 'crash:')} ${lineOf(rule)} on ${lineOf(subject)}`;
  return [head, ...stack.split('\n').map((line) => `  ${paint('faint', '|')} ${lineOf(line)}`.trimEnd())];
}

function fixableLine(findings: readonly Finding[]): string[] {
  const safe = findings.filter(({ fix }) => fix?.safety === 'safe').length;
  const review = findings.filter(({ fix }) => fix?.safety === 'review').length;
  const parts = [...(safe > 0 ? [`${safe} safely`] : []), ...(review > 0 ? [`${review} after review`] : [])];
  return parts.length > 0 ? [`fixable: ${parts.join(', ')}`] : [];
}
