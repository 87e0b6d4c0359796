/** Which objects a policy is asked about (k8s.io/apiserver, pkg/admission/plugin/policy/matching, 0.36). */
import { groupOf, knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import { UnknownValue, type Node } from '../../yaml/node.ts';

export type Operation = 'CREATE' | 'UPDATE';

/** What is asked. */
export interface Request {
  readonly manifest: Manifest;
  readonly operation: Operation;
  /** Everything that may say what a namespace is labelled with. */
  readonly all: readonly Manifest[];
}

/** Throws {@link UnknownValue} where it depends on what is not here. */
export function matches(constraints: Node, request: Request): boolean {
  const rules = constraints.get('resourceRules').items();
  if (rules.length > 0 && !rules.some((rule) => isMeant(rule, request))) return false;
  if (constraints.get('excludeResourceRules').items().some((rule) => isMeant(rule, request))) return false;
  return selects(constraints.get('objectSelector'), labelsOf(request.manifest.root)) && selects(constraints.get('namespaceSelector'), namespaceLabels(request));
}

function isMeant(rule: Node, { manifest, operation }: Request): boolean {
  const { apiVersion, kind, name } = manifest;
  const lists = (key: string, value: string): boolean => rule.get(key).items().some((item) => knownText(item) === '*' || knownText(item) === value);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const names = rule.get('resourceNames').items().map(knownText);
  return lists('apiGroups', groupOf(apiVersion)) && lists('apiVersions', version) && lists('operations', operation)
    && rule.get('resources').items().some((resource) => ['*', '*/*', pluralOf(kind)].includes(knownText(resource) ?? ''))
    && (names.length === 0 || names.includes(name));
}

/** How Kubernetes guesses the name of a resource (k8s.io/apimachinery, pkg/api/meta/restmapper.go, 0.36). */
export function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular === 'endpoints') return singular;
  if (singular.endsWith('s') || singular.endsWith('x') || singular.endsWith('ch') || singular.endsWith('sh')) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}

/** The value of a label, if there is one; throws where that is not known. */
type Labels = (key: string) => string | undefined;

function labelsOf(root: Node): Labels {
  return (key) => root.get('metadata', 'labels', key).text;
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

function namespaceLabels({ manifest, all }: Request): Labels | undefined {
  const name = namespaceOf(manifest);
  if (name === undefined) return undefined;
  const namespace = manifest.kind === 'Namespace' ? manifest : all.find((other) => other.kind === 'Namespace' && other.apiVersion === 'v1' && other.name === name);
  return (key) => {
    if (key === NAME_LABEL) return name;
    if (!namespace) throw new UnknownValue(manifest.root, `the labels of the namespace ${name} are not in this repository`);
    return labelsOf(namespace.root)(key);
  };
}

/** A namespace is in itself. */
export function namespaceOf({ kind, apiVersion, name, namespace, application }: Manifest): string | undefined {
  if (kind === 'Namespace' && apiVersion === 'v1') return name;
  return namespace ?? application?.destination.namespace;
}

/** An empty selector selects everything; one of namespaces does not ask what is in none. */
function selects(selector: Node, labels: Labels | undefined): boolean {
  if (!labels) return true;
  return selector.get('matchLabels').entries().every(([key, value]) => labels(key) === value.text) && selector.get('matchExpressions').items().every((one) => fits(one, labels));
}

function fits(requirement: Node, labels: Labels): boolean {
  const value = labels(knownText(requirement.get('key')) ?? '');
  const values = requirement.get('values').items().map(knownText);
  switch (knownText(requirement.get('operator'))) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: return false;
  }
}
