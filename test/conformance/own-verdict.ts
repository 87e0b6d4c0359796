/** What mllint says of one manifest, by the rules that stand for the API server. */
import { run } from '../../src/mllint.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';

const VERSIONS = 'kubernetes/api-version'; // what no server has is a warning there, since the cluster's own version is not declared
const REMOVED = 'kserve/removed-api'; // an info there for the same reason
const QUANTITY = 'kubernetes/quantity';
const BELOW_NOTHING = 'less than nothing'; // definitions of custom resources take it; the Pod that is made of one later is refused, which this server does not see
const RULES: readonly string[] = ['kubernetes/schema', QUANTITY, VERSIONS, REMOVED];
const NOW = new Date('2026-11-27T12:00:00Z');

export interface OwnVerdict {
  readonly isAccepted: boolean;
  /** The messages of errors; where there are none, what was left unverified. */
  readonly message: string;
}

export async function ownVerdict(text: string): Promise<OwnVerdict> {
  const { report } = await run({ snapshot: memorySnapshot({ 'object.yaml': text }), rules: RULES, now: NOW });
  if (report.crashes.length > 0) throw new Error(`mllint crashed on\n${text}\n${JSON.stringify(report.crashes)}`);
  const isCustom = isOfCustomGroup(text);
  const errors = report.findings.filter(({ rule, severity, message }) => RULES.includes(rule) && !(rule === QUANTITY && isCustom && message.endsWith(BELOW_NOTHING)) && (severity === 'error' || rule === REMOVED || (rule === VERSIONS && severity === 'warning')));
  const unread = report.findings.filter(({ rule }) => rule === 'repository/readable');
  return { isAccepted: errors.length === 0 && unread.length === 0, message: [...errors, ...unread].map(({ message }) => message).join('; ') };
}

/** Kubernetes' own groups have no dot, or are below k8s.io; of the Gateway API no kind holds amounts. */
function isOfCustomGroup(text: string): boolean {
  const group = /^apiVersion:[ ]*["']?([A-Za-z0-9.-]+)\//m.exec(text)?.[1] ?? '';
  return group.includes('.') && !group.endsWith('.k8s.io');
}
