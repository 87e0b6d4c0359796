/**
 * The children of matrix and merge. A combination may hold another one, and that one only generators of other kinds.
 * Follows argo-cd, applicationset/generators/matrix.go and merge.go `getParams`.
 */
import type { Node } from '../../yaml/node.ts';
import { COMBINATIONS, expandEntry, expandOne, isKind, kindsOf } from './entry.ts';
import { failed, NOTHING, type Expansion, type GeneratorContext, type GeneratorError } from './generator.ts';
import { expandMatrix } from './matrix.ts';
import { expandMerge } from './merge.ts';

export interface ChildOptions {
  /** How many combinations lie around the combination: 0 or 1. */
  readonly depth: number;
  readonly selector?: Node;
}

export function expandChild(child: Node, context: GeneratorContext, { depth, selector }: ChildOptions): Expansion {
  const kinds = kindsOf(child).filter((kind) => depth === 0 || !COMBINATIONS.has(kind));
  if (kinds.length === 0) return { ...NOTHING, errors: [{ at: child, message: 'child generator generated no parameters', ...unknownKind(child) }] };
  if (kinds.length > 1) return failed(child, 'found more than one generator in matrix.Generators');
  const expand = (kind: string, block: Node, inner: GeneratorContext): Expansion => {
    if (!kinds.includes(kind)) return NOTHING;
    if (kind === 'matrix') return expandMatrix(block, inner, depth + 1);
    return kind === 'merge' ? expandMerge(block, inner, depth + 1) : expandOne(kind, block, inner);
  };
  const expanded = expandEntry(child, context, { expand, ...(selector ? { selector } : {}) });
  return expanded.find(({ block }) => block.path.at(-1) === kinds[0])?.expansion ?? NOTHING;
}

/** A key that is no generator is pruned; argocd/generator-known says so. */
function unknownKind(child: Node): Pick<GeneratorError, 'unknownKind'> {
  const key = child.keys().find(({ text }) => text !== undefined && text !== 'selector' && text !== 'template' && !isKind(text));
  return key ? { unknownKind: key } : {};
}
