/**
 * Markdown for the summary of a CI job and for a comment on a pull request. Everything that comes from the repository stands in code spans:
 * there GitHub and GitLab make no links, mentions, references or HTML of it.
 */
import type { Finding, Report } from '../finding.ts';
import { lineOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { codeSpan } from './markdown-text.ts';
import { inRepository, placeOf, pointerTo } from './place.ts';
import { summaryLine } from './summary.ts';
import { crashLine, messageLine, suppressionLine, unverifiedLine } from './wording.ts';
import { worstFirst } from './worst-first.ts';

/** UTF-16 units of each part. With what stands around them they stay below the 65,536 characters that GitHub takes of a comment. */
const room = { crashes: 4_000, findings: 36_000, unverified: 10_000, suppressed: 5_000, notes: 5_000 } as const;

/** The worst first; of each part as much as there is room for, and how much is left out. */
export function markdown(report: Report, options: FormatOptions): string {
  const blocks = [
    `### mllint`,
    summaryLine(report, { nameText: codeSpan }),
    ...list(report.crashes.map((crash) => `- **crash** ${codeSpan(crashLine(crash))}`), room.crashes),
    ...list(worstFirst(report.findings).map((finding) => findingItem(finding, options)), room.findings),
    ...folded('not verified', report.unverified.map((entry) => `- ${place(entry, options)} ${codeSpan(unverifiedLine(entry))}`), room.unverified),
    ...folded('suppressed', report.suppressed.map((entry) => `- ${place(entry.finding, options)} ${codeSpan(entry.finding.rule)} ${codeSpan(suppressionLine(entry))}`), room.suppressed),
    ...folded('notes', report.notes.map((note) => `- ${codeSpan(lineOf(note))}`), room.notes),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function findingItem(finding: Finding, options: FormatOptions): string {
  const { severity, rule, fix, isNew } = finding;
  return [
    `- **${severity}** ${place(finding, options)} ${codeSpan(rule)}`,
    `  ${codeSpan(messageLine(finding))}${isNew === false ? ' – not new: the base has it, too' : ''}`,
    ...(fix ? [`  fixable: ${codeSpan(lineOf(fix.title, 200))} (${fix.safety === 'safe' ? 'safe' : 'to be reviewed'})`] : []),
  ].join('  \n');
}

function place({ at }: Pick<Finding, 'at'>, options: FormatOptions): string {
  const { file, ...rest } = placeOf(at);
  return codeSpan(pointerTo({ ...rest, file: inRepository(file, options) }));
}

/** A part that is closed until somebody opens it. */
function folded(title: string, items: readonly string[], most: number): string[] {
  const lines = list(items, most);
  return lines.length === 0 ? [] : [`<details><summary>${title} (${items.length})</summary>`, ...lines, '</details>'];
}

/** One block with as many items as fit. */
function list(items: readonly string[], most: number): string[] {
  if (items.length === 0) return [];
  let used = 0;
  const end = items.findIndex((item) => (used += item.length + 1) > most);
  const left = end < 0 ? 0 : items.length - end;
  return [[...items.slice(0, items.length - left), ...(left > 0 ? [`- and ${left} more, for which there is no room here`] : [])].join('\n')];
}
