/**
 * The second child of a matrix, with the parameters of the first put in.
 * Follows argo-cd, applicationset/utils/utils.go `RenderGeneratorParams`.
 */
import type { EntryTree, Tree } from '../../yaml/tree.ts';
import { resolveAlias } from '../../yaml/tree.ts';
import { Node } from '../../yaml/node.ts';
import { substitute, SubstitutionError, type RenderString } from '../template/substitute.ts';
import type { Dialect, ParameterSet } from './generator.ts';
import { entriesOf } from './parameters.ts';

/** Generators whose `values` are rendered once more with their own parameters. */
const WITH_VALUES = new Set(['clusters', 'git', 'scmProvider', 'clusterDecisionResource', 'pullRequest', 'plugin']);

interface Renderers {
  readonly render: RenderString;
  readonly strict: RenderString;
}

/** Throws a {@link SubstitutionError}. */
export function interpolated(child: Node, set: ParameterSet, dialect: Dialect): Node {
  if (!child.tree || entriesOf(set.parameters.tree).length === 0) return child;
  const renderers = { render: dialect.renderer(set.parameters), strict: dialect.strictRenderer(set.parameters) };
  return Node.root(withEntries(child.tree, (entry) => generatorEntry(entry, renderers)));
}

function withEntries(tree: Tree, change: (entry: EntryTree) => EntryTree): Tree {
  const resolved = resolveAlias(tree);
  return resolved.kind === 'mapping' ? { ...resolved, entries: resolved.entries.map(change) } : tree;
}

function generatorEntry(entry: EntryTree, renderers: Renderers): EntryTree {
  const kind = entry.key.text;
  if (kind === 'matrix' || kind === 'merge') {
    return { ...entry, value: withEntries(entry.value, (own) => (own.key.text === 'generators' ? nestedGenerators(own, renderers) : rendered(own, renderers))) };
  }
  if (!WITH_VALUES.has(kind)) return rendered(entry, renderers);
  return { ...entry, value: withEntries(entry.value, (own) => (own.key.text === 'values' ? values(own, renderers) : rendered(own, renderers))) };
}

function nestedGenerators(entry: EntryTree, renderers: Renderers): EntryTree {
  const list = resolveAlias(entry.value);
  if (list.kind !== 'sequence') return entry;
  return { ...entry, value: { ...list, items: list.items.map((item) => withEntries(item, (own) => generatorEntry(own, renderers))) } };
}

function rendered(entry: EntryTree, { render }: Renderers): EntryTree {
  return { ...entry, value: substitute(entry.value, render) };
}

/** What the first child does not give is left for the parameters of the generator itself. */
function values(entry: EntryTree, { strict }: Renderers): EntryTree {
  return {
    ...entry,
    value: withEntries(entry.value, (own) => {
      try {
        return { ...own, value: substitute(own.value, strict) };
      } catch (error) {
        if (error instanceof SubstitutionError && isMissingKey(error.message)) return own;
        throw error;
      }
    }),
  };
}

function isMissingKey(message: string): boolean {
  return message.includes('map has no entry for key') || message.includes("can't evaluate field");
}

/** Whether any text in a tree holds a placeholder. */
export function hasPlaceholder(tree: Tree | undefined): boolean {
  if (!tree) return false;
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar') return resolved.text.includes('{{');
  if (resolved.kind === 'sequence') return resolved.items.some(hasPlaceholder);
  return resolved.entries.some(({ key, value }) => key.text.includes('{{') || hasPlaceholder(value));
}
