/**
 * An Application out of the template of an ApplicationSet: every string and every key is a template of its own;
 * numbers, booleans and the shape of the document cannot be templated.
 * Follows argo-cd, applicationset/utils/utils.go `deeplyReplace`.
 */
import { Nearness, SourceFile } from '../../source.ts';
import type { TracedText } from '../../render/traced-text.ts';
import { tracedScalar } from '../../yaml/author.ts';
import type { EntryTree, ScalarTree, Tree } from '../../yaml/tree.ts';

/** Renders one string of the template with the parameters of one element. */
export type RenderString = (template: TracedText) => TracedText;

/** A string that could not be rendered. */
export class SubstitutionError extends Error {
  readonly tree: ScalarTree;

  constructor(message: string, tree: ScalarTree) {
    super(message);
    this.tree = tree;
  }
}

/** The tree with every string rendered; what holds no `{{` is shared with the template. */
export function substitute(tree: Tree, render: RenderString): Tree {
  switch (tree.kind) {
    case 'scalar':
      return substituteScalar(tree, render);
    case 'mapping':
      return { ...tree, entries: tree.entries.map((entry) => substituteEntry(entry, render)) };
    case 'sequence':
      return { ...tree, items: tree.items.map((item) => substitute(item, render)) };
    case 'alias':
      return { ...tree, target: substitute(tree.target, render) };
  }
}

function substituteEntry(entry: EntryTree, render: RenderString): EntryTree {
  return { ...entry, key: substituteScalar(entry.key, render), value: substitute(entry.value, render) };
}

function substituteScalar(tree: ScalarTree, render: RenderString): ScalarTree {
  if (typeof tree.value !== 'string' || !tree.text.includes('{{')) return tree;
  let traced: TracedText;
  try {
    traced = render(tracedScalar(tree, Nearness.inline));
  } catch (error) {
    throw new SubstitutionError(error instanceof Error ? error.message : String(error), tree);
  }
  return tracedString(traced, tree.trace.file.path);
}

/** A string value with the origins of its text. */
export function tracedString(traced: TracedText, path: string): ScalarTree {
  const trace = { file: new SourceFile(path, traced.text), traced, nearness: Nearness.inline };
  return { kind: 'scalar', value: traced.text, text: traced.text, style: 'plain', start: 0, end: traced.text.length, trace };
}
