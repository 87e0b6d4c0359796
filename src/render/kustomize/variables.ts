/**
 * `vars`: fields of objects that stand for `$(NAME)` in others.
 * Follows kustomize 5.7, api/internal/accumulator (`MergeVars`, `ResolveVars`) and api/filters/refvar.
 */
import type { Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { concat, plain, TracedText } from '../traced-text.ts';
import type { BuildContext } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { composedScalar, locationOf } from './compose-tree.ts';
import { splitPath, updateFields, type FieldSpec } from './field-spec.ts';
import { textOfScalar } from './names.ts';
import { broughtBy, scalarPlaces } from './passing.ts';
import { groupVersionOf, type Resource, type ResourceId } from './resource.ts';
import { allIds, isClusterScoped, isSameGvkName, isSameId } from './scope.ts';

export interface Variable {
  readonly name: string;
  readonly object: ResourceId;
  readonly fieldPath: string;
  readonly at: Location;
  /** Everything that the variable is made of. */
  readonly places: readonly Location[];
}

export function variableOf(node: Node): Variable {
  const object = node.get('objref');
  const text = (field: string): string => object.get(field).text ?? '';
  const gvk = { group: text('group'), version: text('version'), kind: text('kind') };
  const versions = text('apiVersion') === '' ? gvk : { ...gvk, ...groupVersionOf(text('apiVersion')) };
  const fieldPath = node.get('fieldref', 'fieldPath').text ?? '';
  return {
    name: node.get('name').text ?? '', object: { ...versions, name: text('name'), namespace: text('namespace') },
    fieldPath: fieldPath === '' ? 'metadata.name' : fieldPath, at: node.at, places: scalarPlaces(node),
  };
}

/** Adds variables to those of other kustomizations. @throws BuildError where a name is taken */
export function mergeVariables(variables: readonly Variable[], more: readonly Variable[]): readonly Variable[] {
  const merged = [...variables];
  for (const variable of more) {
    if (merged.some(({ name }) => name === variable.name)) throw new BuildError(`var '${variable.name}' already encountered`, variable.at);
    merged.push(variable);
  }
  return merged;
}

/** Notes on the objects that variables read that they do: later their names may change. */
export function markVariables(resources: readonly Resource[], variables: readonly Variable[]): readonly Resource[] {
  let marked = resources;
  for (const variable of variables) {
    const { object } = variable;
    const isSame = object.namespace !== '' || isClusterScoped(object) ? isSameId : isSameGvkName;
    const matches = marked.filter((resource) => allIds(resource).some((id) => isSame(object, id)));
    if (matches.length > 1) throw new BuildError(`found ${matches.length} resId matches for var ${variable.name} (unable to disambiguate)`, variable.at);
    const [match] = matches;
    if (match) marked = marked.map((resource) => (resource === match ? { ...resource, variables: [...resource.variables, variable.name] } : resource));
  }
  return marked;
}

/** Puts the values in the place of `$(NAME)`, in the fields where kustomize looks for them. */
export function resolveVariables(resources: readonly Resource[], variables: readonly Variable[], context: { specs: readonly FieldSpec[]; build: BuildContext }): readonly Resource[] {
  if (variables.length === 0) return resources;
  const values = new Map(variables.map((variable) => [variable.name, valueOf(variable, resources)]));
  return resources.map((resource) => {
    context.build.budget.spend(context.specs.length, resource.at);
    const tree = updateFields(resource.tree, context.specs, { update: (value) => replaced(value, values), at: resource.at });
    return tree === resource.tree ? resource : { ...resource, tree };
  });
}

function valueOf(variable: Variable, resources: readonly Resource[]): Tree {
  const resource = resources.find((candidate) => candidate.variables.includes(variable.name));
  if (!resource) throw new BuildError(`var '${variable.name}' cannot be mapped to a field in the set of known resources`, variable.at);
  const value = lookUp(resource.tree, variable.fieldPath);
  if (!value) throw new BuildError(`field specified in var '${variable.name}' not found in corresponding resource`, variable.at);
  return broughtBy(value, variable.places);
}

/** A field by a path with dots, in which `[0]` counts items and `[a.b]` is one key. */
function lookUp(tree: Tree, path: string): Tree | undefined {
  let value: Tree | undefined = tree;
  for (const step of stepsOf(path)) {
    const container: Exclude<Tree, { kind: 'alias' }> | undefined = value && resolveAlias(value);
    if (container?.kind === 'mapping') value = container.entries.find(({ key }) => key.text === step)?.value;
    else value = container?.kind === 'sequence' && /^\d+$/.test(step) ? container.items[Number(step)] : undefined;
  }
  return value;
}

function stepsOf(path: string): string[] {
  const parts = splitPath(path, '.');
  const steps: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    let part = parts[index] ?? '';
    while (part.startsWith('[') && !part.endsWith(']') && index + 1 < parts.length) {
      index += 1;
      part += `.${parts[index] ?? ''}`;
    }
    if (part.startsWith('[')) steps.push(part.slice(1, part.endsWith(']') ? -1 : undefined));
    else steps.push(...withIndexes(part));
  }
  return steps;
}

/** `ports[0]` is a key and an index. */
function withIndexes(part: string): string[] {
  const match = /^([^[\]]+)((?:\[\d+\])+)$/.exec(part);
  return match ? [match[1] ?? '', ...(match[2] ?? '').slice(1, -1).split('][')] : [part];
}

type Values = ReadonlyMap<string, Tree>;

function replaced(value: Tree, values: Values): Tree {
  const resolved = resolveAlias(value);
  if (resolved.kind === 'scalar') return scalarReplaced(resolved, values) ?? value;
  if (resolved.kind === 'mapping') return mappingReplaced(resolved, values);
  const items = resolved.items.map((item) => {
    const scalar = resolveAlias(item);
    if (scalar.kind !== 'scalar' || typeof scalar.value !== 'string') throw new BuildError('invalid value type expect a string', locationOf(item));
    return scalarReplaced(scalar, values) ?? item;
  });
  return items.every((item, index) => item === resolved.items[index]) ? value : { ...resolved, items };
}

function mappingReplaced(mapping: MappingTree, values: Values): MappingTree {
  let isChanged = false;
  const entries = mapping.entries.map((entry): EntryTree => {
    const scalar = resolveAlias(entry.value);
    const value = scalar.kind === 'scalar' ? scalarReplaced(scalar, values) : undefined;
    if (!value) return entry;
    isChanged = true;
    return { key: entry.key, value };
  });
  return isChanged ? { ...mapping, entries } : mapping;
}

/** `undefined` where nothing is replaced. */
function scalarReplaced(scalar: ScalarTree, values: Values): Tree | undefined {
  if (typeof scalar.value !== 'string' || !scalar.text.includes('$')) return undefined;
  const own = textOfScalar(scalar);
  const parts: TracedText[] = [];
  let at = 0;
  for (const { start, end, text, name } of expressionsIn(scalar.text)) {
    const value = name === undefined ? undefined : scalarOf(values.get(name));
    if (value && start === 0 && end === scalar.text.length) return value;
    if (!value && name !== undefined) continue;
    parts.push(own.slice(at, start), value ? TracedText.derived(value.text, [textOfScalar(value), own.slice(start, end)]) : plain(text));
    at = end;
  }
  return parts.length === 0 ? undefined : composedScalar(concat([...parts, own.slice(at)]), scalar.trace.file);
}

function scalarOf(tree: Tree | undefined): ScalarTree | undefined {
  const scalar = tree && resolveAlias(tree);
  return scalar?.kind === 'scalar' && scalar.value !== null ? scalar : undefined;
}

interface Expression {
  readonly start: number;
  readonly end: number;
  /** What stands for it where it names no variable. */
  readonly text: string;
  readonly name?: string;
}

/** `$(NAME)`, and `$$`, which is a dollar sign. */
function* expressionsIn(text: string): Iterable<Expression> {
  for (let at = 0; at < text.length - 1; at += 1) {
    if (text[at] !== '$') continue;
    const close = text[at + 1] === '(' ? text.indexOf(')', at) : -1;
    if (text[at + 1] === '$') yield { start: at, end: at + 2, text: '$' };
    else if (close > 0) yield { start: at, end: close + 1, text: '', name: text.slice(at + 2, close) };
    at = close > 0 ? close : at + 1;
  }
}
