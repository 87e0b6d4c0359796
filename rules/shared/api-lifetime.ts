/** What declared versions of Kubernetes and of the systems on it decide about API versions. */
import type { ApiFact, ClusterFacts } from '#rule';
import { isAtLeast } from './declared-version.ts';

/** Whether a declared version is `version` (`major.minor`) or later; `undefined` where nobody declared enough to tell. */
export function isFrom(declared: string | undefined, version: string): boolean | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return isAtLeast(declared, major, minor);
}

/** The version that is declared for the product of an API; there is no setting for most. */
export function declaredFor({ product }: ApiFact, { kubernetes, kserve, argocd, istio }: ClusterFacts): string | undefined {
  const declared: ReadonlyMap<string, string | undefined> = new Map([['Kubernetes', kubernetes], ['KServe', kserve], ['Argo CD', argocd], ['Istio', istio]]);
  return declared.get(product);
}
