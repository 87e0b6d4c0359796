/** What mllint says of one manifest, by the rules that stand for the API server. */
import { run } from '../../src/mllint.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';

const RULES = ['kubernetes/schema', 'kubernetes/api-version', 'kubernetes/quantity'];
const NOW = new Date('2026-11-27T12:00:00Z');

export interface OwnVerdict {
  readonly isAccepted: boolean;
  /** The messages of errors; where there are none, what was left unverified. */
  readonly message: string;
}

export async function ownVerdict(text: string): Promise<OwnVerdict> {
  const { report } = await run({ snapshot: memorySnapshot({ 'object.yaml': text }), rules: RULES, now: NOW });
  if (report.crashes.length > 0) throw new Error(`mllint crashed on\n${text}\n${JSON.stringify(report.crashes)}`);
  const errors = report.findings.filter(({ rule, severity }) => severity === 'error' && RULES.includes(rule));
  const unread = report.findings.filter(({ rule }) => rule === 'repository/readable');
  return { isAccepted: errors.length === 0 && unread.length === 0, message: [...errors, ...unread].map(({ message }) => message).join('; ') };
}
