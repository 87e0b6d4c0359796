/** What a run looked at and what it could not verify, in one line: silence must not be taken for approval. */
import type { Report } from '../finding.ts';
import { lineOf } from './escape.ts';

/** More environments than this are counted, not named. */
const maximalNames = 5;

export function summaryLine(report: Report): string {
  const { summary, crashes } = report;
  const problems = severityCounts(summary);
  const isClean = problems === '';
  const rest = [
    ...(crashes.length > 0 ? [`${plural(crashes.length, 'rule')} crashed`] : []),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
    summary.unverified > 0 ? `${summary.unverified} not verified` : (summary.unverifiedElsewhere ?? 0) > 0 ? 'nothing left unverified there' : 'nothing left unverified',
  ];
  return `${isClean ? 'no problems' : problems} in ${plural(summary.files, 'file')}${extent(report, isClean)}; ${rest.join('; ')}`;
}

/** `2 errors, 1 warning`; nothing where there are none. */
export function severityCounts({ errors, warnings, infos }: Pick<Report['summary'], 'errors' | 'warnings' | 'infos'>): string {
  return [...counted(errors, 'error'), ...counted(warnings, 'warning'), ...counted(infos, 'info')].join(', ');
}

/** ` (3 applications, 6 manifests in dev, staging, prod)` */
function extent({ summary, environments }: Report, named: boolean): string {
  const things = [...counted(summary.applications, 'application'), ...counted(summary.manifests, 'manifest')];
  if (things.length === 0) return '';
  const names = environments.map(({ name }) => lineOf(name, 100)).join(', ');
  const where = named && environments.length <= maximalNames ? names : plural(environments.length, 'environment');
  return ` (${things.join(', ')}${environments.length === 0 ? '' : ` in ${where}`})`;
}

function counted(count: number, noun: string): string[] {
  return count > 0 ? [plural(count, noun)] : [];
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
