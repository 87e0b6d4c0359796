/** What the two formats that GitHub reads have in common. */
import type { Finding, Severity } from '../finding.ts';
import type { FormatOptions } from './format.ts';

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The order in which findings are kept where only so many may be: by severity, what the change brought before the rest. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity] || Number(a.isNew === false) - Number(b.isNew === false));
}

/** The path from the root of the Git repository, which is what GitHub resolves. */
export function inRepository(path: string, { rootInRepository = '' }: FormatOptions): string {
  return rootInRepository === '' ? path : `${rootInRepository}/${path}`;
}
