/**
 * Which object a replacement reads, and which it writes.
 * Follows kustomize 5.7, api/filters/replacement/replacement.go and `IsSelectedBy` of kyaml/resid/resid.go, with the expressions of 5.8.
 */
import { compileRe2 } from '../../re2.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias } from '../../yaml/tree.ts';
import type { BuildContext } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { matchesLabels, parseLabelSelector } from './label-selector.ts';
import { textAt, valueAt, type Resource, type ResourceId } from './resource.ts';
import { allIds, effectiveNamespace, idText, isSelectedBy } from './scope.ts';

/** An id as kustomize prints it. */
export type SourceText = string;

interface Finding {
  readonly build: BuildContext;
  readonly describe: (id: SourceText) => string;
}

/** The one object that has, or had, the id. @throws BuildError where none or several have it */
export function sourceOf(resources: readonly Resource[], source: Node, { build, describe }: Finding): { readonly resource: Resource; readonly name: SourceText } {
  const id = idOf(source);
  const name = idText(id);
  build.budget.spend(resources.length, source.at);
  const [first, second] = resources.filter((resource) => allIds(resource).some((known) => isChosen(known, id)));
  if (second) throw new BuildError(`multiple matches for selector ${describe(name)}`, source.at);
  if (!first) throw new BuildError(`nothing selected by ${describe(name)}`, source.at);
  return { resource: first, name };
}

function idOf(node: Node): ResourceId {
  const text = (field: string): string => node.get(field).text ?? '';
  return { group: text('group'), version: text('version'), kind: text('kind'), name: text('name'), namespace: text('namespace') };
}

function isChosen(known: ResourceId, wanted: ResourceId): boolean {
  return isSelectedBy(known, wanted) && (wanted.name === '' || wanted.name === known.name) &&
    (wanted.namespace === '' || effectiveNamespace({ ...wanted, group: '', version: '', kind: '' }) === effectiveNamespace(known));
}

/**
 * Tells the objects that a target means.
 * @param without a part of what is selected that counts for nothing
 * @throws BuildError where an expression is wrong
 */
export function targetsOf(target: Node, build: BuildContext, { without }: { readonly without?: 'name' } = {}): (resource: Resource) => boolean {
  const selects = idMatcher(target.get('select'), build, without);
  const isLabelled = labelMatcher(target.get('select'));
  const rejects = target.get('reject').items();
  const rejectIds = rejects.filter((reject) => Object.values(idOf(reject)).some((part) => part !== '')).map((reject) => idMatcher(reject, build));
  const rejectLabels = rejects.filter(hasLabels).map(labelMatcher);
  return (resource) => {
    if (!isLabelled(resource) || rejectLabels.some((isRejected) => isRejected(resource))) return false;
    const ids = allIds(resource);
    return ids.some(selects) && !ids.some((id) => rejectIds.some((isRejected) => isRejected(id)));
  };
}

function hasLabels(selector: Node): boolean {
  return (selector.get('labelSelector').text ?? '') !== '' || (selector.get('annotationSelector').text ?? '') !== '';
}

function idMatcher(selector: Node, build: BuildContext, without?: 'name'): (id: ResourceId) => boolean {
  const part = (field: string): ((text: string) => boolean) => (field === without ? () => true : matcher(selector.get(field), build));
  const [group, version, kind, name, namespace] = ['group', 'version', 'kind', 'name', 'namespace'].map(part);
  return (id) => [[group, id.group], [version, id.version], [kind, id.kind], [name, id.name]].every(([matches, text]) => typeof matches !== 'function' || typeof text !== 'string' || matches(text)) &&
    (namespace === undefined || namespace(id.namespace) || namespace(effectiveNamespace(id)));
}

function matcher(node: Node, { budget }: BuildContext): (text: string) => boolean {
  const expression = node.text ?? '';
  if (expression === '') return () => true;
  if (/^[A-Za-z0-9_-]+$/.test(expression)) return (text) => text === expression;
  try {
    const compiled = compileRe2(`^(?:${expression})$`);
    return (text) => {
      budget.spend(1 + text.length * (1 + expression.length / 50), node.at);
      return compiled.matcher(text).find();
    };
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new BuildError(`error creating target selector: ${line ?? ''}`, node.at);
  }
}

function labelMatcher(selector: Node): (resource: Resource) => boolean {
  const matches = [['labels', selector.get('labelSelector')], ['annotations', selector.get('annotationSelector')]] as const;
  const wanted = matches.map(([field, node]) => {
    const requirements = parseLabelSelector(node.text ?? '');
    if (!requirements) throw new BuildError(`${JSON.stringify(node.text)} is no label selector`, node.at);
    return { field, requirements };
  });
  return ({ tree }) => wanted.every(({ field, requirements }) => requirements.length === 0 || matchesLabels(requirements, pairsIn(valueAt(tree, 'metadata', field))));
}

function pairsIn(tree: ReturnType<typeof valueAt>): Map<string, string> {
  const mapping = tree && resolveAlias(tree);
  return new Map(mapping?.kind === 'mapping' ? mapping.entries.map(({ key, value }) => [key.text, textAt(value)] as const) : []);
}
