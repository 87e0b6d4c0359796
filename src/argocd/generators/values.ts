/**
 * `values` of a generator: texts with placeholders for the generator's own parameters, added to them.
 * Follows argo-cd, applicationset/generators/value_interpolation.go.
 */
import { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type Tree } from '../../yaml/tree.ts';
import { substitute, SubstitutionError } from '../template/substitute.ts';
import { madeOf, type Dialect, type GeneratorError, type ParameterSet } from './generator.ts';
import { entriesOf, mappingOf, parameterSet, renamed } from './parameters.ts';

/** The set with its `values`; the first that cannot be rendered is an error. */
export function withValues(set: ParameterSet, values: Node, dialect: Dialect): ParameterSet | GeneratorError {
  const own = set.parameters.tree;
  const entries = entriesOf(values.tree);
  if (!own || !values.tree || entries.length === 0) return set;
  const render = dialect.renderer(set.parameters);
  const rendered: EntryTree[] = [];
  for (const { key, value } of entries) {
    const tree = resolveAlias(value);
    if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return { at: values.get(key.text), message: `the value ${JSON.stringify(key.text)} is not a string` };
    try {
      rendered.push({ key, value: substitute(tree, render) });
    } catch (error) {
      if (!(error instanceof SubstitutionError)) throw error;
      return { at: Node.root(error.tree), message: error.message };
    }
  }
  return madeOf(parameterSet([...entriesOf(own), ...added(rendered, values.tree, dialect)], own), set);
}

function added(rendered: readonly EntryTree[], values: Tree, { isGo }: Dialect): EntryTree[] {
  if (!isGo) return rendered.map(({ key, value }) => ({ key: renamed(key, `values.${key.text}`), value }));
  const [first] = rendered;
  return first ? [{ key: renamed(first.key, 'values'), value: mappingOf(rendered, values) }] : [];
}
