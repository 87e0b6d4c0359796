/**
 * Which objects a target means. Follows kustomize 5.7, api/types/selector.go and `Select` in api/resmap/reswrangler.go:
 * every part is an expression for the whole of its field, and what an object was called first counts as much as what it is called now.
 */
import { compileRe2 } from '../../re2.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias } from '../../yaml/tree.ts';
import type { Budget } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { matchesLabels, parseLabelSelector, type Requirement } from './label-selector.ts';
import { currentId, originalId, valueAt, type Resource } from './resource.ts';
import { effectiveNamespace } from './scope.ts';

export type Selector = (resource: Resource) => boolean;

type Matcher = (text: string) => boolean;

/**
 * @param without a part of the target that counts for nothing
 * @throws BuildError where an expression or a label selector is wrong
 */
export function compileSelector(target: Node, budget: Budget, { without }: { readonly without?: 'name' } = {}): Selector {
  const [group, version, kind, name, namespace] = ['group', 'version', 'kind', 'name', 'namespace'].map((field) => (field === without ? undefined : matcher(target.get(field), budget)));
  const labels = requirements(target.get('labelSelector'));
  const annotations = requirements(target.get('annotationSelector'));
  return (resource) => {
    const current = currentId(resource);
    const original = originalId(resource);
    return matchesEither(namespace, effectiveNamespace(original), effectiveNamespace(current)) && matchesEither(name, original.name, current.name) &&
      matchesOne(group, current.group) && matchesOne(version, current.version) && matchesOne(kind, current.kind) &&
      matchesAll(labels, resource, 'labels') && matchesAll(annotations, resource, 'annotations');
  };
}

function matchesOne(match: Matcher | undefined, text: string): boolean {
  return match === undefined || match(text);
}

function matchesEither(match: Matcher | undefined, first: string, second: string): boolean {
  return match === undefined || match(first) || (second !== first && match(second));
}

function matcher(node: Node, budget: Budget): Matcher | undefined {
  const expression = node.text ?? '';
  if (expression === '') return undefined;
  if (/^[A-Za-z0-9_-]+$/.test(expression)) return (text) => text === expression;
  try {
    const compiled = compileRe2(`^(?:${expression})$`);
    return (text) => {
      budget.spend(text.length * (1 + expression.length / 50), node.at);
      return compiled.matcher(text).find();
    };
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new BuildError(`the expression ${JSON.stringify(expression)} is wrong: ${line ?? ''}`, node.at);
  }
}

function requirements(node: Node): readonly Requirement[] {
  const text = node.text ?? '';
  const parsed = parseLabelSelector(text);
  if (!parsed) throw new BuildError(`unable to parse requirement: ${JSON.stringify(text)} is no label selector`, node.at);
  return parsed;
}

function matchesAll(wanted: readonly Requirement[], { tree }: Resource, field: string): boolean {
  if (wanted.length === 0) return true;
  const found = valueAt(tree, 'metadata', field);
  const mapping = found && resolveAlias(found);
  const labels = new Map(mapping?.kind === 'mapping' ? mapping.entries.map(({ key, value }) => [key.text, textOf(value)] as const) : []);
  return matchesLabels(wanted, labels);
}

function textOf(tree: Parameters<typeof resolveAlias>[0]): string {
  const scalar = resolveAlias(tree);
  return scalar.kind === 'scalar' ? scalar.text : '';
}
