/**
 * The API versions of the systems mllint knows. Follows the definitions of their resources: kserve config/crd (v0.7.0 … v0.20.0), istio
 * manifests/charts/base (1.6.0 … 1.29.0 and master), gateway-api config/crd, standard and experimental (v0.5.1 … v1.6.1), argo-cd manifests/crds
 * (v2.14 … v3.5), cert-manager deploy/crds (v0.10.1 … v1.9), and the migration guides of KEDA 2, Knative 0.19 and 1.12, External Secrets 0.17.
 */
import type { ServedApis } from './served-version.ts';

/** `serving.kserve.io/v1alpha2` and `serving.kubeflow.org` are what kserve/removed-api speaks of. */
const kserve: ServedApis = {
  product: 'KServe',
  maintained: '0.17',
  newest: '0.20',
  versions: [
    { apiVersion: 'serving.kserve.io/v1beta1', kinds: 'InferenceService' },
    { apiVersion: 'serving.kserve.io/v1alpha2', kinds: 'InferenceService' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'TrainedModel' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'ClusterServingRuntime ServingRuntime', since: '0.8' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'InferenceGraph', since: '0.9' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'ClusterStorageContainer', since: '0.12' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'ClusterLocalModel', since: '0.14', removed: '0.15', now: 'LocalModelCache in serving.kserve.io/v1alpha1' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'LocalModelNodeGroup', since: '0.14' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'LocalModelCache LocalModelNode', since: '0.15' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'LLMInferenceService LLMInferenceServiceConfig', since: '0.16' },
    { apiVersion: 'serving.kserve.io/v1alpha2', kinds: 'LLMInferenceService LLMInferenceServiceConfig', since: '0.17' },
    { apiVersion: 'serving.kserve.io/v1alpha1', kinds: 'LocalModelNamespaceCache', since: '0.18' },
  ],
};

const NETWORKING = 'DestinationRule Gateway ServiceEntry Sidecar VirtualService WorkloadEntry';

const istio: ServedApis = {
  product: 'Istio',
  maintained: '1.28',
  newest: '1.31',
  versions: [
    { apiVersion: 'networking.istio.io/v1', kinds: `${NETWORKING} WorkloadGroup`, since: '1.22' },
    { apiVersion: 'networking.istio.io/v1beta1', kinds: NETWORKING, since: '1.5' },
    { apiVersion: 'networking.istio.io/v1beta1', kinds: 'ProxyConfig WorkloadGroup', since: '1.13' },
    { apiVersion: 'networking.istio.io/v1alpha3', kinds: `EnvoyFilter ${NETWORKING} WorkloadGroup` },
    { apiVersion: 'security.istio.io/v1', kinds: 'AuthorizationPolicy RequestAuthentication', since: '1.17' },
    { apiVersion: 'security.istio.io/v1', kinds: 'PeerAuthentication', since: '1.22' },
    { apiVersion: 'security.istio.io/v1beta1', kinds: 'AuthorizationPolicy PeerAuthentication RequestAuthentication' },
    { apiVersion: 'telemetry.istio.io/v1', kinds: 'Telemetry', since: '1.22' },
    { apiVersion: 'telemetry.istio.io/v1alpha1', kinds: 'Telemetry' },
    { apiVersion: 'extensions.istio.io/v1alpha1', kinds: 'WasmPlugin', since: '1.12' },
    { apiVersion: 'extensions.istio.io/v1alpha1', kinds: 'TrafficExtension' },
    { apiVersion: 'authentication.istio.io/v1alpha1', kinds: 'MeshPolicy Policy', removed: '1.6', now: 'PeerAuthentication and RequestAuthentication in security.istio.io/v1' },
    { apiVersion: 'rbac.istio.io/v1alpha1', kinds: 'ClusterRbacConfig RbacConfig ServiceRole ServiceRoleBinding', removed: '1.7', now: 'AuthorizationPolicy in security.istio.io/v1' },
  ],
};

/** What only the experimental channel still serves is served. */
const gatewayApi: ServedApis = {
  product: 'Gateway API',
  maintained: '1.4',
  newest: '1.6',
  versions: [
    { apiVersion: 'gateway.networking.k8s.io/v1', kinds: 'Gateway GatewayClass HTTPRoute', since: '1.0' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kinds: 'GRPCRoute', since: '1.1' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kinds: 'BackendTLSPolicy', since: '1.4' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kinds: 'ListenerSet ReferenceGrant TLSRoute', since: '1.5' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kinds: 'TCPRoute UDPRoute', since: '1.6' },
    { apiVersion: 'gateway.networking.k8s.io/v1beta1', kinds: 'Gateway GatewayClass HTTPRoute' },
    { apiVersion: 'gateway.networking.k8s.io/v1beta1', kinds: 'ReferenceGrant' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha3', kinds: 'BackendTLSPolicy', since: '1.1', deprecated: '1.4' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha3', kinds: 'TLSRoute', since: '1.4', deprecated: '1.5' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'TLSRoute', deprecated: '1.5' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'TCPRoute UDPRoute', deprecated: '1.6' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'Gateway GatewayClass HTTPRoute', deprecated: '0.6', removed: '0.8' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'BackendTLSPolicy', since: '1.0', removed: '1.1' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'GRPCRoute', deprecated: '1.1', removed: '1.2' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'ReferenceGrant', deprecated: '0.8', removed: '1.2' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'ReferencePolicy', deprecated: '0.5', removed: '0.6', now: 'ReferenceGrant in gateway.networking.k8s.io/v1beta1' },
    { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kinds: 'BackendLBPolicy', since: '1.1', removed: '1.3', now: 'XBackendTrafficPolicy in gateway.networking.x-k8s.io/v1alpha1' },
    { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1', kinds: 'XBackend XBackendTrafficPolicy XMesh' },
    { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1', kinds: 'XListenerSet', since: '1.3', removed: '1.5', now: 'ListenerSet in gateway.networking.k8s.io/v1' },
    { apiVersion: 'networking.x-k8s.io/v1alpha1', kinds: 'Gateway GatewayClass HTTPRoute TCPRoute TLSRoute UDPRoute', removed: '0.5', now: 'gateway.networking.k8s.io/v1' },
  ],
};

const argocd: ServedApis = {
  product: 'Argo CD',
  maintained: '3.2',
  newest: '3.5',
  versions: [
    { apiVersion: 'argoproj.io/v1alpha1', kinds: 'AppProject Application' },
    { apiVersion: 'argoproj.io/v1alpha1', kinds: 'ApplicationSet', since: '2.3' },
  ],
};

const keda: ServedApis = {
  product: 'KEDA',
  maintained: '2.17',
  newest: '2.19',
  versions: [
    { apiVersion: 'keda.sh/v1alpha1', kinds: 'ClusterTriggerAuthentication ScaledJob ScaledObject TriggerAuthentication' },
    { apiVersion: 'keda.k8s.io/v1alpha1', kinds: 'ScaledObject TriggerAuthentication', removed: '2.0', now: 'keda.sh/v1alpha1' },
  ],
};

const knative: ServedApis = {
  product: 'Knative',
  maintained: '1.18',
  newest: '1.21',
  versions: [
    { apiVersion: 'serving.knative.dev/v1', kinds: 'Configuration Revision Route Service' },
    { apiVersion: 'serving.knative.dev/v1beta1', kinds: 'DomainMapping' },
    { apiVersion: 'serving.knative.dev/v1beta1', kinds: 'Configuration Revision Route Service', removed: '0.19' },
    { apiVersion: 'serving.knative.dev/v1alpha1', kinds: 'Configuration Revision Route Service', removed: '0.19' },
    { apiVersion: 'serving.knative.dev/v1alpha1', kinds: 'DomainMapping', deprecated: '1.11', removed: '1.12' },
  ],
};

/** Azure serves two of its kinds in a group of its own. */
const prometheus: ServedApis = {
  product: 'the Prometheus operator',
  maintained: '0.88',
  newest: '0.93',
  versions: [
    { apiVersion: 'monitoring.coreos.com/v1', kinds: 'Alertmanager PodMonitor Probe Prometheus PrometheusRule ServiceMonitor ThanosRuler' },
    { apiVersion: 'monitoring.coreos.com/v1beta1', kinds: 'AlertmanagerConfig', since: '0.57' },
    { apiVersion: 'monitoring.coreos.com/v1alpha1', kinds: 'AlertmanagerConfig PrometheusAgent ScrapeConfig' },
    { apiVersion: 'azmonitoring.coreos.com/v1', kinds: 'PodMonitor ServiceMonitor' },
  ],
};

const certManager: ServedApis = {
  product: 'cert-manager',
  maintained: '1.18',
  newest: '1.20',
  versions: [
    { apiVersion: 'cert-manager.io/v1', kinds: 'Certificate CertificateRequest ClusterIssuer Issuer' },
    { apiVersion: 'acme.cert-manager.io/v1', kinds: 'Challenge Order' },
    ...['v1alpha2', 'v1alpha3', 'v1beta1'].flatMap((version) => [
      { apiVersion: `cert-manager.io/${version}`, kinds: 'Certificate CertificateRequest ClusterIssuer Issuer', removed: '1.6' },
      { apiVersion: `acme.cert-manager.io/${version}`, kinds: 'Challenge Order', removed: '1.6' },
    ]),
    { apiVersion: 'certmanager.k8s.io/v1alpha1', kinds: 'Certificate CertificateRequest ClusterIssuer Issuer', removed: '0.11', now: 'cert-manager.io/v1' },
    { apiVersion: 'certmanager.k8s.io/v1alpha1', kinds: 'Challenge Order', removed: '0.11', now: 'acme.cert-manager.io/v1' },
  ],
};

const externalSecrets: ServedApis = {
  product: 'External Secrets',
  maintained: '0.17',
  newest: '1.0',
  versions: [
    { apiVersion: 'external-secrets.io/v1', kinds: 'ClusterExternalSecret ClusterSecretStore ExternalSecret SecretStore', since: '0.16' },
    { apiVersion: 'external-secrets.io/v1beta1', kinds: 'ClusterExternalSecret ClusterSecretStore ExternalSecret SecretStore', deprecated: '0.16', removed: '0.17' },
    { apiVersion: 'external-secrets.io/v1alpha1', kinds: 'ClusterSecretStore ExternalSecret SecretStore', deprecated: '0.5', removed: '0.16' },
    { apiVersion: 'external-secrets.io/v1alpha1', kinds: 'PushSecret' },
    { apiVersion: 'external-secrets.io/v1alpha1', kinds: 'ClusterPushSecret' },
  ],
};

export const customApis: readonly ServedApis[] = [kserve, istio, gatewayApi, argocd, keda, knative, prometheus, certManager, externalSecrets];
