import type { Manifest, Node } from '#rule';

/** A field of a built-in kind that a server lets nobody change. */
export interface ImmutableField {
  readonly path: readonly string[];
  /** What an absent one means. */
  readonly standsFor?: string | boolean | number;
  /** The server fills in what is absent: only two values that are both written can be told apart. */
  readonly isFilledIn?: boolean;
  /** Of two objects, whether it is one of which this holds. */
  readonly when?: (was: Manifest, is: Manifest) => boolean;
}

const SELECTOR: ImmutableField = { path: ['spec', 'selector'] };
const ROLE: ImmutableField = { path: ['roleRef'] };

function field(path: string, more: Omit<ImmutableField, 'path'> = {}): ImmutableField {
  return { path: path.split('.'), ...more };
}

/** A service without a load balancer or an address keeps none. */
const isBoth = (path: readonly string[], isMeant: (node: Node) => boolean) => (was: Manifest, is: Manifest): boolean =>
  [was, is].every(({ root }) => root.get(...path).isKnown && isMeant(root.get(...path)));
const hasAddress = isBoth(['spec', 'type'], (type) => type.text !== 'ExternalName');
const isBalanced = isBoth(['spec', 'type'], (type) => type.text === 'LoadBalancer');
const isFixed = (was: Manifest): boolean => was.root.get('immutable').isKnown && was.root.get('immutable').value === true;
/** A suspended job that never ran may still be placed elsewhere; whether it ran, nobody can see here. */
const isRunning = (was: Manifest): boolean => was.root.get('spec', 'suspend').isKnown && was.root.get('spec', 'suspend').value !== true;

const FIXED_DATA = [field('data', { when: isFixed }), field('binaryData', { when: isFixed }), field('immutable', { when: isFixed })];
const VOLUME_SOURCES = ['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'csi', 'fc', 'flexVolume', 'gcePersistentDisk', 'hostPath', 'iscsi', 'local', 'nfs', 'rbd', 'vsphereVolume'];

/**
 * What the `Validate…Update` functions of Kubernetes refuse (k8s.io/kubernetes 1.36, pkg/apis/{apps,batch,core,networking,rbac,scheduling,storage,node,discovery}/validation).
 * Fields that are not listed may change, or it depends on the state of the object whether they may.
 */
export const IMMUTABLE_FIELDS: ReadonlyMap<string, readonly ImmutableField[]> = new Map([
  ['Deployment.apps', [SELECTOR]],
  ['ReplicaSet.apps', [SELECTOR]],
  ['DaemonSet.apps', [SELECTOR]],
  ['StatefulSet.apps', [SELECTOR, field('spec.serviceName'), field('spec.podManagementPolicy', { standsFor: 'OrderedReady' }), field('spec.volumeClaimTemplates')]],
  ['Job.batch', [
    field('spec.selector', { isFilledIn: true }), field('spec.template', { when: isRunning }), field('spec.completionMode', { standsFor: 'NonIndexed' }),
    field('spec.completions', { isFilledIn: true, when: isBoth(['spec', 'completionMode'], (mode) => mode.text !== 'Indexed') }),
    field('spec.podFailurePolicy'), field('spec.successPolicy'), field('spec.backoffLimitPerIndex'), field('spec.managedBy'),
  ]],
  ['Service', [field('spec.clusterIP', { isFilledIn: true, when: hasAddress }), field('spec.loadBalancerClass', { when: isBalanced })]],
  ['PersistentVolumeClaim', [
    field('spec.accessModes'), field('spec.selector'), field('spec.volumeMode', { standsFor: 'Filesystem' }), field('spec.storageClassName', { isFilledIn: true }),
    field('spec.volumeName', { isFilledIn: true }), field('spec.dataSource', { isFilledIn: true }), field('spec.dataSourceRef', { isFilledIn: true }),
  ]],
  ['PersistentVolume', [field('spec.volumeMode', { standsFor: 'Filesystem' }), ...VOLUME_SOURCES.map((source) => field(`spec.${source}`))]],
  ['StorageClass.storage.k8s.io', [
    field('provisioner'), field('parameters'), field('reclaimPolicy', { standsFor: 'Delete' }), field('volumeBindingMode', { standsFor: 'Immediate' }),
  ]],
  ['ConfigMap', FIXED_DATA],
  ['Secret', [field('type', { standsFor: 'Opaque' }), ...FIXED_DATA]],
  ['RoleBinding.rbac.authorization.k8s.io', [ROLE]],
  ['ClusterRoleBinding.rbac.authorization.k8s.io', [ROLE]],
  ['PriorityClass.scheduling.k8s.io', [field('value', { standsFor: 0 }), field('preemptionPolicy', { standsFor: 'PreemptLowerPriority' })]],
  ['IngressClass.networking.k8s.io', [field('spec.controller')]],
  ['RuntimeClass.node.k8s.io', [field('handler')]],
  ['EndpointSlice.discovery.k8s.io', [field('addressType')]],
  ['ResourceQuota', [field('spec.scopes'), field('spec.scopeSelector')]],
  ['CustomResourceDefinition.apiextensions.k8s.io', [field('spec.group'), field('spec.scope'), field('spec.names.kind'), field('spec.names.plural')]],
]);
