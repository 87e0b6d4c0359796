/** From an ApplicationSet to the Applications that the controller would create. */
import type { TracedText } from '../render/traced-text.ts';
import { Nearness } from '../source.ts';
import { tracedScalar } from '../yaml/author.ts';
import { Node } from '../yaml/node.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type Tree } from '../yaml/tree.ts';
import { expandGenerator, type GeneratorError, type ParameterSet, type Unexpandable } from './generators/list.ts';
import { replacePlaceholders } from './template/fast-template.ts';
import { substitute, SubstitutionError, type RenderString } from './template/substitute.ts';

/** More elements than one set is looked at for, and more errors than anybody reads. */
const MAX_ELEMENTS = 1000;
const MAX_ERRORS = 10;

/** Makes the renderer of one element's strings in the Go dialect; it brings a template engine along and is loaded only where a set asks for it. */
export type GoTemplateDialect = (element: Node, options: readonly string[]) => RenderString;

/** An Application before anybody read it. */
export interface GeneratedApplication {
  readonly root: Node;
  /** String parameters of the generator by name, nested ones with dots. */
  readonly parameters: ReadonlyMap<string, Node>;
}

export interface ExpandedSet {
  readonly applications: readonly GeneratedApplication[];
  readonly unexpandable: readonly Unexpandable[];
  /** Any of these makes the controller create, update and delete nothing at all. */
  readonly errors: readonly GeneratorError[];
}

/** Expands every generator of a set. Follows argo-cd, applicationset/controllers/template/template.go. */
export function expandApplicationSet(set: Node, goTemplate: GoTemplateDialect | undefined): ExpandedSet {
  const isGoTemplate = set.get('spec', 'goTemplate').value === true;
  const expansions = set.get('spec', 'generators').items().map((generator) => expandGenerator(generator, isGoTemplate));
  const unexpandable = expansions.flatMap((expansion) => expansion.unexpandable);
  const errors = expansions.flatMap((expansion) => expansion.errors);
  const patch = set.get('spec', 'templatePatch');
  if (patch.exists && !patch.isNull) unexpandable.push({ at: patch, why: 'a `templatePatch` is not applied', needs: 'a later version of mllint' });
  const elements = expansions.flatMap((expansion) => expansion.sets);
  const over = elements[MAX_ELEMENTS]?.element;
  if (over) unexpandable.push({ at: over, why: `of its ${elements.length} elements only the first ${MAX_ELEMENTS} are looked at`, needs: 'fewer elements in one set' });
  const applications: GeneratedApplication[] = [];
  for (const parameters of elements.slice(0, MAX_ELEMENTS)) {
    if (errors.length > MAX_ERRORS) break;
    const application = generate(set, parameters, isGoTemplate ? goTemplate : undefined);
    if (application && 'message' in application) errors.push(application);
    else if (application) applications.push(application);
  }
  return { applications, unexpandable, errors };
}

function generate(set: Node, { element }: ParameterSet, goTemplate: GoTemplateDialect | undefined): GeneratedApplication | GeneratorError | undefined {
  const template = set.get('spec', 'template');
  if (!template.tree || !set.tree) return undefined;
  const render = goTemplate ? goTemplate(element, optionsOf(set)) : placeholderRenderer(element);
  try {
    const tree = substitute(template.tree, render);
    return { root: Node.root(applicationTree(set.tree, tree)), parameters: stringParameters(element) };
  } catch (error) {
    if (!(error instanceof SubstitutionError)) throw error;
    return { at: Node.root(error.tree), message: error.message };
  }
}

function optionsOf(set: Node): string[] {
  return set.get('spec', 'goTemplateOptions').items().flatMap((option) => option.text ?? []);
}

function placeholderRenderer(element: Node): RenderString {
  const parameters = new Map<string, TracedText>();
  for (const [name, node] of stringParameters(element)) {
    const tree = node.tree && resolveAlias(node.tree);
    if (tree?.kind === 'scalar') parameters.set(name, tracedScalar(tree, Nearness.generatorElement));
  }
  return (template) => replacePlaceholders(template, parameters);
}

function stringParameters(element: Node, prefix = ''): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const [name, value] of element.entries()) {
    if (value.text !== undefined) found.set(prefix + name, value);
    if (value.kind === 'mapping') for (const [inner, node] of stringParameters(value, `${prefix}${name}.`)) found.set(inner, node);
  }
  return found;
}

/**
 * The template as an Application. apiVersion and kind stand where the set's own stand, so that everything has a place;
 * the namespace is always the set's.
 */
function applicationTree(set: Tree, template: Tree): MappingTree {
  const owner = resolveAlias(set);
  const body = resolveAlias(template);
  const ownEntries = owner.kind === 'mapping' ? owner : undefined;
  const bodyEntries = body.kind === 'mapping' ? body.entries : [];
  const entries: EntryTree[] = [];
  const apiVersion = ownEntries && entryOf(ownEntries, 'apiVersion');
  const kind = ownEntries && entryOf(ownEntries, 'kind');
  if (apiVersion) entries.push(apiVersion);
  if (kind) entries.push({ ...kind, value: renamed(resolveAlias(kind.value), 'Application') });
  entries.push(...bodyEntries.map((entry) => (entry.key.text === 'metadata' ? withNamespace(entry, ownEntries) : entry)));
  return { kind: 'mapping', entries, isFlow: false, start: body.start, end: body.end, trace: body.trace };
}

function renamed(tree: Tree, text: string): Tree {
  const scalar: ScalarTree = { kind: 'scalar', value: text, text, style: 'plain', start: tree.start, end: tree.end, trace: tree.trace };
  return scalar;
}

function withNamespace(entry: EntryTree, set: MappingTree | undefined): EntryTree {
  const metadata = resolveAlias(entry.value);
  const setMetadata = set && entryOf(set, 'metadata');
  const setMapping = setMetadata && resolveAlias(setMetadata.value);
  const namespace = setMapping?.kind === 'mapping' ? entryOf(setMapping, 'namespace') : undefined;
  if (metadata.kind !== 'mapping') return entry;
  const others = metadata.entries.filter((own) => own.key.text !== 'namespace');
  return { ...entry, value: { ...metadata, entries: namespace ? [...others, namespace] : others } };
}
