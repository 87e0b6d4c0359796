/** Which scalar of an authored file stands at an offset, and the same scalar in another state of the file. */
import type { ScalarTree, Tree, YamlFile } from './tree.ts';

/** The place of a scalar that is no key: the document, then keys and indexes. Equal in two states of a file for the same place. */
export function scalarPath({ documents }: YamlFile, offset: number): string | undefined {
  for (const [index, { root }] of documents.entries()) {
    const path = root && pathBelow(root, offset);
    if (path) return [index, ...path].join('\0');
  }
  return undefined;
}

function pathBelow(tree: Tree, offset: number): string[] | undefined {
  if (offset < tree.start || offset > tree.end) return undefined;
  if (tree.kind === 'scalar') return [];
  for (const [step, child] of childrenOf(tree)) {
    const path = pathBelow(child, offset);
    if (path) return [step, ...path];
  }
  return undefined;
}

/** The scalar at a place that {@link scalarPath} gave. */
export function scalarAt({ documents }: YamlFile, place: string): ScalarTree | undefined {
  const [index, ...path] = place.split('\0');
  let tree = documents[Number(index)]?.root;
  for (const step of path) tree = tree && childrenOf(tree).find(([own]) => own === step)?.[1];
  return tree?.kind === 'scalar' ? tree : undefined;
}

/** What is written there, not what an alias or a merge key brought. */
function childrenOf(tree: Tree): readonly (readonly [string, Tree])[] {
  if (tree.kind === 'sequence') return tree.items.map((item, index) => [`[${index}]`, item]);
  return tree.kind === 'mapping' ? tree.entries.flatMap(({ key, value, mergedBy }) => (mergedBy ? [] : [[`.${key.text}`, value] as const])) : [];
}
