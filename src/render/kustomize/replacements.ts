/**
 * Values of objects that are written into fields of others.
 * Follows kustomize 5.7, api/filters/replacement/replacement.go and api/internal/builtins/ReplacementTransformer.go; what selects targets may be an expression, as in 5.8.
 */
import { SourceFile, type Location } from '../../source.ts';
import { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';
import type { BuildContext, FileLoader } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { draftOf, measure, treeOf, type Draft } from './draft.ts';
import { fieldSteps, lookUp } from './field-path.ts';
import { REPLACEMENT } from './kustomization-fields.ts';
import { askedBy, broughtBy, idPlaces, scalarPlaces } from './passing.ts';
import { matchPath, PathError, type Slot } from './path-matcher.ts';
import { Unavailable } from './remote.ts';
import { sourceOf, targetsOf, type SourceText } from './replacement-selection.ts';
import { filledIn, partOf, type ReplacementValue } from './replacement-value.ts';
import type { Resource } from './resource.ts';
import { namesOf } from './selected-targets.ts';
import { typedTree } from './typed-tree.ts';

export interface ReplacementContext {
  readonly build: BuildContext;
  readonly files: FileLoader;
}

/**
 * @param replacements items of `replacements`, each written out or in a file
 * @throws BuildError where a source or a field is not there
 */
export function replaceValues(resources: readonly Resource[], replacements: readonly Node[], { build, files }: ReplacementContext): readonly Resource[] {
  const all = replacements.flatMap((item) => writtenOut(item, files));
  return all.reduce((list, replacement) => replaced(list, replacement, build), resources);
}

function writtenOut(item: Node, files: FileLoader): Node[] {
  const path = item.get('path');
  if ((path.text ?? '') === '') return [item];
  if (item.has('source') || item.get('targets').items().length > 0) throw new BuildError('cannot specify both path and inline replacement', item.at);
  const root = parseYaml(files.text(path.text ?? '', path.at)).documents[0]?.root;
  const content = root && resolveAlias(root);
  const typed = (tree: Tree): Node => Node.root(typedTree(tree, REPLACEMENT, { type: 'Replacement', prefix: '', isOpen: true }));
  if (content?.kind === 'mapping') return [typed(content)];
  if (content?.kind === 'sequence') return content.items.map(typed);
  const kind = content === undefined || content.value === null ? 'invalid' : typeof content.value === 'string' ? 'string' : typeof content.value === 'boolean' ? 'bool' : 'float64';
  throw new BuildError(`unsupported replacement type encountered within replacement path: ${kind}`, path.at);
}

function replaced(resources: readonly Resource[], replacement: Node, build: BuildContext): readonly Resource[] {
  const [source, fixed, targets] = [replacement.get('source'), replacement.get('sourceValue'), replacement.get('targets')];
  if ((!source.exists && !fixed.exists) || targets.kind !== 'sequence') throw new BuildError('replacements must specify a source and at least one target', replacement.at);
  if (source.exists && fixed.exists) throw new BuildError('value and resource selectors are mutually exclusive', fixed.at);
  const value: ReplacementValue = fixed.exists && fixed.tree ? { tree: fixed.tree, at: fixed.at, isFixed: true } : valueOf(resources, source, build);
  return targets.items().reduce((list, target) => intoTarget(list, target, { value, build, places: scalarPlaces(source) }), resources);
}

function valueOf(resources: readonly Resource[], source: Node, build: BuildContext): ReplacementValue {
  const path = source.get('fieldPath');
  const text = (path.text ?? '') === '' ? DEFAULT_PATH : (path.text ?? '');
  const { resource, name } = sourceOf(resources, source, { build, describe: (id) => described(id, source) });
  const found = lookUp(resource.tree, fieldSteps(text));
  if (typeof found === 'string') throw new BuildError(`error looking up replacement source: ${found}`, path.exists ? path.at : source.at);
  if (found === undefined || isEmpty(found)) {
    throw new BuildError(`fieldPath \`${text}\` is missing for replacement source ${name}`, path.exists ? path.at : source.at);
  }
  return partOf({ tree: found, at: source.at, isFixed: false }, source.get('options'));
}

const DEFAULT_PATH = 'metadata.name';

function described(id: SourceText, source: Node): string {
  const options = source.get('options');
  const delimiter = options.get('delimiter').text ?? '';
  const creates = options.get('create').value === true;
  const said = delimiter === '' && !creates ? '' : `:${delimiter}(${options.get('index').number ?? 0}), create=${creates}`;
  const path = source.get('fieldPath').text ?? '';
  return `${id}${path === '' ? '' : `:${path}`}${said}`;
}

function isEmpty(tree: Tree): boolean {
  const value = resolveAlias(tree);
  if (value.kind === 'scalar') return value.value === null;
  return value.kind === 'mapping' ? value.entries.length === 0 : value.items.length === 0;
}

interface Filling {
  readonly value: ReplacementValue;
  /** What asks for the value. */
  readonly places: readonly Location[];
  readonly build: BuildContext;
}

function intoTarget(resources: readonly Resource[], target: Node, filling: Filling): readonly Resource[] {
  if (target.get('select').kind !== 'mapping') throw new BuildError('target must specify resources to select', target.at);
  const isTarget = targetsOf(target, filling.build);
  const paths = target.get('fieldPaths').items().map((path) => ({ text: path.text ?? '', at: path.at }));
  const fieldPaths = paths.length > 0 ? paths : [{ text: DEFAULT_PATH, at: target.at }];
  const options = target.get('options');
  const places = [...filling.places, ...scalarPlaces(target.get('select')), ...scalarPlaces(options)];
  const asked = askedBy(target.get('select'));
  const selected = new Set(resources.filter(isTarget));
  filling.build.notes.target({ what: 'replacement', target: target.get('select'), count: selected.size, near: selected.size > 0 ? [] : namesOf(resources.filter(targetsOf(target, filling.build, { without: 'name' }))) });
  return resources.map((resource) => {
    if (!selected.has(resource)) return resource;
    const root = draftOf(resource.tree);
    filling.build.budget.spend(measure(root).size, target.at);
    const chosen = [...places, ...idPlaces(resource.tree, asked)];
    for (const path of fieldPaths) fill(root, { path, options, places: [...chosen, path.at] }, filling);
    const tree = resolveAlias(treeOf(root));
    return tree === resource.tree || tree.kind !== 'mapping' ? resource : { ...resource, tree };
  });
}

interface Field {
  readonly path: { readonly text: string; readonly at: Location };
  readonly options: Node;
  /** What asks for it. */
  readonly places: readonly Location[];
}

function fill(root: Draft, { path, options, places }: Field, { value, build }: Filling): void {
  const create = options.get('create').value === true ? resolveAlias(value.tree).kind : undefined;
  const problem = `unable to find ${create === undefined ? '' : 'or create '}field ${JSON.stringify(path.text)} in replacement target`;
  const steps = fieldSteps(path.text);
  const slots = foundSlots(problem, path.at, () => {
    refuseInText(root, steps, path.at);
    return matchPath(root, steps, { create, budget: build.budget, at: path.at });
  });
  for (const slot of slots) slot.replace(draftOf(broughtBy(treeOf(filledIn(slot, value, { options, at: path.at })), places)));
}

/** Since 5.8 a path may lead on into a text that holds YAML or JSON, which is printed anew then. @throws Unavailable for those */
function refuseInText(root: Draft, steps: readonly string[], at: Location): void {
  for (let count = 1; count < steps.length; count += 1) {
    const found = lookUp(treeOf(root), steps.slice(0, count));
    const scalar = typeof found === 'object' ? resolveAlias(found) : undefined;
    if (scalar === undefined) return;
    if (scalar.kind !== 'scalar' || typeof scalar.value !== 'string') continue;
    const inner = parseYaml(new SourceFile('', scalar.text)).documents[0]?.root;
    if (inner && inner.kind !== 'scalar') throw new Unavailable({ why: 'a field inside of a text is replaced by kustomize 5.8 only', needs: 'kustomize itself', at });
  }
}

function foundSlots(problem: string, at: Location, find: () => Slot[]): Slot[] {
  let slots: Slot[];
  try {
    slots = find();
  } catch (error) {
    if (error instanceof PathError) throw new BuildError(`${problem}: ${error.message}`, at);
    throw error;
  }
  if (slots.length === 0) throw new BuildError(problem, at);
  return slots;
}

