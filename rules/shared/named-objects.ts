/** Objects of the repository by kind and name, and those that stand for others. */
import { groupOf, manifestsByKind, mayBeSame, type Manifest, type Node, type Repository } from '#rule';

/** What other objects make: a Secret of this name comes into being in the cluster. */
const MAKERS: readonly { readonly kind: string; readonly group: string; readonly target: readonly string[] }[] = [
  { kind: 'SealedSecret', group: 'bitnami.com', target: ['spec', 'template', 'metadata', 'name'] },
  { kind: 'ExternalSecret', group: 'external-secrets.io', target: ['spec', 'target', 'name'] },
  { kind: 'VaultStaticSecret', group: 'secrets.hashicorp.com', target: ['spec', 'destination', 'name'] },
  { kind: 'VaultDynamicSecret', group: 'secrets.hashicorp.com', target: ['spec', 'destination', 'name'] },
  { kind: 'SopsSecret', group: 'isindir.github.com', target: ['spec', 'secretTemplates', 'name'] },
  { kind: 'OnePasswordItem', group: 'onepassword.com', target: [] },
  { kind: 'ObjectBucketClaim', group: 'objectbucket.io', target: [] },
  { kind: 'Certificate', group: 'cert-manager.io', target: ['spec', 'secretName'] },
  { kind: 'KafkaUser', group: 'kafka.strimzi.io', target: [] },
];

/** The kinds that a rule has to name to see all that makes Secrets. */
export const secretKinds: readonly string[] = ['Secret', ...MAKERS.map(({ kind, group }) => `${kind}.${group}`)];

export interface Wanted {
  readonly kind: 'ServiceAccount' | 'Secret';
  readonly name: string;
  readonly namespace: string | undefined;
}

/** The object itself where it stands in the repository. */
export function objectNamed({ manifests }: Repository, { kind, name, namespace }: Wanted): Manifest | undefined {
  return manifestsByKind(manifests).get(kind)?.find((manifest) => manifest.apiVersion === 'v1' && manifest.name === name && mayBeSame(manifest.namespace, namespace));
}

/** Whether a Secret comes into being: it is declared, or something in the repository makes it. */
export function isMade({ manifests, declared }: Repository, { name, namespace }: Omit<Wanted, 'kind'>): boolean {
  return declared.isExternal('Secret', name) || makersAmong(manifests).some((manifest) => mayBeSame(manifest.namespace, namespace) && madeBy(manifest) === name);
}

function makersAmong(manifests: readonly Manifest[]): Manifest[] {
  return MAKERS.flatMap(({ kind, group }) => manifestsByKind(manifests).get(`${kind}.${group}`) ?? []);
}

function madeBy({ apiVersion, kind, name, root }: Manifest): string | undefined {
  const maker = MAKERS.find((one) => one.kind === kind && one.group === groupOf(apiVersion));
  if (!maker) return undefined;
  const target = maker.target.length === 0 ? undefined : root.get(...maker.target);
  return target?.exists === true && target.isKnown ? target.text : name;
}

/** The objects that a manifest stands for: itself, and the Secret that it makes. */
export function namesMadeBy(manifest: Manifest): { readonly kind: string; readonly name: string; readonly namespace: string | undefined; readonly at: Node }[] {
  const { kind, name, namespace, root } = manifest;
  if (name === undefined) return [];
  const at = root.get('metadata', 'name');
  const made = madeBy(manifest);
  return [{ kind, name, namespace, at }, ...(made === undefined ? [] : [{ kind: 'Secret', name: made, namespace, at }])];
}
