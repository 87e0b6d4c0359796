/**
 * The template of a generator over that of the set. It fills what it says itself; what is empty (`false`, `0`, `''`, `[]`) says nothing.
 * Follows argo-cd, applicationset/generators/generator_spec_processor.go `mergeGeneratorTemplate`, and dario.cat/mergo v1.0.2 without overriding.
 */
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type MappingTree, type Tree } from '../../yaml/tree.ts';

/** Taken whole: for Go they are bytes. */
const OPAQUE = new Set(['valuesObject']);

export function templateOfGenerator(own: Node, ofSet: Node): Tree | undefined {
  if (own.kind !== 'mapping' || !own.tree) return ofSet.tree;
  return ofSet.kind === 'mapping' && ofSet.tree ? filled(own.tree, ofSet.tree) : own.tree;
}

function filled(own: Tree, by: Tree): Tree {
  const mine = resolveAlias(own);
  const others = resolveAlias(by);
  if (mine.kind !== 'mapping' || others.kind !== 'mapping') return isEmpty(mine) ? by : own;
  return { ...mine, entries: filledEntries(mine, others) };
}

function filledEntries(own: MappingTree, by: MappingTree): EntryTree[] {
  const more = new Map(by.entries.map((entry) => [entry.key.text, entry]));
  const entries = own.entries.map((entry) => {
    const other = more.get(entry.key.text);
    more.delete(entry.key.text);
    if (!other) return entry;
    if (isEmpty(entry.value)) return other;
    return OPAQUE.has(entry.key.text) ? entry : { ...entry, value: filled(entry.value, other.value) };
  });
  return [...entries, ...more.values()];
}

function isEmpty(tree: Tree): boolean {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'mapping') return resolved.entries.length === 0;
  if (resolved.kind === 'sequence') return resolved.items.length === 0;
  return resolved.value === null || resolved.value === '' || resolved.value === false || resolved.value === 0;
}
