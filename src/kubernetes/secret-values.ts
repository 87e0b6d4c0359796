/** What is never printed, wherever manifests are shown: the values of a Secret, and the copy of them that kubectl leaves behind. */
import type { Path } from '../yaml/node.ts';

const SECRET_KEYS: ReadonlySet<string> = new Set(['data', 'stringData']);
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whether a path of a manifest leads to, or into, a value that is to be masked. */
export function isSecretValue({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }, [top, ...rest]: Path): boolean {
  if (kind !== 'Secret' || apiVersion !== 'v1') return false;
  if (top === 'metadata') return rest.includes(COPY);
  return typeof top === 'string' && rest.length > 0 && SECRET_KEYS.has(top);
}
