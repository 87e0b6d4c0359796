/**
 * Which kinds kustomize knows to live in no namespace, and what that makes of ids.
 * Follows kustomize 5.7, kyaml/openapi/openapi.go (the schema of Kubernetes 1.21) and kyaml/resid/resid.go.
 */
import { apiVersionOf, currentId, previousIds, type Gvk, type PreviousId, type Resource, type ResourceId } from './resource.ts';

const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io': ['v1', 'v1beta1', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  'apiextensions.k8s.io': ['v1', 'v1beta1', 'CustomResourceDefinition'],
  'apiregistration.k8s.io': ['v1', 'v1beta1', 'APIService'],
  'certificates.k8s.io': ['v1', 'v1beta1', 'CertificateSigningRequest'],
  'flowcontrol.apiserver.k8s.io': ['v1beta1', 'FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['v1', 'v1beta1', 'IngressClass'],
  'node.k8s.io': ['v1', 'v1beta1', 'RuntimeClass'],
  policy: ['v1beta1', 'PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['v1', 'v1beta1', 'ClusterRole', 'ClusterRoleBinding'],
  'scheduling.k8s.io': ['v1', 'v1beta1', 'PriorityClass'],
  'storage.k8s.io': ['v1', 'v1beta1', 'CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
  '': ['v1', 'ComponentStatus', 'Namespace', 'Node', 'NodeProxyOptions', 'PersistentVolume'],
};

/** Kinds that left beta before the others of their group came. */
const NEVER = new Set(['storage.k8s.io/v1beta1 VolumeAttachment']);

const IN_NO_NAMESPACE = '_non_namespaceable_';
const DEFAULT_NAMESPACE = 'default';

/** Certainly in no namespace; kinds that the schema does not know are taken to live in one. */
export function isClusterScoped(gvk: Gvk): boolean {
  const known = Object.hasOwn(CLUSTER_SCOPED, gvk.group) ? CLUSTER_SCOPED[gvk.group] : undefined;
  return known !== undefined && known.includes(gvk.version) && known.includes(gvk.kind) && !NEVER.has(`${apiVersionOf(gvk)} ${gvk.kind}`);
}

export function effectiveNamespace(id: ResourceId): string {
  if (isClusterScoped(id)) return IN_NO_NAMESPACE;
  return id.namespace === '' ? DEFAULT_NAMESPACE : id.namespace;
}

export function isSameNamespace(a: ResourceId, b: ResourceId): boolean {
  return effectiveNamespace(a) === effectiveNamespace(b);
}

export function isSameId(a: ResourceId, b: ResourceId): boolean {
  return isSameGvkName(a, b) && isSameNamespace(a, b);
}

export function isSameGvkName(a: ResourceId, b: ResourceId): boolean {
  return a.name === b.name && a.kind === b.kind && a.version === b.version && a.group === b.group;
}

/** Whether a selector with empty parts, which stand for everything, takes a kind. */
export function isSelectedBy(gvk: Gvk, { group = '', version = '', kind = '' }: Partial<Gvk>): boolean {
  return (group === '' || group === gvk.group) && (version === '' || version === gvk.version) && (kind === '' || kind === gvk.kind);
}

/** An id as kustomize prints it: `Deployment.v1.apps/fraud.prod`. */
export function idText(id: ResourceId): string {
  return `${gvkText(id)}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`;
}

export function gvkText({ group, version, kind }: Gvk): string {
  return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}

/** Every id the object has or had. */
export function allIds(resource: Resource): ResourceId[] {
  return [...previousIds(resource), currentId(resource)];
}

/** Remembers what the object is called now, before a transformer changes it. */
export function rememberId(resource: Resource): Resource {
  const id = currentId(resource);
  const previous: PreviousId = { kind: id.kind, name: id.name, namespace: effectiveNamespace(id) };
  return { ...resource, previous: [...resource.previous, previous] };
}
