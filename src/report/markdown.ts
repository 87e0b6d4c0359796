/**
 * Markdown for the summary of a CI job and for a comment on a pull request. Everything that comes from the repository stands in code spans:
 * there GitHub and GitLab make no links, mentions, references or HTML of it.
 */
import type { Finding, Report, ReportedChange, Suppressed } from '../finding.ts';
import { grouped } from '../groups.ts';
import { differenceBlocks } from './difference.ts';
import { clip, lineOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { codeSpan } from './markdown-text.ts';
import { inRepository, placeOf, pointerTo } from './place.ts';
import { plural, summaryLine } from './summary.ts';
import { crashLine, messageLine, suppressionLine, unverifiedLine } from './wording.ts';
import { worstFirst } from './worst-first.ts';

/** UTF-16 units of each part. With what stands around them they stay below the 65,536 characters that GitHub takes of a comment. */
const room = { changes: 6_000, crashes: 3_000, findings: 22_000, known: 4_000, difference: 10_000, exceptions: 2_500, unverified: 6_000, suppressed: 3_500, notes: 3_500 } as const;
/** Lines of each manifest in the difference. */
const differenceLines = 60;

/** The worst first; of each part as much as there is room for, and how much is left out. */
export function markdown(report: Report, options: FormatOptions): string {
  const blocks = [
    `### mllint`,
    summaryLine(report, { nameText: codeSpan }),
    ...list(report.crashes.map((crash) => `- **crash** ${codeSpan(crashLine(crash))}`), room.crashes),
    ...movesOf(report.changes ?? []),
    ...list(worstFirst(report.findings.filter(({ isNew }) => isNew !== false)).map((finding) => findingItem(finding, options)), room.findings),
    ...differenceOf(report, options),
    ...folded('exceptions in force', exceptionItems(report.suppressed), room.exceptions),
    ...folded('not new: the base has it, too', worstFirst(report.findings.filter(({ isNew }) => isNew === false)).map((finding) => findingItem(finding, options)), room.known),
    ...folded('not verified', report.unverified.map((entry) => `- ${place(entry, options)} ${codeSpan(unverifiedLine(entry))}`), room.unverified),
    ...folded('suppressed', report.suppressed.map((entry) => `- ${place(entry.finding, options)} ${codeSpan(entry.finding.rule)} ${codeSpan(suppressionLine(entry))}`), room.suppressed),
    ...folded('notes', report.notes.map((note) => `- ${codeSpan(lineOf(note))}`), room.notes),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function findingItem(finding: Finding, options: FormatOptions): string {
  const { severity, rule, fix } = finding;
  return [
    `- **${severity}** ${place(finding, options)} ${codeSpan(rule)}`,
    `  ${codeSpan(messageLine(finding))}`,
    ...(fix ? [`  fixable: ${codeSpan(lineOf(fix.title, 200))} (${fix.safety === 'safe' ? 'safe' : 'to be reviewed'})`] : []),
  ].join('  \n');
}

/** A table of what moves, and what the gates say of it. */
function movesOf(changes: readonly ReportedChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ model, environment, kind, from, to, gates }) => {
    const closed = gates.filter(({ isOpen }) => !isOpen).length;
    const cells = [cell(model), cell(environment), `${cell(from ?? 'none')} → ${cell(to ?? 'none')}`, kind, gates.length === 0 ? 'none decides' : closed > 0 ? `**${closed} of ${gates.length} closed**` : 'open'];
    return `| ${cells.join(' | ')} |`;
  });
  const gates = changes.flatMap(({ model, environment, gates: ofMove }) => ofMove.map(({ rule, isOpen, opensAt, evidence }) => {
    return `- ${isOpen ? 'open' : '**closed**'} ${codeSpan(rule)} ${codeSpan(model)} ${codeSpan(environment)}  \n  ${codeSpan(evidence)}${opensAt === undefined ? '' : ` – opens ${codeSpan(opensAt)}`}`;
  }));
  return ['#### What moves', [...['| model | environment | version | kind | gates |', '|---|---|---|---|---|'], ...fitting(rows, room.changes / 2)].join('\n'), ...list(gates, room.changes)];
}

/** In a table a bar ends the cell, in code, too, unless a backslash stands before it. */
function cell(text: string): string {
  return codeSpan(clip(text, 200)).replaceAll('|', '\\|');
}

/** As many rows as there is room for; the last says how many are left out. */
function fitting(rows: readonly string[], most: number): string[] {
  let used = 0;
  const end = rows.findIndex((row) => (used += row.length + 1) > most);
  return end < 0 ? [...rows] : [...rows.slice(0, end), `| and ${rows.length - end} more | | | | |`];
}

function differenceOf({ difference }: Report, options: FormatOptions): string[] {
  const blocks = difference ? differenceBlocks(difference, { linesOfEach: differenceLines, all: room.difference }, options) : [];
  return blocks.length === 0 ? [] : ['<details><summary>what is rendered otherwise</summary>', ...blocks, '</details>'];
}

/** Each exception that lets something pass, with who answers for it and until when. */
function exceptionItems(suppressed: readonly Suppressed[]): string[] {
  const exceptions = grouped(suppressed.filter(({ by }) => by === 'exception'), ({ finding, reason, owner, until }) => JSON.stringify([finding.rule, reason, owner ?? null, until ?? null]));
  return [...exceptions.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { finding, reason, owner, until } = first;
    const terms = [...(owner === undefined ? ['no owner'] : [`owner ${codeSpan(lineOf(owner, 100))}`]), ...(until === undefined ? ['no end'] : [`until ${codeSpan(lineOf(until, 100))}`])];
    return [`- ${codeSpan(finding.rule)} ${plural(group.length, 'finding')}, ${terms.join(', ')}  \n  ${codeSpan(reason)}`];
  });
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
