/** What a run looked at and what it could not verify, in one line: silence must not be taken for approval. */
import type { Report } from '../finding.ts';
import { lineOf } from './escape.ts';

/** More environments than this are counted, not named. */
const maximalNames = 5;

export interface SummaryOptions {
  /** How the name of an environment is written. */
  readonly nameText?: (name: string) => string;
}

export function summaryLine(report: Report, { nameText = (name) => lineOf(name, 100) }: SummaryOptions = {}): string {
  const { summary, crashes } = report;
  const problems = severityCounts(summary);
  const isClean = problems === '';
  const rest = [
    ...(crashes.length > 0 ? [`${plural(crashes.length, 'rule')} crashed`] : []),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
    summary.unverified > 0 ? `${summary.unverified} not verified` : (summary.unverifiedElsewhere ?? 0) > 0 ? 'nothing left unverified there' : 'nothing left unverified',
  ];
  return `${isClean ? 'no problems' : problems} in ${plural(summary.files, 'file')}${extent(report, isClean ? nameText : undefined)}; ${rest.join('; ')}`;
}

/** `2 errors, 1 warning`; nothing where there are none. */
export function severityCounts({ errors, warnings, infos }: Pick<Report['summary'], 'errors' | 'warnings' | 'infos'>): string {
  return [...counted(errors, 'error'), ...counted(warnings, 'warning'), ...counted(infos, 'info')].join(', ');
}

/** ` (3 applications, 6 manifests in dev, staging, prod)`; without a way to write names they are counted. */
function extent({ summary, environments }: Report, nameText: SummaryOptions['nameText']): string {
  const things = [...counted(summary.applications, 'application'), ...counted(summary.manifests, 'manifest')];
  if (things.length === 0) return '';
  const isNamed = nameText !== undefined && environments.length <= maximalNames;
  const where = isNamed ? environments.map(({ name }) => nameText(name)).join(', ') : plural(environments.length, 'environment');
  return ` (${things.join(', ')}${environments.length === 0 ? '' : ` in ${where}`})`;
}

function counted(count: number, noun: string): string[] {
  return count > 0 ? [plural(count, noun)] : [];
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
