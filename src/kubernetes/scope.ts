/** Kinds without a namespace, of Kubernetes itself and of the systems mllint knows. */
import { kindKey } from './identity.ts';

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace', 'Node', 'PersistentVolume', 'ComponentStatus',
  'ClusterRole.rbac.authorization.k8s.io', 'ClusterRoleBinding.rbac.authorization.k8s.io',
  'CustomResourceDefinition.apiextensions.k8s.io', 'APIService.apiregistration.k8s.io',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io', 'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'PriorityClass.scheduling.k8s.io', 'StorageClass.storage.k8s.io', 'CSIDriver.storage.k8s.io', 'VolumeAttachment.storage.k8s.io',
  'IngressClass.networking.k8s.io', 'IPAddress.networking.k8s.io', 'ServiceCIDR.networking.k8s.io',
  'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io', 'CSINode.storage.k8s.io', 'VolumeAttributesClass.storage.k8s.io',
  'CertificateSigningRequest.certificates.k8s.io', 'ClusterTrustBundle.certificates.k8s.io', 'DeviceClass.resource.k8s.io', 'ResourceSlice.resource.k8s.io',
  'MutatingAdmissionPolicy.admissionregistration.k8s.io', 'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'VolumeSnapshotClass.snapshot.storage.k8s.io', 'VolumeSnapshotContent.snapshot.storage.k8s.io',
  'RuntimeClass.node.k8s.io', 'FlowSchema.flowcontrol.apiserver.k8s.io',
  'GatewayClass.gateway.networking.k8s.io', 'ClusterServingRuntime.serving.kserve.io', 'ClusterStorageContainer.serving.kserve.io',
  'LocalModelCache.serving.kserve.io', 'LocalModelNodeGroup.serving.kserve.io', 'LocalModelNode.serving.kserve.io',
  'ClusterWorkflowTemplate.argoproj.io', 'ClusterAnalysisTemplate.argoproj.io', 'ClusterTriggerAuthentication.keda.sh',
  'ClusterIssuer.cert-manager.io', 'ClusterSecretStore.external-secrets.io',
]);

/** Whether objects of a kind live outside of namespaces; unknown kinds are taken as namespaced, as Argo CD does. */
export function isClusterScoped(identity: { readonly apiVersion: string; readonly kind: string }): boolean {
  return CLUSTER_SCOPED.has(kindKey(identity));
}
