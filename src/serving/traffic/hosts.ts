/** Host names as Istio and the Gateway API compare them. Follows istio, pkg/config/host/name.go and pkg/config/analysis/analyzers/util/hosts.go (86c9f01). */

/** A Service inside the cluster; without a namespace where nobody says which. */
export interface ServiceName {
  readonly name: string;
  readonly namespace?: string;
}

const CLUSTER_DOMAIN = '.svc.cluster.local';

/** The Service that a host means, seen from a namespace; nothing for hosts that are taken as they are written, such as `fraud.example.org`. */
export function serviceOfHost(host: string, namespace: string | undefined): ServiceName | undefined {
  if (!host.includes('.')) return isLabel(host) ? { name: host, ...(namespace === undefined ? {} : { namespace }) } : undefined;
  if (!host.endsWith(CLUSTER_DOMAIN)) return undefined;
  const [name, ofNamespace, ...more] = host.slice(0, -CLUSTER_DOMAIN.length).split('.');
  return name !== undefined && ofNamespace !== undefined && more.length === 0 && isLabel(name) && isLabel(ofNamespace) ? { name, namespace: ofNamespace } : undefined;
}

/** `fraud.ml` and `fraud.ml.svc`: forms that Kubernetes resolves and Istio does not. */
export function shortenedService(host: string): Required<ServiceName> | undefined {
  const [name = '', namespace = '', svc, ...more] = host.split('.');
  const isShort = more.length === 0 && (svc === undefined || svc === 'svc');
  return isShort && isLabel(name) && isLabel(namespace) ? { name, namespace } : undefined;
}

/** A host with the namespace that a short name is completed by; `?` stands for one that nobody names. */
export function fullHost(host: string, namespace: string | undefined): string {
  const text = host.toLowerCase();
  return text.includes('.') || text === '*' ? text : `${text}.${namespace ?? '?'}${CLUSTER_DOMAIN}`;
}

/** Whether two hosts, wildcards included, have a name in common. */
export function hostsOverlap(a: string, b: string): boolean {
  return coversHost(a, b) || coversHost(b, a);
}

/** Whether every name that `inner` stands for is one of `outer`. */
export function coversHost(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*') return true;
  return outer.startsWith('*') && inner.endsWith(outer.slice(1));
}

/** A DNS-1123 label; what holds a placeholder is none. */
export function isLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text);
}

/** Whether two namespaces may be the same; one that nobody names may be any. */
export function mayBeSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
