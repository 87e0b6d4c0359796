/** Mistakes that no schema tells of: parts that exclude or need each other, names, counts and forms that the API server compares in code, as people get them wrong. */
import { isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { Edit, Path } from './edits.ts';
import type { Place } from './places.ts';

type EditsAt = (place: Place) => readonly Edit[];

/** Of any kind, by what stands around a place. */
const AT_PLACES: readonly (readonly [string, EditsAt])[] = [
  ['zero for an integer', (place) => (place.schema.type === 'integer' ? [set(place, [], '0')] : [])],
  ['integer of another size', (place) => (place.schema.type === 'integer' ? [set(place, [], '70000')] : [])],
  ['text with a space', (place) => (isFreeText(place) ? [set(place, [], '"a b"')] : [])],
  ['text in capitals', (place) => (isFreeText(place) ? [set(place, [], 'SOME_TEXT')] : [])],
  ['text with a slash before it', (place) => (isFreeText(place) ? [set(place, [], '/a')] : [])],
  ['field left out', (place) => (place.path.length > 1 && typeof place.path.at(-1) === 'string' && place.path[0] !== 'metadata' ? [{ op: 'delete', path: place.path }] : [])],
  ['name of an object', (place) => (place.path.join() === 'metadata,name' ? ['Upper-Case', 'under_score', '-dash', 'a.b', `a${'b'.repeat(253)}`].map((name) => set(place, [], name)) : [])],
  ['labels of an object', (place) => (isMetadata(place) ? ['{ app: "a b" }', '{ "a b": c }', '{ a/b/c: d }', '{ A.b/c: d }', `{ app: a${'b'.repeat(63)} }`].map((value) => set(place, ['labels'], value)) : [])],
  ['annotations of an object', (place) => (isMetadata(place) ? ['{ "a b": c }', '{ a/b/c: d }', '{ A_b/c: d }', '{ a: "any text" }'].map((value) => set(place, ['annotations'], value)) : [])],
  ['finalizers of an object', (place) => (isMetadata(place) ? ['[a]', '[A/b]', '[example.com/a]', '["a b/c"]', '[foregroundDeletion]'].map((value) => set(place, ['finalizers'], value)) : [])],
  ['owners of an object', (place) => (isMetadata(place) ? ['[{ apiVersion: v1, kind: Pod, name: a, uid: b }]', '[{ apiVersion: v1, kind: Pod, name: a }]', '[{ apiVersion: v1, kind: "", name: a, uid: b }]', '[{ apiVersion: a/b/c, kind: A, name: a, uid: b }]'].map((value) => set(place, ['ownerReferences'], value)) : [])],
  ['metadata that a server gives', (place) => (isMetadata(place) ? [set(place, ['generation'], '3'), set(place, ['deletionGracePeriodSeconds'], '-1'), set(place, ['deletionTimestamp'], 'null'), set(place, ['selfLink'], '/a')] : [])],
  ['selector that does not match', (place) => (has(place, 'template') ? [...firstKey(place, ['selector', 'matchLabels']).map((key) => set(place, ['selector', 'matchLabels', key], 'another')), ...changes(place, [['selector', '{}'], ['template.metadata.labels', undefined], ['selector', '{ matchLabels: { "a b": c } }'], ['selector', '{ matchExpressions: [{ key: a, operator: In }] }']])] : [])],
  ['pod without a part', (place) => (has(place, 'containers') && isSeq(place.value) === false ? changes(place, [['containers', undefined], ['containers', '[]'], ['containers', 'null'], ['containers', '[{ image: a }]'], ['containers', '[{ name: a }]'], ['containers', '[{ name: A, image: a }]'], ['containers', '[{ name: a, image: "" }]'], ['containers', '[{ name: a, image: " a" }]']]) : [])],
  ['pod with a part that is wrong', (place) => (has(place, 'containers') ? changes(place, OF_PODS) : [])],
  ['container with a part that is wrong', (place) => (isItemOf(place, 'containers', 'initContainers') ? changes(place, OF_CONTAINERS) : [])],
  ['resources of a container', (place) => (isItemOf(place, 'containers') ? changes(place, OF_RESOURCES) : [])],
  ['probe', (place) => (/Probe$/.test(String(place.path.at(-1))) && isMap(place.value) ? changes(place, OF_PROBES) : [])],
  ['mount of no volume', (place) => (isItemOf(place, 'volumeMounts') ? changes(place, [['name', 'no-such-volume'], ['mountPath', '""'], ['mountPath', 'a:b'], ['subPath', '../a'], ['subPath', '/a'], ['name', undefined], ['mountPropagation', 'both']]) : [])],
  ['volume', (place) => (isItemOf(place, 'volumes') ? changes(place, OF_VOLUMES) : [])],
  ['variable', (place) => (isItemOf(place, 'env') ? changes(place, OF_VARIABLES) : [])],
  ['ports of one name', (place) => (isItemOf(place, 'ports') && Number(place.path.at(-1)) > 0 ? changes(place, [['name', undefined], ['name', 'http'], ['name', 'Upper'], ['name', 'a-name-that-is-long'], ['name', '"80"'], ['name', 'a--b']]) : [])],
  ['amount below nothing', (place) => (['requests', 'limits', 'capacity', 'hard'].includes(String(place.path.at(-2))) ? [set(place, [], '-1'), set(place, [], '0')] : [])],
];

const OF_PODS: Changes = [
  ['restartPolicy', 'Always'], ['restartPolicy', 'Never'], ['restartPolicy', 'OnFailure'], ['hostNetwork', 'true'], ['serviceAccountName', 'Upper_Case'], ['terminationGracePeriodSeconds', '-1'], ['dnsPolicy', 'None'],
  ['tolerations', '[{ effect: NoSchedule }]'], ['tolerations', '[{ key: a, operator: Exists, value: b }]'], ['tolerations', '[{ key: a, operator: Equal, value: "b c" }]'], ['tolerations', '[{ key: a, tolerationSeconds: 5 }]'], ['tolerations', '[{ key: "a b", operator: Exists }]'],
  ['affinity', '{ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } }'], ['affinity', '{ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: { matchExpressions: [{ key: a, operator: Exists }] } }] } }'],
  ['affinity', '{ podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 200, podAffinityTerm: { topologyKey: a, labelSelector: {} } }] } }'], ['affinity', '{ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "", labelSelector: {} }] } }'],
  ['affinity', '{ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: Gt, values: [b] }] }] } } }'], ['affinity', '{ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: a, labelSelector: { matchExpressions: [{ key: a, operator: In }] } }] } }'],
  ['topologySpreadConstraints', '[{ maxSkew: 0, topologyKey: a, whenUnsatisfiable: DoNotSchedule }]'], ['topologySpreadConstraints', '[{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: Never }]'], ['topologySpreadConstraints', '[{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, minDomains: 2 }]'],
  ['imagePullSecrets', '[{ name: "" }]'], ['imagePullSecrets', '[{}]'], ['hostAliases', '[{ ip: 10.0.0, hostnames: [a] }]'], ['hostAliases', '[{ ip: 10.0.0.1, hostnames: [a_b] }]'], ['hostname', 'a.b'], ['subdomain', 'A'], ['priority', '5'], ['nodeName', 'A'], ['nodeSelector', '{ a: "b c" }'],
  ['securityContext', '{ runAsUser: -1 }'], ['securityContext', '{ sysctls: [{ name: A, value: b }] }'], ['securityContext', '{ fsGroupChangePolicy: always }'], ['securityContext', '{ seccompProfile: { type: Localhost } }'], ['securityContext', '{ supplementalGroups: [-1] }'], ['dnsConfig', '{ nameservers: [a] }'], ['dnsConfig', '{ searches: ["a b"] }'],
  ['readinessGates', '[{ conditionType: "a b" }]'], ['schedulerName', '"a b"'], ['overhead', '{ cpu: 1 }'], ['initContainers', '[{ name: init, image: a, readinessProbe: { tcpSocket: { port: 1 } } }]'], ['initContainers', '[{ name: init, image: a, restartPolicy: Always, readinessProbe: { tcpSocket: { port: 1 } } }]'], ['initContainers', '[{ name: init, image: a, restartPolicy: Never }]'], ['initContainers', '[{ name: init }]'], ['ephemeralContainers', '[{ name: a, image: b }]'],
];

const OF_CONTAINERS: Changes = [
  ['name', undefined], ['image', undefined], ['name', 'under_score'], ['name', '""'], ['image', '""'], ['image', '"a "'], ['imagePullPolicy', 'always'], ['command', 'python'], ['workingDir', '""'], ['terminationMessagePolicy', 'File '], ['terminationMessagePath', '""'],
  ['ports', '[{ containerPort: 80, name: http }, { containerPort: 81, name: http }]'], ['ports', '[{ containerPort: 0 }]'], ['ports', '[{ name: http }]'], ['ports', '[{ containerPort: 80, name: HTTP }]'], ['ports', '[{ containerPort: 80, name: a-name-that-is-long }]'], ['ports', '[{ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 80 }]'], ['ports', '[{ containerPort: 80 }, { containerPort: 80 }]'],
  ['ports', '[{ containerPort: 80, hostIP: a }]'], ['ports', '[{ containerPort: 80, protocol: http }]'], ['envFrom', '[{}]'], ['envFrom', '[{ configMapRef: { name: a }, secretRef: { name: b } }]'], ['envFrom', '[{ configMapRef: { name: "" } }]'], ['envFrom', '[{ prefix: "a=", configMapRef: { name: a } }]'],
  ['lifecycle', '{ preStop: {} }'], ['lifecycle', '{ preStop: { exec: { command: [] } } }'], ['lifecycle', '{ postStart: { exec: { command: [a] }, httpGet: { port: 80 } } }'], ['lifecycle', '{ preStop: { sleep: { seconds: 0 } } }'], ['volumeDevices', '[{ name: a, devicePath: /a }]'],
  ['securityContext', '{ runAsUser: -1 }'], ['securityContext', '{ privileged: true, allowPrivilegeEscalation: false }'], ['securityContext', '{ capabilities: { add: [SYS_ADMIN] }, allowPrivilegeEscalation: false }'], ['securityContext', '{ procMount: masked }'], ['securityContext', '{ seccompProfile: {} }'], ['restartPolicy', 'Always'],
];

const OF_RESOURCES: Changes = [
  ['resources', '{ requests: { cpu: 2 }, limits: { cpu: 1 } }'], ['resources', '{ requests: { memory: 2Gi }, limits: { memory: 512Mi } }'], ['resources', '{ requests: { cpu: -1 } }'], ['resources', '{ limits: { memory: 512Mib } }'], ['resources', '{ limits: { gpu: 1 } }'], ['resources', '{ requests: { nvidia.com/gpu: 1 } }'],
  ['resources', '{ requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: 2 } }'], ['resources', '{ limits: { nvidia.com/gpu: 0.5 } }'], ['resources', '{ limits: { nvidia.com/gpu: 500m } }'], ['resources', '{ limits: { cpu: 1m, memory: 1m } }'], ['resources', '{ cpu: 1 }'], ['resources', '{ requests: { hugepages-2Mi: 2Mi } }'], ['resources', '{ limits: { hugepages-2Mi: 3Mi, cpu: 1 } }'], ['resources', '{ limits: { storage: 1Gi } }'], ['resources', '{ claims: [{ name: a }] }'],
];

const OF_PROBES: Changes = [
  ['exec', '{ command: [a] }'], ['httpGet', '{ port: 80 }'], ['tcpSocket', '{ port: 80 }'], ['httpGet', undefined], ['exec', undefined], ['tcpSocket', undefined], ['successThreshold', '3'], ['successThreshold', '0'], ['periodSeconds', '0'], ['timeoutSeconds', '-1'], ['initialDelaySeconds', '-5'], ['failureThreshold', '0'], ['terminationGracePeriodSeconds', '0'], ['terminationGracePeriodSeconds', '5'],
  ['httpGet.port', '0'], ['httpGet.port', '"8080"'], ['httpGet.port', 'a_port'], ['httpGet.path', '""'], ['httpGet.path', 'health'], ['httpGet.scheme', 'https'], ['httpGet.httpHeaders', '[{ name: "a b", value: c }]'], ['exec.command', '[]'], ['tcpSocket.port', '70000'], ['grpc', '{ port: 0 }'],
];

const OF_VOLUMES: Changes = [
  ['hostPath', '{ path: /a }'], ['emptyDir', '{}'], ['configMap', '{ name: a }'], ['name', 'Upper'], ['name', 'a_b'], ['name', undefined], ['name', '""'], ['configMap', '{}'], ['secret', '{}'], ['configMap.defaultMode', '1000'], ['configMap.name', undefined], ['secret.secretName', undefined], ['secret.secretName', '""'], ['hostPath.type', 'Dir'], ['hostPath.path', '""'], ['hostPath.path', '../a'],
  ['persistentVolumeClaim.claimName', '""'], ['persistentVolumeClaim.claimName', 'A_b'], ['emptyDir.medium', 'memory'], ['emptyDir.sizeLimit', '-1'], ['configMap.items', '[{ key: a }]'], ['configMap.items', '[{ key: "", path: a }]'], ['configMap.items', '[{ key: a, path: ../b }]'], ['configMap.items', '[{ key: a, path: /b }]'], ['secret.items', '[{ key: a, path: b, mode: 1000 }]'], ['projected.sources', '[{}]'], ['downwardAPI', '{ items: [{ path: a, fieldRef: { fieldPath: metadata.nope } }] }'], ['nfs', '{ server: "", path: /a }'], ['csi', '{ driver: "" }'],
];

const OF_VARIABLES: Changes = [
  ['name', '""'], ['name', '"A=B"'], ['name', '"1 A"'], ['value', 'a'], ['valueFrom', '{ fieldRef: { fieldPath: metadata.name } }'], ['valueFrom', '{ fieldRef: { fieldPath: metadata.nope } }'], ['valueFrom', '{ fieldRef: { fieldPath: spec.containers } }'], ['valueFrom', '{ secretKeyRef: { name: a } }'], ['valueFrom', '{ secretKeyRef: { name: "", key: a } }'], ['valueFrom', '{ configMapKeyRef: { name: a, key: "b c" } }'], ['valueFrom', '{ configMapKeyRef: { name: a, key: b }, secretKeyRef: { name: a, key: b } }'], ['valueFrom', '{ resourceFieldRef: { resource: limits.gpus } }'], ['valueFrom', '{ resourceFieldRef: { resource: limits.cpu, divisor: 3 } }'], ['valueFrom', '{}'],
];

/** Paths below a place with their new values; without one what stands there is left out. */
export type Changes = readonly (readonly [path: string, value: string | undefined])[];

/** Those that lead somewhere. */
export function changes(place: Place, list: Changes): Edit[] {
  return list.flatMap(([pointer, value]): Edit[] => {
    const path = pointer.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const { value: node } = place;
    if (!isCollection(node) || !isCollection(path.length === 1 ? node : node.getIn(path.slice(0, -1), true))) return [];
    if (value !== undefined) return [set(place, path, value)];
    return node.hasIn(path) ? [{ op: 'delete', path: [...place.path, ...path] }] : [];
  });
}

function set({ path }: Place, below: Path, value: string): Edit {
  return { op: 'set', path: [...path, ...below], value };
}

function has({ value }: Place, key: string): boolean {
  return isMap(value) && value.has(key);
}

function isMetadata({ path }: Place): boolean {
  return path.join() === 'metadata';
}

function isItemOf({ path, value }: Place, ...lists: readonly string[]): boolean {
  return isMap(value) && typeof path.at(-1) === 'number' && lists.includes(String(path.at(-2)));
}

function firstKey({ value }: Place, path: readonly string[]): string[] {
  const map = isCollection(value) ? value.getIn(path, true) : undefined;
  return isMap(map) ? map.items.slice(0, 1).flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
}

/** Texts for which the schema names no words; the name is the address. */
function isFreeText({ path, value, schema }: Place): boolean {
  return schema.type === 'string' && schema.enum === undefined && isScalar(value) && typeof value.value === 'string' && path[0] !== 'metadata' && path.length > 1;
}

export const HUMAN_MISTAKES: ReadonlyMap<string, EditsAt> = new Map(AT_PLACES);
