import { defineRule, suggest, type Node } from '#rule';
import { letterDistance } from '../shared/letter-distance.ts';
import { secretKinds, namesMadeBy } from '../shared/named-objects.ts';
import { containersOf, podKinds, podsOf } from '../shared/pods.ts';
import { sourcesOf } from '../shared/sources.ts';
import { isPlaceholder } from '../shared/unfilled.ts';

const KINDS = ['ConfigMap', 'Secret', 'ServiceAccount', 'PersistentVolumeClaim'] as const;

export default defineRule({
  id: 'kubernetes/references',
  on: 'repository',
  kinds: [...podKinds, ...KINDS, ...secretKinds],
  title: 'What a pod refers to is not misspelt',
  why: 'The pod waits for an object that never comes: it stays in ContainerCreating, and nothing but its events says why.',
  severity: 'warning',

  *check(repository) {
    for (const { manifests } of sourcesOf(repository)) {
      const known = manifests.flatMap((manifest) => namesMadeBy(manifest));
      for (const manifest of manifests) {
        const pods = podsOf(manifest);
        for (const { kind, at } of pods.flatMap(referencesOf)) {
          const near = nearName(at, known.filter((one) => one.kind === kind && one.namespace === manifest.namespace));
          if (near) yield { at, message: `${kind} ${at.text ?? ''} is not here; did you mean ${near.name}`, related: [{ at: near.at, message: `the ${kind}` }] };
        }
      }
    }
  },
});

interface Reference {
  readonly kind: (typeof KINDS)[number];
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
  return name.length >= MIN_LENGTH && only.length === 1 && letterDistance(name, found ?? '') <= MAX_DISTANCE ? only[0] : undefined;
}

const MIN_LENGTH = 6;
const MAX_DISTANCE = 2;

/** `data-1` and `data-2` are two names. */
function differsInNumbers(one: string, other: string): boolean {
  return one.replaceAll(/[^0-9]/g, '') !== other.replaceAll(/[^0-9]/g, '');
}

function referencesOf(pod: Node): Reference[] {
  const account = pod.get('serviceAccountName');
  const volumes = pod.get('volumes').items().flatMap((volume) => [
    ...(isOptional(volume.get('configMap')) ? [] : [{ kind: 'ConfigMap' as const, at: volume.get('configMap', 'name') }]),
    ...(isOptional(volume.get('secret')) ? [] : [{ kind: 'Secret' as const, at: volume.get('secret', 'secretName') }]),
    { kind: 'PersistentVolumeClaim' as const, at: volume.get('persistentVolumeClaim', 'claimName') },
  ]);
  const references = [{ kind: 'ServiceAccount' as const, at: account }, ...volumes, ...containersOf(pod).flatMap(variableReferences)];
  return references.filter(({ at }) => at.exists && at.kind === 'scalar');
}

function variableReferences(container: Node): Reference[] {
  const sources = [
    ...container.get('env').items().map((variable) => variable.get('valueFrom')).map((from) => [from.get('configMapKeyRef'), from.get('secretKeyRef')] as const),
    ...container.get('envFrom').items().map((from) => [from.get('configMapRef'), from.get('secretRef')] as const),
  ];
  return sources.flatMap(([configMap, secret]) => [
    ...(isOptional(configMap) ? [] : [{ kind: 'ConfigMap' as const, at: configMap.get('name') }]),
    ...(isOptional(secret) ? [] : [{ kind: 'Secret' as const, at: secret.get('name') }]),
  ]);
}

function isOptional(node: Node): boolean {
  const optional = node.get('optional');
  return optional.exists && (!optional.isKnown || optional.value === true);
}

