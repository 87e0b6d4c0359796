/** Trees that were held against the schema carried for their kind, its rules in CEL included, where they were read: nothing is wrong with them. */
import type { Tree } from '../../yaml/tree.ts';

const fitting = new WeakSet<Tree>();

export function rememberFitting(tree: Tree): void {
  fitting.add(tree);
}

/** Whether the object that a tree is fits its carried schema, as far as no version of its product is declared; `false` says nothing. */
export function isKnownToFit(tree: Tree | undefined): boolean {
  return tree !== undefined && fitting.has(tree);
}
