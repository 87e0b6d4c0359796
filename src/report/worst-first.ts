/** The order in which findings are kept where only so many may be. */
import type { Finding, Severity } from '../finding.ts';

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** By severity, what the change brought before the rest. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity] || Number(a.isNew === false) - Number(b.isNew === false));
}
