/** The order in which Helm prints manifests. Follows pkg/release/v1/util/{manifest_sorter,kind_sorter}.go of helm/helm. */
import { parseTraced } from '../../../yaml/parse.ts';
import { entryOf, resolveAlias, type MappingTree, type Tree, type YamlFile } from '../../../yaml/tree.ts';
import { compareText, type Location } from '../../../source.ts';
import { authoredAt, brokenAt } from '../../output-place.ts';
import type { TracedText } from '../../traced-text.ts';
import { RenderError } from '../errors.ts';
import type { HelmRelease } from '../profile.ts';
import { splitManifests } from './split.ts';

/** One document as Helm prints it. */
export interface RenderedDocument {
  readonly text: TracedText;
  /** The template it came from: `chart/templates/x.yaml`. */
  readonly source: string;
  readonly isHook: boolean;
  /** A hook of `helm test`, which Argo CD leaves out where `skipTests` says so. */
  readonly isTest: boolean;
  /** The text as YAML, since it was parsed for its kind; not for files of `crds/`. */
  readonly parsed: YamlFile | undefined;
}

/** A template's output. */
export interface RenderedTemplate {
  readonly name: string;
  readonly text: TracedText;
}

interface Manifest extends RenderedDocument {
  readonly kind: string;
}

const INSTALL_ORDER: ReadonlyMap<string, number> = new Map(
  [
    'PriorityClass', 'Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy', 'PodDisruptionBudget', 'ServiceAccount', 'Secret', 'SecretList', 'ConfigMap',
    'StorageClass', 'PersistentVolume', 'PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding', 'ClusterRoleBindingList',
    'Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod', 'ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler',
    'StatefulSet', 'Job', 'CronJob', 'IngressClass', 'Ingress', 'APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration',
  ].map((kind, index) => [kind, index] as const),
);

const HELM_3_ORDER: ReadonlyMap<string, number> = new Map([...INSTALL_ORDER].filter(([kind]) => !kind.endsWith('WebhookConfiguration')));

const HOOKS = new Set(['pre-install', 'post-install', 'pre-delete', 'post-delete', 'pre-upgrade', 'post-upgrade', 'pre-rollback', 'post-rollback', 'test', 'test-success']);

/** Every document of the templates' output, unordered. */
export function splitOutput(files: readonly RenderedTemplate[], helm: HelmRelease): RenderedTemplate[] {
  const sorted = [...files].sort((a, b) => compareText(a.name, b.name));
  return sorted.flatMap(({ name, text }) => splitManifests(text, helm).map((document) => ({ name, text: document })));
}

/** Manifests in the order of installation, then hooks. */
export function sortManifests(documents: readonly RenderedTemplate[], helm: HelmRelease): RenderedDocument[] {
  const manifests = documents.map(({ name, text }) => readHead(text, name)).filter((manifest) => manifest !== undefined);
  const order = helm === '3.19' ? HELM_3_ORDER : INSTALL_ORDER;
  const comparison = (a: Manifest, b: Manifest): number => compareKinds(a.kind, b.kind, order);
  const byKind = (hooks: boolean): Manifest[] => manifests.filter(({ isHook }) => isHook === hooks).sort(comparison);
  return [...byKind(false), ...byKind(true)].map(({ kind: _kind, ...document }) => document);
}

function compareKinds(a: string, b: string, order: ReadonlyMap<string, number>): number {
  const [first, second] = [order.get(a), order.get(b)];
  if (first === undefined && second === undefined) return compareText(a, b);
  return (first ?? order.size) - (second ?? order.size);
}

/** Kind and hook of a document; nothing for hooks that Helm does not know, which it drops. */
function readHead(text: TracedText, source: string): Manifest | undefined {
  const parsed = parseTraced(text, source);
  const { documents, file } = parsed;
  const [document] = documents;
  const problem = document?.problems[0];
  const failAt = (message: string, at: Location): never => {
    throw new RenderError(`YAML parse error on ${source}: ${message}`, { kind: 'output', at });
  };
  const fail: Fail = (message, offset) => failAt(message, authoredAt(text, { start: offset, end: offset + 1 }, source));
  if (problem) failAt(`error converting YAML to JSON: yaml: line ${file.position(problem.range.start).line}: ${problem.message}`, brokenAt(text, problem.range, source));
  const root = document?.root && resolveAlias(document.root);
  if (!root || (root.kind === 'scalar' && root.value === null)) return { text, source, isHook: false, isTest: false, kind: '', parsed };
  if (root.kind !== 'mapping') {
    return fail(`error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(root)} into Go value of type util.SimpleHead`, root.start);
  }
  const kind = stringField(root, 'kind', 'SimpleHead.kind', fail);
  stringField(root, 'apiVersion', 'SimpleHead.apiVersion', fail);
  const hook = hookOf(root, fail);
  if (hook === undefined) return { text, source, isHook: false, isTest: false, kind, parsed };
  const types = hook.split(',').map((type) => type.trim().toLowerCase());
  const isTest = types.some((type) => type === 'test' || type === 'test-success');
  return types.every((type) => HOOKS.has(type)) ? { text, source, isHook: true, isTest, kind, parsed } : undefined;
}

type Fail = (message: string, offset: number) => never;

function hookOf(root: MappingTree, fail: Fail): string | undefined {
  const metadata = mappingField(root, 'metadata', 'SimpleHead.metadata', fail);
  if (!metadata) return undefined;
  stringField(metadata, 'name', '.metadata.name', fail);
  const annotations = mappingField(metadata, 'annotations', '.metadata.annotations', fail);
  let hook: string | undefined;
  for (const { key, value } of annotations?.entries ?? []) {
    const tree = resolveAlias(value);
    if (tree.kind !== 'scalar') return fail(mismatch(tree, '.metadata.annotations', 'string'), tree.start);
    if (key.text === 'helm.sh/hook') hook = tree.value === null ? '' : tree.text;
  }
  return hook;
}

function stringField(mapping: MappingTree, key: string, field: string, fail: Fail): string {
  const value = entryOf(mapping, key)?.value;
  const tree = value && resolveAlias(value);
  if (!tree || (tree.kind === 'scalar' && tree.value === null)) return '';
  return tree.kind === 'scalar' ? tree.text : fail(mismatch(tree, field, 'string'), tree.start);
}

function mappingField(mapping: MappingTree, key: string, field: string, fail: Fail): MappingTree | undefined {
  const value = entryOf(mapping, key)?.value;
  const tree = value && resolveAlias(value);
  if (!tree || (tree.kind === 'scalar' && tree.value === null)) return undefined;
  return tree.kind === 'mapping' ? tree : fail(mismatch(tree, field, key === 'annotations' ? 'map[string]string' : 'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }'), tree.start);
}

function mismatch(tree: Tree, field: string, type: string): string {
  return `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(tree)} into Go struct field ${field} of type ${type}`;
}

function jsonKind(tree: Tree): string {
  if (tree.kind === 'mapping') return 'object';
  if (tree.kind === 'sequence') return 'array';
  const value = tree.kind === 'scalar' ? tree.value : '';
  return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : 'number';
}
