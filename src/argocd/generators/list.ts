/**
 * The list generator: one set of parameters an element.
 * Follows argo-cd, applicationset/generators/list.go.
 */
import { tracedScalar } from '../../yaml/author.ts';
import { Nearness } from '../../source.ts';
import { Node } from '../../yaml/node.ts';
import { parseTraced } from '../../yaml/parse.ts';
import { resolveAlias, type EntryTree } from '../../yaml/tree.ts';
import { failed, joined, MAX_ERRORS, NOTHING, type Expansion, type GeneratorContext, type GeneratorError, type ParameterSet } from './generator.ts';
import { entriesOf, parameterSet, renamed } from './parameters.ts';

export function expandList(list: Node, context: GeneratorContext): Expansion {
  return joined([elements(list.get('elements'), context), elementsYaml(list.get('elementsYaml'), context)]);
}

function elements(list: Node, { dialect, budget }: GeneratorContext): Expansion {
  const errors: GeneratorError[] = [];
  const sets: ParameterSet[] = [];
  const items = list.items();
  budget.addSets(items.length);
  for (const element of items) {
    if (errors.length > MAX_ERRORS) break;
    const { set, error } = elementSet(element, dialect.isGo);
    if (error) errors.push(error);
    if (set) sets.push(set);
  }
  return { ...NOTHING, sets, errors };
}

function elementSet(element: Node, isGo: boolean): { readonly set?: ParameterSet; readonly error?: GeneratorError } {
  if (element.kind !== 'mapping' || !element.tree) return { error: { at: element, message: 'an element of the list is no mapping' } };
  if (isGo) return { set: { parameters: element } };
  const error = notFlat(element);
  if (!error) return { set: parameterSet(entriesOf(element.tree).flatMap(flatEntry), element.tree) };
  const supposed = quotedSet(element);
  return supposed ? { error, set: supposed } : { error };
}

/** What would be there if numbers and the like were quoted, which is all that is wrong with them; nothing where something else is wrong. */
function quotedSet(element: Node): ParameterSet | undefined {
  if (!element.tree || element.entries().some(([name, value]) => (value.kind === 'mapping') !== (name === 'values') || value.kind === 'sequence')) return undefined;
  const quoted = entriesOf(element.tree).flatMap(flatEntry).flatMap(({ key, value }): EntryTree[] => {
    const tree = resolveAlias(value);
    return tree.kind === 'scalar' ? [{ key, value: { ...tree, value: tree.text } }] : [];
  });
  return { ...parameterSet(quoted, element.tree), isSupposed: true };
}

/** Without goTemplate every parameter must be a string; `values` may be a map of strings. */
function notFlat(element: Node): GeneratorError | undefined {
  for (const [name, value] of element.entries()) {
    const isFlat = name === 'values' ? value.kind === 'mapping' && value.entries().every(([, inner]) => isString(inner)) : isString(value);
    if (!isFlat) return { at: value, message: `parameter ${JSON.stringify(name)} is not a string, which only \`goTemplate: true\` allows` };
  }
  return undefined;
}

/** Also where what it says cannot be known here. */
function isString(node: Node): boolean {
  const tree = node.tree && resolveAlias(node.tree);
  return tree?.kind === 'scalar' && typeof tree.value === 'string';
}

function flatEntry(entry: EntryTree): EntryTree[] {
  if (entry.key.text !== 'values') return [entry];
  return entriesOf(entry.value).map(({ key, value }) => ({ key: renamed(key, `values.${key.text}`), value }));
}

/** A list written as text, mostly out of the other child of a matrix; its values may be of any type in both dialects. */
function elementsYaml(node: Node, { budget }: GeneratorContext): Expansion {
  const tree = node.tree && resolveAlias(node.tree);
  if (!tree || node.isNull) return NOTHING;
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return failed(node, '`elementsYaml` is not a string');
  budget.parse(tree.text.length);
  const { documents } = parseTraced(tracedScalar(tree, Nearness.generatorElement), tree.trace.file.path);
  const [document] = documents;
  const [problem] = document?.problems ?? [];
  if (problem) return failed(node, `\`elementsYaml\` is no YAML: ${problem.message}`);
  const root = document?.root && Node.root(document.root);
  if (!root || root.isNull) return NOTHING;
  if (root.kind !== 'sequence') return failed(node, '`elementsYaml` is no list of mappings');
  const items = root.items();
  budget.addSets(items.length);
  const wrong = items.find((item) => item.kind !== 'mapping' && !item.isNull);
  if (wrong) return failed(node, '`elementsYaml` is no list of mappings');
  return { ...NOTHING, sets: items.map((parameters) => ({ parameters })) };
}
