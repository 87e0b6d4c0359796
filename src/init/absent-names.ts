/** Names of service accounts and Secrets that models need and the repository does not hold: they are taken to exist in the cluster. */
import { isMade, objectNamed } from '../../rules/shared/named-objects.ts';
import { isPlaceholder } from '../../rules/shared/unfilled.ts';
import type { Manifest, Repository } from '../model.ts';
import { compareText } from '../source.ts';
import type { Node } from '../yaml/node.ts';

export interface AbsentNames {
  readonly serviceAccounts: readonly string[];
  readonly secrets: readonly string[];
}

/** The rule that has ServiceAccounts and what makes Secrets read, so that absence is no mere lack of a look. */
export const READS_SECRETS = 'model/credentials=warning';

/** `repository` was read with {@link READS_SECRETS}. Where a part of it could not be read, absence proves nothing. */
export function absentNames(repository: Repository): AbsentNames {
  if (repository.isPartial) return { serviceAccounts: [], secrets: [] };
  const manifests = new Set(repository.models.flatMap(({ from }) => ('kind' in from ? [from] : [])));
  const accounts = new Set<string>();
  const secrets = new Set<string>();
  for (const manifest of manifests) {
    for (const account of namesOf(accountsIn(manifest))) if (isAbsent('ServiceAccount', account, { manifest, repository })) accounts.add(account);
    for (const secret of namesOf(secretsIn(manifest))) if (isAbsent('Secret', secret, { manifest, repository })) secrets.add(secret);
  }
  return { serviceAccounts: [...accounts].sort(compareText), secrets: [...secrets].sort(compareText) };
}

const COMPONENTS = ['predictor', 'transformer', 'explainer'];

function accountsIn({ root }: Manifest): Node[] {
  return COMPONENTS.map((component) => root.get('spec', component, 'serviceAccountName'));
}

/** See kserve v0.20, pkg/credentials/service_account_credentials.go: the annotated Secret, and the one that holds storage keys. */
function secretsIn({ root }: Manifest): Node[] {
  const pulled = COMPONENTS.flatMap((component) => root.get('spec', component, 'imagePullSecrets').items().map((item) => item.get('name')));
  return [root.get('metadata', 'annotations', 'serving.kserve.io/storageSecretName'), ...pulled];
}

function namesOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => (node.exists && node.isKnown && node.text !== undefined && isName(node.text) ? [node.text] : []));
}

/** What a cluster takes for a name, and no placeholder. */
function isName(text: string): boolean {
  return text !== 'default' && text.length <= 253 && /^[a-z0-9][a-z0-9.-]*$/.test(text) && !isPlaceholder(text);
}

function isAbsent(kind: 'ServiceAccount' | 'Secret', name: string, { manifest: { namespace }, repository }: { readonly manifest: Manifest; readonly repository: Repository }): boolean {
  if (repository.declared.isExternal(kind, name) || objectNamed(repository, { kind, name, namespace })) return false;
  return kind === 'ServiceAccount' || !isMade(repository, { name, namespace });
}
