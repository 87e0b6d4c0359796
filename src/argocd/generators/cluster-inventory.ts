/**
 * Which clusters Argo CD knows, as far as the repository and the configuration say: Secrets labelled as clusters, and `clusters` of mllint.yaml.
 * Follows argo-cd, util/db/cluster.go for the shape of the Secrets.
 */
import { isUtf8 } from 'node:buffer';
import { identityOf, kindKey } from '../../kubernetes/identity.ts';
import { SECRET_TYPE_LABEL } from '../../kubernetes/controller-facts.ts';
import { TracedText } from '../../render/traced-text.ts';
import { Nearness } from '../../source.ts';
import { tracedScalar } from '../../yaml/author.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type ScalarTree } from '../../yaml/tree.ts';
import { tracedString } from '../template/substitute.ts';
import { DerivedEntries, entriesOf } from './parameters.ts';

/** A cluster of the configuration. */
export interface InventoryEntry {
  readonly name: string;
  readonly server?: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** A cluster as its Secret says. */
export interface ClusterFacts {
  readonly name: ScalarTree;
  readonly server: ScalarTree;
  readonly project: ScalarTree;
  readonly labels: readonly EntryTree[];
  readonly annotations: readonly EntryTree[];
}

export interface Cluster {
  readonly name: string;
  readonly server: string;
  readonly labels: ReadonlyMap<string, string>;
  /** `derived` writes what nobody wrote in the repository. */
  facts(derived: DerivedEntries): ClusterFacts;
}

/**
 * Every cluster by its name, sorted; those of the configuration count. `undefined` where there is no inventory, or where a Secret leaves open
 * which cluster it is and the configuration does not say it instead.
 */
export function clusterInventory(secrets: Iterable<Node>, declared: readonly InventoryEntry[]): readonly Cluster[] | undefined {
  const byName = new Map<string, Cluster>();
  for (const secret of secrets) {
    if (!isClusterSecret(secret)) continue;
    const cluster = clusterOfSecret(secret);
    if (cluster) byName.set(cluster.name, cluster);
    else if (declared.length === 0) return undefined;
  }
  for (const entry of declared) byName.set(entry.name, declaredCluster(entry));
  if (byName.size === 0) return undefined;
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cluster]) => cluster);
}

function isClusterSecret(root: Node): boolean {
  const identity = identityOf(root);
  return identity !== undefined && kindKey(identity) === 'Secret' && textOf(root.get('metadata', 'labels', SECRET_TYPE_LABEL)) === 'cluster';
}

/** One whose name is encrypted or filled in elsewhere is none that anybody can count on. */
function clusterOfSecret(root: Node): Cluster | undefined {
  const name = field(root, 'name');
  const server = field(root, 'server');
  const project = field(root, 'project');
  if (!name || !isReadable(name.text) || (server && !isReadable(server.text))) return undefined;
  const labels = stringEntries(root.get('metadata', 'labels'));
  const annotations = stringEntries(root.get('metadata', 'annotations'));
  return {
    name: name.text,
    server: server?.text ?? '',
    labels: new Map(labels.map(({ key, value }) => [key.text, scalarText(value)])),
    facts: (derived) => ({ name, server: server ?? derived.text(''), project: project ?? derived.text(''), labels, annotations }),
  };
}

function declaredCluster({ name, server, labels }: InventoryEntry): Cluster {
  const all = new Map([...labels, [SECRET_TYPE_LABEL, 'cluster']]);
  return {
    name,
    server: server ?? '',
    labels: all,
    facts: (derived) => ({
      name: derived.text(name),
      server: derived.text(server ?? ''),
      project: derived.text(''),
      labels: [...all].map(([key, value]) => derived.entry(key, value)),
      annotations: [],
    }),
  };
}

/** Encrypted by SOPS, or filled in by a plugin, a substitution or a person: `https://CLUSTER_API_SERVER`, `<server>`. */
function isReadable(text: string): boolean {
  return !/^ENC\[|<[^<>]*>|\$\{|\{\{|[A-Z]{2,}_[A-Z]{2,}/.test(text);
}

/** `stringData` wins over `data`. */
function field(secret: Node, name: string): ScalarTree | undefined {
  const plain = stringScalar(secret.get('stringData', name));
  if (plain) return plain;
  const encoded = stringScalar(secret.get('data', name));
  if (!encoded) return undefined;
  const bytes = Buffer.from(encoded.text, 'base64');
  const text = isUtf8(bytes) ? bytes.toString('utf8') : '';
  return tracedString(TracedText.derived(text, [tracedScalar(encoded, Nearness.generatorElement)]), encoded.trace.file.path);
}

function stringEntries(node: Node): readonly EntryTree[] {
  return entriesOf(node.tree).filter(({ value }) => {
    const tree = resolveAlias(value);
    return tree.kind === 'scalar' && typeof tree.value === 'string';
  });
}

function stringScalar(node: Node): ScalarTree | undefined {
  const tree = node.isKnown && node.tree ? resolveAlias(node.tree) : undefined;
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree : undefined;
}

function scalarText(tree: EntryTree['value']): string {
  const resolved = resolveAlias(tree);
  return resolved.kind === 'scalar' ? resolved.text : '';
}

function textOf(node: Node): string | undefined {
  return stringScalar(node)?.text;
}
