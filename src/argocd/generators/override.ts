/**
 * Parameters over parameters in the Go dialect: mappings are merged, everything else is replaced, also by what is empty.
 * Follows dario.cat/mergo v1.0.2, merge.go `deepMerge` with `WithOverride`, as matrix.go and merge.go of argo-cd call it.
 */
import { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type Tree } from '../../yaml/tree.ts';
import type { ParameterSet } from './generator.ts';
import { entriesOf, mappingOf } from './parameters.ts';

export function overridden(base: ParameterSet, by: ParameterSet): ParameterSet {
  const tree = base.parameters.tree;
  const over = by.parameters.tree;
  if (!tree || entriesOf(tree).length === 0) return by;
  return over && entriesOf(over).length > 0 ? { parameters: Node.root(mergedMapping(tree, over)) } : base;
}

function mergedMapping(base: Tree, over: Tree): Tree {
  const byKey = new Map<string, EntryTree>(entriesOf(base).map((entry) => [entry.key.text, entry]));
  for (const entry of entriesOf(over)) {
    const before = byKey.get(entry.key.text);
    byKey.set(entry.key.text, before && isMapping(before.value) && isMapping(entry.value) ? { ...entry, value: mergedMapping(before.value, entry.value) } : entry);
  }
  return mappingOf([...byKey.values()], over);
}

function isMapping(tree: Tree): boolean {
  return resolveAlias(tree).kind === 'mapping';
}
