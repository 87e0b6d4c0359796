import { defineRule, type Manifest, type ModelSource, type Node, type Problem, type Repository } from '#rule';
import { isMade, objectNamed, secretKinds } from '../shared/named-objects.ts';
import { isPlaceholder } from '../shared/unfilled.ts';

const ANNOTATIONS = 'serving.kserve.io';

export default defineRule({
  id: 'model/credentials',
  on: 'repository',
  kinds: ['ServiceAccount', ...secretKinds],
  title: 'A private model URI comes with a way to credentials',
  why: 'The storage initializer fails with "Unable to locate credentials": the pod never starts, and KServe only says that the model is not ready.',
  severity: 'warning',
  strictOnly: true,

  *check(repository) {
    for (const model of repository.models) {
      const source = model.sources.find(isPrivate);
      const pod = 'kind' in model.from ? podOf(model.from) : undefined;
      const problem = source && pod && 'kind' in model.from ? problemOf(source, { pod, manifest: model.from, repository }) : undefined;
      if (problem) yield problem;
    }
  },
});

/** Buckets of S3 and containers of Azure; what the nodes of Google may read nobody can see here. */
function isPrivate({ uri, role }: ModelSource): boolean {
  if (role !== 'predictor' || !uri.isKnown || isPlaceholder(uri.text ?? '')) return false;
  return uri.path.at(-1) === 'path' || /^s3:\/\/|^https:\/\/[^/]+\.(?:blob|file)\.core\.windows\.net\//.test(uri.text ?? '');
}

/** Where the pod of a server says which account it runs as; a TrainedModel runs in another's. */
function podOf({ kind, root }: Manifest): Node | undefined {
  if (kind === 'InferenceService') return root.get('spec', 'predictor');
  return kind === 'LLMInferenceService' ? root.get('spec', 'template') : undefined;
}

interface Asked {
  readonly pod: Node;
  readonly manifest: Manifest;
  readonly repository: Repository;
}

/** Follows kserve v0.20, pkg/credentials/service_account_credentials.go: a key of the storage secret, the annotated Secret, then the service account. */
function problemOf({ uri }: ModelSource, asked: Asked): Problem | undefined {
  const { root } = asked.manifest;
  const storage = uri.path.at(-1) === 'path' ? uri.parent : undefined;
  if (storage) return storageKeyProblem(storage, asked);
  const annotated = root.get('metadata', 'annotations', `${ANNOTATIONS}/storageSecretName`);
  if (hasOwnCredentials(asked.pod)) return undefined;
  if (annotated.exists) return secretProblem(annotated, asked);
  const account = accountOf(asked.pod);
  if (account.exists) return accountProblem(account, account.isKnown ? (account.text ?? '') : undefined, asked);
  const isDefaultSet = objectNamed(asked.repository, { kind: 'ServiceAccount', name: 'default', namespace: asked.manifest.namespace }) !== undefined;
  if (isDefaultSet || asked.repository.declared.isExternal('ServiceAccount', 'default')) return accountProblem(uri, 'default', asked);
  return { at: uri, message: 'a private URI without credentials; name a serviceAccountName, the annotation storageSecretName or storage.key' };
}

function accountOf(predictor: Node): Node {
  const named = predictor.get('serviceAccountName');
  return named.exists ? named : predictor.get('serviceAccount');
}

/** Variables that the storage initializer or the server itself reads. */
function hasOwnCredentials(predictor: Node): boolean {
  const containers = predictor.entries().flatMap(([key, value]) => (key === 'containers' || key === 'initContainers' ? value.items() : [value]));
  return containers.some((container) => container.get('env').items().some((variable) => {
    const name = variable.get('name');
    return name.isKnown && /^(?:AWS_|AZURE_|AZ_|S3_)/.test(name.text ?? '');
  }) || container.get('envFrom').items().length > 0);
}

/** OpenShift AI keeps each connection in a Secret of its own, named by the key. */
function storageKeyProblem(storage: Node, { manifest, repository }: Asked): Problem | undefined {
  const key = storage.get('key');
  const name = key.isKnown ? key.text : undefined;
  const candidates = ['storage-config', ...(name === undefined ? [] : [name])];
  const isHere = candidates.some((secret) => isSecret(secret, manifest, repository));
  const isAnonymous = storage.get('parameters').exists && !key.exists;
  if (isHere || isAnonymous || !key.isKnown) return undefined;
  const needed = name === undefined ? 'storage without a key needs the Secret storage-config' : `the storage key ${name} needs the Secret storage-config, or a connection of that name`;
  return { at: key, message: `${needed}, which is neither here nor declared under external.secrets` };
}

function secretProblem(node: Node, { manifest, repository }: Asked): Problem | undefined {
  if (!node.isKnown || isSecret(node.text ?? '', manifest, repository)) return undefined;
  return { at: node, message: `Secret ${node.text ?? ''} is neither here nor declared under external.secrets` };
}

function isSecret(name: string, { namespace }: Manifest, repository: Repository): boolean {
  return isPlaceholder(name) || isMade(repository, { name, namespace }) || objectNamed(repository, { kind: 'Secret', name, namespace }) !== undefined;
}

function accountProblem(at: Node, name: string | undefined, { manifest, repository }: Asked): Problem | undefined {
  if (name === undefined || isPlaceholder(name) || repository.declared.isExternal('ServiceAccount', name)) return undefined;
  const account = objectNamed(repository, { kind: 'ServiceAccount', name, namespace: manifest.namespace });
  if (!account) return { at, message: `ServiceAccount ${name} is neither here nor declared under external.serviceAccounts` };
  const annotations = account.root.get('metadata', 'annotations');
  if (WAYS.some((key) => annotations.has(key))) return undefined;
  const secrets = account.root.get('secrets').items().map((entry) => entry.get('name'));
  if (secrets.some((secret) => !secret.isKnown || isSecret(secret.text ?? '', manifest, repository))) return undefined;
  const what = secrets.length === 0 ? 'has no secrets and no role' : `has only secrets that are neither here nor declared: ${secrets.map(({ text = '' }) => text).join(', ')}`;
  return { at, message: `ServiceAccount ${name} ${what}`, related: [{ at: account.root.get('metadata', 'name'), message: 'the ServiceAccount' }] };
}

/** What gives a service account a role of the cloud, or says that none is needed. */
const WAYS = [
  'eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id', `${ANNOTATIONS}/s3-useanoncredential`,
];
