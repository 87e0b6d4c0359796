/** What the declared version of Argo CD decides. */
import type { ClusterFacts } from '#rule';
import { isAtLeast } from './declared-version.ts';

/** Whether Argo CD is at least `major.minor` there; `undefined` where nobody declared enough to tell. */
export function isArgocdAtLeast({ argocd }: ClusterFacts, major: number, minor: number): boolean | undefined {
  return isAtLeast(argocd, major, minor);
}
