/** What the declared version of Argo CD decides. */
import type { ClusterFacts } from '#rule';

/** Whether Argo CD is at least `major.minor` there; `undefined` where nobody declared enough to tell. */
export function isArgocdAtLeast({ argocd }: ClusterFacts, major: number, minor: number): boolean | undefined {
  const [declaredMajor, declaredMinor] = (argocd ?? '').replace(/^v/, '').split('.', 2).map((part) => Number.parseInt(part, 10));
  if (declaredMajor === undefined || Number.isNaN(declaredMajor)) return undefined;
  if (declaredMajor !== major) return declaredMajor > major;
  return declaredMinor === undefined || Number.isNaN(declaredMinor) ? undefined : declaredMinor >= minor;
}
