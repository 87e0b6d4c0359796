import { defineRule, grouped, groupOf, kindKey, knownText, suggest, type Manifest, type Node } from '#rule';
import { INFERENCE_SERVICE } from '../shared/kinds.ts';
import { letterDistance } from '../shared/letter-distance.ts';
import { secretKinds, namesMadeBy } from '../shared/named-objects.ts';
import { containersOf, podKinds, podsOf } from '../shared/pods.ts';
import { sourcesOf } from '../shared/sources.ts';
import { isPlaceholder } from '../shared/unfilled.ts';

const KINDS = ['ConfigMap', 'Secret', 'ServiceAccount', 'PersistentVolumeClaim'];
const INGRESS = 'Ingress.networking.k8s.io';
const SCALERS = ['HorizontalPodAutoscaler.autoscaling', 'ScaledObject.keda.sh'];

export default defineRule({
  id: 'kubernetes/references',
  on: 'repository',
  kinds: [...podKinds, ...KINDS, ...secretKinds, INGRESS, ...SCALERS],
  title: 'What a pod, an Ingress or a scaler refers to is not misspelt',
  why: 'The pod waits for an object that never comes: it stays in ContainerCreating, and nothing but its events says why.',
  severity: 'warning',

  *check(repository) {
    for (const { manifests } of sourcesOf(repository)) {
      const known = grouped(manifests.flatMap((manifest) => [...namesMadeBy(manifest).flatMap(asWritten), ...deploymentsOf(manifest), ...storageKeysOf(manifest)]), ({ kind, namespace }) => placeOf(kind, namespace));
      for (const manifest of manifests) {
        for (const { kind, at } of referencesIn(manifest)) {
          const near = nearName(at, known.get(placeOf(kind, manifest.namespace)) ?? []);
          if (near) yield { at, message: `${kind} ${at.text ?? ''} is not here; did you mean ${near.name}`, related: [{ at: near.at, message: `the ${kind}` }] };
        }
      }
    }
  },
});

/** A name, and what it was before a kustomization put something before or behind it: references are written to that. */
function asWritten(made: Made): Made[] {
  const { at, name } = made;
  const texts = at.pieces.length > 1 ? at.pieces.map(({ at: { file, range } }) => file.text.slice(range.start, range.end)) : [];
  const stem = texts.find((text) => text.length >= MIN_LENGTH && text.length < name.length && (name.startsWith(text) || name.endsWith(text)));
  return stem === undefined ? [made] : [made, { ...made, name: stem }];
}

function placeOf(kind: string, namespace: string | undefined): string {
  return `${kind} ${namespace ?? ''}`;
}

interface Made extends Known {
  readonly kind: string;
  readonly namespace: string | undefined;
}

/** What `storage.key` of a model names: an entry of the Secret `storage-config`; with OpenShift AI a Secret of its own. */
function storageKeysOf({ apiVersion, kind, name, namespace, root }: Manifest): Made[] {
  if (kind !== 'Secret' || apiVersion !== 'v1' || name === undefined) return [];
  const keys = name === 'storage-config' ? ['data', 'stringData'].flatMap((field) => root.get(field).keys()) : [root.get('metadata', 'name')];
  return keys.map((at) => ({ kind: STORAGE_KEY, name: at.text ?? '', namespace, at }));
}

const STORAGE_KEY = 'storage key';

/** What KServe makes of an InferenceService is a target of scalers, too. */
function deploymentsOf({ apiVersion, kind, name, namespace, root }: Manifest): Made[] {
  if (kind !== 'InferenceService' || groupOf(apiVersion) !== 'serving.kserve.io' || name === undefined) return [];
  const components = COMPONENTS.filter((component) => root.get('spec').has(component));
  return components.map((component) => ({ kind: 'Deployment', name: `${name}-${component}`, namespace, at: root.get('metadata', 'name') }));
}

const COMPONENTS = ['predictor', 'transformer', 'explainer'];

/** Whatever kind of object refers. */
function referencesIn(manifest: Manifest): Reference[] {
  const { kind, root } = manifest;
  if (kind === 'ServiceAccount') return ['imagePullSecrets', 'secrets'].flatMap((list) => named('Secret', root.get(list).items()));
  if (kindKey(manifest) === INGRESS) return isMadeByCertManager(root) ? [] : root.get('spec', 'tls').items().map((tls) => ({ kind: 'Secret', at: tls.get('secretName') })).filter(isName);
  return [...podsOf(manifest).flatMap(referencesOf), ...storageOf(manifest), ...(SCALERS.includes(kindKey(manifest)) ? targetOf(manifest) : [])];
}

function storageOf(manifest: Manifest): Reference[] {
  if (kindKey(manifest) !== INFERENCE_SERVICE) return [];
  const forms = COMPONENTS.flatMap((component) => manifest.root.get('spec', component).entries().map(([, form]) => form));
  return forms.map((form) => ({ kind: STORAGE_KEY, at: form.get('storage', 'key') })).filter(isName);
}

/** cert-manager makes the Secrets that an Ingress with one of its annotations names. */
function isMadeByCertManager(root: Node): boolean {
  return root.get('metadata', 'annotations').entries().some(([key]) => key.startsWith('cert-manager.io/') || key.startsWith('acme.cert-manager.io/') || key === 'kubernetes.io/tls-acme');
}

/** A scaler of KEDA means a Deployment where it says no kind. */
function targetOf({ root }: Manifest): Reference[] {
  const target = root.get('spec', 'scaleTargetRef');
  const kind = target.get('kind');
  return (kind.exists ? [knownText(kind) ?? ''] : ['Deployment']).filter((one) => TARGETS.includes(one)).map((one) => ({ kind: one, at: target.get('name') })).filter(isName);
}

const TARGETS = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'];

interface Reference {
  readonly kind: string;
  readonly at: Node;
}

interface Known {
  readonly name: string;
  readonly at: Node;
}

/** Only one letter or two apart, and longer than that: what is not here at all may come from elsewhere. */
function nearName(at: Node, known: readonly Known[]): Known | undefined {
  const name = at.isKnown ? (at.text ?? '') : '';
  if (name === '' || isPlaceholder(name) || known.some((one) => one.name === name)) return undefined;
  const near = known.filter((one) => Math.abs(one.name.length - name.length) <= 1 && !differsInNumbers(one.name, name));
  const found = suggest(name, near.map((one) => one.name));
  const only = near.filter((one) => one.name === found);
  return Math.max(name.length, found?.length ?? 0) >= MIN_LENGTH && only.length === 1 && letterDistance(name, found ?? '') <= MAX_DISTANCE ? only[0] : undefined;
}

const MIN_LENGTH = 6;
const MAX_DISTANCE = 2;

/** `data-1` and `data-2` are two names. */
function differsInNumbers(one: string, other: string): boolean {
  return one.replaceAll(/[^0-9]/g, '') !== other.replaceAll(/[^0-9]/g, '');
}

function referencesOf(pod: Node): Reference[] {
  const volumes = pod.get('volumes').items().flatMap((volume) => [
    ...needed('ConfigMap', volume.get('configMap'), 'name'),
    ...needed('Secret', volume.get('secret'), 'secretName'),
    { kind: 'PersistentVolumeClaim', at: volume.get('persistentVolumeClaim', 'claimName') },
    ...volume.get('projected', 'sources').items().flatMap((source) => [...needed('ConfigMap', source.get('configMap'), 'name'), ...needed('Secret', source.get('secret'), 'name')]),
  ]);
  const pulls = named('Secret', pod.get('imagePullSecrets').items());
  return [{ kind: 'ServiceAccount', at: pod.get('serviceAccountName') }, ...pulls, ...volumes, ...containersOf(pod).flatMap(variableReferences)].filter(isName);
}

function variableReferences(container: Node): Reference[] {
  const values = container.get('env').items().map((variable) => variable.get('valueFrom'));
  return [
    ...values.flatMap((from) => [...needed('ConfigMap', from.get('configMapKeyRef'), 'name'), ...needed('Secret', from.get('secretKeyRef'), 'name')]),
    ...container.get('envFrom').items().flatMap((from) => [...needed('ConfigMap', from.get('configMapRef'), 'name'), ...needed('Secret', from.get('secretRef'), 'name')]),
  ];
}

function needed(kind: string, reference: Node, key: string): Reference[] {
  return isOptional(reference) ? [] : [{ kind, at: reference.get(key) }];
}

function named(kind: string, references: readonly Node[]): Reference[] {
  return references.map((reference) => ({ kind, at: reference.get('name') })).filter(isName);
}

function isName({ at }: Reference): boolean {
  return at.exists && at.kind === 'scalar';
}

function isOptional(node: Node): boolean {
  const optional = node.get('optional');
  return optional.exists && (!optional.isKnown || optional.value === true);
}

