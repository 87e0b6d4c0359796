/**
 * The fields that kustomize changes in the kinds it knows.
 * Follows kustomize 5.7, api/internal/konfig/builtinpluginconsts.
 */
import type { FieldSpec } from './field-spec.ts';
import type { Gvk } from './resource.ts';
import type { NameReference, TransformerConfig } from './transformer-config.ts';

/** Where a kind keeps the specification of its pods. */
const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: 'spec', PodTemplate: 'template/spec', Deployment: 'spec/template/spec', ReplicaSet: 'spec/template/spec', DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec', Job: 'spec/template/spec', CronJob: 'spec/jobTemplate/spec/template/spec', ReplicationController: 'spec/template/spec',
};

const WITH_PODS = ['Pod', 'PodTemplate', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob'];
const WITH_ACCOUNTS = ['Pod', 'StatefulSet', 'Deployment', 'ReplicationController', 'CronJob', 'Job', 'DaemonSet'];

function spec(path: string, gvk: Partial<Gvk> = {}, { create = false } = {}): FieldSpec {
  return { ...gvk, path, create };
}

function inPods(kinds: readonly string[], paths: readonly string[]): FieldSpec[] {
  return kinds.flatMap((kind) => paths.map((path) => spec(`${POD_SPECS[kind] ?? ''}/${path}`, { kind })));
}

/** A Pod is one of `v1` only where ConfigMaps and Secrets are concerned. */
function inCorePods(paths: readonly string[]): FieldSpec[] {
  return inPods(WITH_PODS, paths).map((field) => (field.kind === 'Pod' ? { ...field, version: 'v1' } : field));
}

function keyed(name: string, volume: string): string[] {
  return [
    volume,
    `containers/env/valueFrom/${name}KeyRef/name`, `initContainers/env/valueFrom/${name}KeyRef/name`,
    `containers/envFrom/${name}Ref/name`, `initContainers/envFrom/${name}Ref/name`, `volumes/projected/sources/${name}/name`,
  ];
}

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const ROLES = [spec('rules/resourceNames', { kind: 'Role' }), spec('rules/resourceNames', { kind: 'ClusterRole' })];

function reference(gvk: Partial<Gvk>, referrers: readonly FieldSpec[]): NameReference {
  return { group: '', version: '', kind: '', ...gvk, referrers };
}

const scaled = ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet']
  .map((kind) => reference({ kind }, [spec('spec/scaleTargetRef/name', { kind: 'HorizontalPodAutoscaler' })]));

const configMap = reference({ kind: 'ConfigMap', version: 'v1' }, [
  ...inCorePods(keyed('configMap', 'volumes/configMap/name')),
  spec('spec/configSource/configMap', { kind: 'Node' }), ...ROLES,
  spec('metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap', { kind: 'Ingress' }),
]);

const secret = reference({ kind: 'Secret', version: 'v1' }, [
  ...inCorePods([...keyed('secret', 'volumes/secret/secretName'), 'imagePullSecrets/name']),
  spec('spec/tls/secretName', { kind: 'Ingress' }),
  ...['ingress.kubernetes.io\\/auth-secret', 'nginx.ingress.kubernetes.io\\/auth-secret', 'nginx.ingress.kubernetes.io\\/auth-tls-secret']
    .map((name) => spec(`metadata/annotations/${name}`, { kind: 'Ingress' })),
  spec('imagePullSecrets/name', { kind: 'ServiceAccount' }),
  ...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].map((name) => spec(`parameters/${name}`, { kind: 'StorageClass' })),
  ...ROLES,
  spec('spec/template/spec/containers/env/valueFrom/secretKeyRef/name', { kind: 'Service', group: 'serving.knative.dev', version: 'v1' }),
  spec('spec/azureFile/secretName', { kind: 'PersistentVolume' }),
]);

const service = reference({ kind: 'Service', version: 'v1' }, [
  spec('spec/serviceName', { kind: 'StatefulSet', group: 'apps' }),
  ...['spec/rules/http/paths/backend/serviceName', 'spec/backend/serviceName', 'spec/rules/http/paths/backend/service/name', 'spec/defaultBackend/service/name']
    .map((path) => spec(path, { kind: 'Ingress' })),
  spec('spec/service/name', { kind: 'APIService', group: 'apiregistration.k8s.io' }),
  spec('webhooks/clientConfig/service', { kind: 'ValidatingWebhookConfiguration', group: ADMISSION }),
  spec('webhooks/clientConfig/service', { kind: 'MutatingWebhookConfiguration', group: ADMISSION }),
]);

const bindings = ['RoleBinding', 'ClusterRoleBinding'];

const nameReference: readonly NameReference[] = [
  ...scaled, configMap, secret, service,
  reference({ kind: 'Role', group: RBAC }, [spec('roleRef/name', { kind: 'RoleBinding', group: RBAC })]),
  reference({ kind: 'ClusterRole', group: RBAC }, bindings.map((kind) => spec('roleRef/name', { kind, group: RBAC }))),
  reference({ kind: 'ServiceAccount', version: 'v1' }, [
    ...bindings.map((kind) => spec('subjects', { kind, group: RBAC })), ...inPods(WITH_ACCOUNTS, ['serviceAccountName']),
  ]),
  reference({ kind: 'PersistentVolumeClaim', version: 'v1' }, inPods(WITH_ACCOUNTS, ['volumes/persistentVolumeClaim/claimName'])),
  reference({ kind: 'PersistentVolume', version: 'v1' }, [
    spec('spec/volumeName', { kind: 'PersistentVolumeClaim' }), spec('rules/resourceNames', { kind: 'ClusterRole' }),
  ]),
  reference({ kind: 'StorageClass', version: 'v1', group: 'storage.k8s.io' }, [
    spec('spec/storageClassName', { kind: 'PersistentVolume' }), spec('spec/storageClassName', { kind: 'PersistentVolumeClaim' }),
    spec('spec/volumeClaimTemplates/spec/storageClassName', { kind: 'StatefulSet' }),
  ]),
  reference({ kind: 'PriorityClass', version: 'v1', group: 'scheduling.k8s.io' }, inPods(WITH_ACCOUNTS, ['priorityClassName'])),
  reference({ kind: 'IngressClass', version: 'v1', group: 'networking.k8s.io/v1' }, [spec('spec/ingressClassName', { kind: 'Ingress' })]),
  reference({ kind: 'ValidatingAdmissionPolicy', group: ADMISSION }, [spec('spec/policyName', { kind: 'ValidatingAdmissionPolicyBinding', group: ADMISSION })]),
];

const CREATES = { create: true };
const workloads: readonly Partial<Gvk>[] = [{ kind: 'Deployment' }, { kind: 'ReplicaSet' }, { kind: 'DaemonSet' }];

function templates(field: 'labels' | 'annotations', statefulSet: Partial<Gvk>): FieldSpec[] {
  const batch = (kind: string): Partial<Gvk> => ({ group: 'batch', kind });
  return [
    spec(`metadata/${field}`, {}, CREATES),
    spec(`spec/template/metadata/${field}`, { version: 'v1', kind: 'ReplicationController' }, CREATES),
    ...[...workloads, statefulSet].map((gvk) => spec(`spec/template/metadata/${field}`, gvk, CREATES)),
    ...(field === 'labels' ? [spec('spec/volumeClaimTemplates[]/metadata/labels', { group: 'apps', kind: 'StatefulSet' }, CREATES)] : []),
    spec(`spec/template/metadata/${field}`, batch('Job'), CREATES),
    spec(`spec/jobTemplate/metadata/${field}`, batch('CronJob'), CREATES),
    spec(`spec/jobTemplate/spec/template/metadata/${field}`, batch('CronJob'), CREATES),
  ];
}

const templateLabels = templates('labels', { group: 'apps', kind: 'StatefulSet' });

function affinities(kind: string): FieldSpec[] {
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`, `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution`,
  ]);
  return [...terms, 'topologySpreadConstraints'].map((term) => spec(`spec/template/spec/${term}/labelSelector/matchLabels`, { group: 'apps', kind }));
}

const commonLabels = [
  spec('spec/selector', { version: 'v1', kind: 'Service' }, CREATES), spec('spec/selector', { version: 'v1', kind: 'ReplicationController' }, CREATES),
  spec('spec/selector/matchLabels', { kind: 'Deployment' }, CREATES), ...affinities('Deployment'),
  spec('spec/selector/matchLabels', { kind: 'ReplicaSet' }, CREATES), spec('spec/selector/matchLabels', { kind: 'DaemonSet' }, CREATES),
  spec('spec/selector/matchLabels', { group: 'apps', kind: 'StatefulSet' }, CREATES), ...affinities('StatefulSet'),
  spec('spec/selector/matchLabels', { group: 'batch', kind: 'Job' }), spec('spec/jobTemplate/spec/selector/matchLabels', { group: 'batch', kind: 'CronJob' }),
  spec('spec/selector/matchLabels', { group: 'policy', kind: 'PodDisruptionBudget' }),
  ...['spec/podSelector', 'spec/ingress/from/podSelector', 'spec/egress/to/podSelector']
    .map((path) => spec(`${path}/matchLabels`, { group: 'networking.k8s.io', kind: 'NetworkPolicy' })),
  ...templateLabels,
];

const VARIABLE_FIELDS = ['args', 'command', 'env/value', 'volumeMounts/mountPath'];
const inContainers = ['containers', 'initContainers'].flatMap((list) => VARIABLE_FIELDS.map((field) => `${list}/${field}`));
const withVariables = ['DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'];

const varReference = [
  ...inPods(['CronJob'], inContainers), spec('spec/jobTemplate/spec/template/volumes/nfs/server', { kind: 'CronJob' }),
  ...withVariables.flatMap((kind) => inPods([kind], kind === 'StatefulSet' ? inContainers : [...inContainers, 'volumes/nfs/server'])),
  spec('spec/template/metadata/annotations', { kind: 'Deployment' }),
  ...['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName'].map((path) => spec(path, { kind: 'Ingress' })),
  ...['spec/ports/port', 'spec/ports/targetPort'].map((path) => spec(path, { kind: 'Service' })),
  spec('spec/volumeClaimTemplates/spec/nfs/server', { kind: 'StatefulSet' }), spec('spec/nfs/server', { kind: 'PersistentVolume' }),
  spec('metadata/labels'), spec('metadata/annotations'),
];

const images = ['spec', 'spec/template/spec'].flatMap((pod) =>
  ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((path) => spec(`${pod}/${path}`, {}, CREATES)));

export const DEFAULT_CONFIG: TransformerConfig = {
  namePrefix: [spec('metadata/name')],
  nameSuffix: [spec('metadata/name')],
  namespace: [
    spec('metadata/name', { kind: 'Namespace' }, CREATES), spec('spec/service/namespace', { group: 'apiregistration.k8s.io', kind: 'APIService' }, CREATES),
    spec('spec/conversion/webhook/clientConfig/service/namespace', { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }),
  ],
  commonLabels, templateLabels, labels: [],
  commonAnnotations: templates('annotations', { kind: 'StatefulSet' }),
  varReference, images,
  replicas: ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => spec('spec/replicas', { kind }, CREATES)),
  nameReference,
};
