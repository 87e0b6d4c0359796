/**
 * `templatePatch`: rendered as one text, then merged into the Application.
 * Follows argo-cd, applicationset/controllers/template/patch.go.
 */
import { TemplateError } from '../../render/go-template/template-error.ts';
import { Nearness, type Location } from '../../source.ts';
import { tracedScalar } from '../../yaml/author.ts';
import { Node } from '../../yaml/node.ts';
import { parseTraced } from '../../yaml/parse.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { wrongType } from './application-types.ts';
import { StrategicMergeError, strategicMerge } from './strategic-merge.ts';
import { tracedString, type RenderString } from './substitute.ts';

/** A patch that the controller refuses; `at` is where it stands. */
export class PatchError extends Error {
  readonly at: Node;
  /** The action of the patch that failed. */
  readonly place: Location | undefined;

  constructor(message: string, at: Node, place?: Location) {
    super(message);
    this.at = at;
    this.place = place;
  }
}

export interface PatchContext {
  readonly render: RenderString;
  /** Told how many characters are parsed. */
  readonly spend: (characters: number) => void;
}

/** The Application with the patch merged in; `spec.project` stays as it was. Throws a {@link PatchError}. */
export function patched(application: MappingTree, patch: Node, { render, spend }: PatchContext): MappingTree {
  const tree = patch.tree && resolveAlias(patch.tree);
  if (tree?.kind !== 'scalar' || typeof tree.value !== 'string') throw new PatchError('`templatePatch` is not a string', patch);
  const root = patchFor(tree, patch, { render, spend });
  if (!root) return application;
  try {
    const merged = resolveAlias(strategicMerge(application, root));
    return withProject(merged.kind === 'mapping' ? merged : application, application);
  } catch (error) {
    if (error instanceof StrategicMergeError) throw new PatchError(`error while applying templatePatch: ${error.message}`, Node.root(error.tree));
    throw error;
  }
}

const constant = new WeakMap<ScalarTree, { readonly root: Tree | undefined }>();

/** A patch without placeholders is the same for all sets of parameters. */
function patchFor(tree: ScalarTree, patch: Node, { render, spend }: PatchContext): Tree | undefined {
  const known = constant.get(tree);
  if (known) return known.root;
  spend(tree.text.length);
  const root = parsedPatch(rendered(tree, render), patch);
  if (!tree.text.includes('{{')) constant.set(tree, { root });
  return root;
}

function rendered(tree: ScalarTree, render: RenderString): ScalarTree {
  try {
    return tracedString(render(tracedScalar(tree, Nearness.inline)), tree.trace.file.path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new PatchError(error.message, Node.root(tree), error.cause instanceof TemplateError ? error.cause.at : undefined);
  }
}

/** Nothing where nothing was rendered. */
function parsedPatch(text: ScalarTree, patch: Node): Tree | undefined {
  const [document] = parseTraced(tracedScalar(text, Nearness.inline), text.trace.file.path).documents;
  const [problem] = document?.problems ?? [];
  if (problem) throw new PatchError(`the rendered templatePatch is no YAML: ${problem.message}`, patch);
  const root = document?.root && Node.root(document.root);
  if (!root || root.isNull) return undefined;
  if (root.kind !== 'mapping') throw new PatchError('invalid templatePatch: it is no mapping', patch);
  const wrong = wrongType(root);
  if (wrong) throw new PatchError(`invalid templatePatch: ${wrong.message}`, wrong.at);
  return document.root;
}

function withProject(merged: MappingTree, before: MappingTree): MappingTree {
  const project = specOf(before)?.entries.find(({ key }) => key.text === 'project');
  const spec = specOf(merged);
  if (project === undefined) return merged;
  const specEntry = entryOf(before, 'spec');
  if (!specEntry) return merged;
  const own = spec?.entries.filter(({ key }) => key.text !== 'project') ?? [];
  const value: MappingTree = { ...(spec ?? { ...project.key, kind: 'mapping', isFlow: false }), entries: [...own, project] };
  const others = merged.entries.filter(({ key }) => key.text !== 'spec');
  const kept: EntryTree = { ...(entryOf(merged, 'spec') ?? specEntry), value };
  return { ...merged, entries: [...others, kept] };
}

function specOf(application: MappingTree): MappingTree | undefined {
  const spec = entryOf(application, 'spec');
  const tree = spec && resolveAlias(spec.value);
  return tree?.kind === 'mapping' ? tree : undefined;
}
