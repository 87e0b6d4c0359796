/**
 * One entry of `spec.generators` or of a combination: every kind in it, after its `selector`.
 * Follows argo-cd, applicationset/generators/generator_spec_processor.go `Transform`.
 */
import type { Node } from '../../yaml/node.ts';
import { expandClusters } from './clusters.ts';
import { NOTHING, type Expansion, type ExpandKind, type GeneratorContext, type ParameterSet } from './generator.ts';
import { expandGit } from './git.ts';
import { expandList } from './list.ts';
import { expandMatrix } from './matrix.ts';
import { expandMerge } from './merge.ts';
import { expandClusterDecisionResource, expandPlugin, expandPullRequest, expandScmProvider } from './offline.ts';
import { flattened } from './parameters.ts';
import { selectorOf, type Selects } from './selector.ts';

/** Every kind, in the order in which the controller looks at them. */
const KINDS: ReadonlyMap<string, ExpandKind> = new Map<string, ExpandKind>([
  ['list', expandList],
  ['clusters', expandClusters],
  ['git', expandGit],
  ['scmProvider', expandScmProvider],
  ['clusterDecisionResource', expandClusterDecisionResource],
  ['pullRequest', expandPullRequest],
  ['matrix', (block, context) => expandMatrix(block, context, 0)],
  ['merge', (block, context) => expandMerge(block, context, 0)],
  ['plugin', expandPlugin],
]);

export const COMBINATIONS: ReadonlySet<string> = new Set(['matrix', 'merge']);

export interface ExpandedKind {
  readonly block: Node;
  readonly expansion: Expansion;
}

/** The blocks of an entry that Argo CD knows; what is null or unknown is not there. */
export function kindsOf(entry: Node): readonly string[] {
  return [...KINDS.keys()].filter((kind) => {
    const block = entry.get(kind);
    return block.exists && !block.isNull;
  });
}

export function isKind(key: string): boolean {
  return KINDS.has(key);
}

/** Expands every kind of an entry; usually there is one. `selector` stands apart where placeholders were replaced in the entry but not in it. */
export function expandEntry(entry: Node, context: GeneratorContext, { selector = entry.get('selector'), expand = expandOne }: EntryOptions = {}): ExpandedKind[] {
  const isSelected = selector.exists && !selector.isNull ? selectorOf(selector, { needsLabelValues: false }) : undefined;
  return kindsOf(entry).map((kind): ExpandedKind => {
    const block = entry.get(kind);
    if (isSelected && 'message' in isSelected) return { block, expansion: { ...NOTHING, errors: [isSelected] } };
    const expansion = expand(kind, block, context);
    return { block, expansion: isSelected ? { ...expansion, sets: expansion.sets.filter((set) => selects(isSelected, set)) } : expansion };
  });
}

export interface EntryOptions {
  readonly selector?: Node;
  /** How one kind is expanded: combinations know how deep they are. */
  readonly expand?: (kind: string, block: Node, context: GeneratorContext) => Expansion;
}

export function expandOne(kind: string, block: Node, context: GeneratorContext): Expansion {
  return KINDS.get(kind)?.(block, context) ?? NOTHING;
}

function selects(isSelected: Selects, { parameters }: ParameterSet): boolean {
  if (!parameters.tree) return isSelected(new Map());
  return isSelected(new Map(flattened(parameters.tree).map(({ key, value }) => [key.text, value.kind === 'scalar' ? value.text : ''])));
}
