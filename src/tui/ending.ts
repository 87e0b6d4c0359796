/** What is said once the interface is left: what was done, what was not, and what is left. */
import { grouped } from '../groups.ts';
import { lineOf } from '../report/escape.ts';
import { plural, summaryLine } from '../report/summary.ts';
import type { Deed, Done } from './workshop.ts';

const labelCells = 'suppressed'.length + 2;

export function endingText({ session, written, writtenPaths, dropped }: Done): string {
  const { report } = session.linted;
  const skipped = session.findings.filter(({ fingerprint }) => session.skipped.has(fingerprint)).length;
  const lines = [
    ...(['fixed', 'edited', 'suppressed'] as const).flatMap((kind) => deedLine(kind, written.filter((deed) => deed.kind === kind))),
    ...(skipped > 0 ? [labelled('skipped', plural(skipped, 'problem'))] : []),
    ...(writtenPaths.length > 0 ? [labelled('written', writtenPaths.map((path) => lineOf(path, 200)).join(', '))] : []),
    ...deedLine('discarded', dropped),
    labelled('left', summaryLine(report)),
  ];
  return `${lines.join('\n')}\n`;
}

/** `fixed  3 problems: argocd/self-heal (2), istio/weights-sum` */
function deedLine(label: string, deeds: readonly Deed[]): string[] {
  if (deeds.length === 0) return [];
  const counts = [...grouped(deeds, ({ rule }) => rule)].map(([rule, own]) => ({ rule, count: own.reduce((sum, { count }) => sum + count, 0) }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return [labelled(label, `${plural(total, 'problem')}: ${counts.map(({ rule, count }) => `${lineOf(rule, 200)}${count > 1 ? ` (${count})` : ''}`).join(', ')}`)];
}

function labelled(label: string, text: string): string {
  return `${label.padEnd(labelCells)}${text}`;
}
