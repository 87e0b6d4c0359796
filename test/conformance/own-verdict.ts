/** What mllint says of one manifest, by the rules that stand for the API server. */
import { run } from '../../src/mllint.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';

const VERSIONS = 'kubernetes/api-version'; // what no server has is a warning there, since the cluster's own version is not declared
const REMOVED = 'kserve/removed-api'; // an info there for the same reason
const RULES: readonly string[] = ['kubernetes/schema', 'kubernetes/quantity', VERSIONS, REMOVED];
const NOW = new Date('2026-11-27T12:00:00Z');

export interface OwnVerdict {
  readonly isAccepted: boolean;
  /** The messages of errors; where there are none, what was left unverified. */
  readonly message: string;
}

export async function ownVerdict(text: string): Promise<OwnVerdict> {
  const { report } = await run({ snapshot: memorySnapshot({ 'object.yaml': text }), rules: RULES, now: NOW });
  if (report.crashes.length > 0) throw new Error(`mllint crashed on\n${text}\n${JSON.stringify(report.crashes)}`);
  const errors = report.findings.filter(({ rule, severity }) => RULES.includes(rule) && (severity === 'error' || rule === REMOVED || (rule === VERSIONS && severity === 'warning')));
  const unread = report.findings.filter(({ rule }) => rule === 'repository/readable');
  return { isAccepted: errors.length === 0 && unread.length === 0, message: [...errors, ...unread].map(({ message }) => message).join('; ') };
}
