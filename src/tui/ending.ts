/** What is said once the interface is left: what was done, what was not, and what is left. */
import { grouped } from '../groups.ts';
import { lineOf } from '../report/escape.ts';
import { plural, summaryLine } from '../report/summary.ts';
import { wrap } from './text.ts';
import type { Deed, Done } from './workshop.ts';

const labelCells = 'suppressed'.length + 2;

/** More are counted. */
const maximalNotes = 5;

/** Lines of at most so many columns. */
export function endingText({ session, written, writtenPaths, dropped }: Done, width: number): string {
  const { report } = session.linted;
  const skipped = session.findings.filter(({ fingerprint }) => session.skipped.has(fingerprint)).length;
  const lines = [
    ...report.notes.slice(0, maximalNotes).map((note, index) => labelled(index === 0 ? 'notes' : '', lineOf(note, 1000))),
    ...(report.notes.length > maximalNotes ? [labelled('', `and ${plural(report.notes.length - maximalNotes, 'more note')}`)] : []),
    ...(['fixed', 'edited', 'suppressed'] as const).flatMap((kind) => deedLine(kind, written.filter((deed) => deed.kind === kind))),
    ...(skipped > 0 ? [labelled('skipped', plural(skipped, 'problem'))] : []),
    ...writtenPaths.map((path, index) => labelled(index === 0 ? 'written' : '', lineOf(path, 1000))),
    ...deedLine('discarded', dropped),
    labelled('left', summaryLine(report)),
    ...(report.summary.unverified > 0 ? [labelled('', 'mllint says what is not verified, and what would be needed')] : []),
  ];
  return `${lines.flatMap((line) => wrapLabelled(line, width)).join('\n')}\n`;
}

/** `fixed  3 problems: argocd/self-heal (2), istio/weights-sum` */
function deedLine(label: string, deeds: readonly Deed[]): string[] {
  if (deeds.length === 0) return [];
  const counts = [...grouped(deeds, ({ rule }) => rule)].map(([rule, own]) => ({ rule, count: own.reduce((sum, { count }) => sum + count, 0) }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return [labelled(label, `${plural(total, 'problem')}: ${counts.map(({ rule, count }) => `${lineOf(rule, 200)}${count > 1 ? ` (${count})` : ''}`).join(', ')}`)];
}

function wrapLabelled(line: string, width: number): string[] {
  const [first = '', ...others] = wrap(line.slice(labelCells), Math.max(20, width - labelCells));
  return [`${line.slice(0, labelCells)}${first}`, ...others.map((other) => `${' '.repeat(labelCells)}${other}`)];
}

function labelled(label: string, text: string): string {
  return `${label.padEnd(labelCells)}${text}`;
}
