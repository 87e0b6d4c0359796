/** Which groups have kinds that are all known, so that it can be said whether an object needs a namespace. */
import { groupOf, isClusterScoped } from '#rule';

const KNOWN_GROUPS: ReadonlySet<string> = new Set([
  '', 'apps', 'batch', 'autoscaling', 'policy', 'networking.k8s.io', 'rbac.authorization.k8s.io', 'gateway.networking.k8s.io',
  'serving.kserve.io', 'networking.istio.io', 'monitoring.coreos.com', 'argoproj.io',
]);

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Where objects of a kind live; `undefined` for kinds of groups that are not known. */
export function scopeOf({ apiVersion, kind }: Kind): 'cluster' | 'namespace' | undefined {
  if (isClusterScoped({ apiVersion, kind })) return 'cluster';
  return KNOWN_GROUPS.has(groupOf(apiVersion)) ? 'namespace' : undefined;
}
