/**
 * JSON patches (RFC 6902) over trees.
 * Follows gopkg.in/evanphx/json-patch.v4 4.12, patch.go, as kustomize 5.7 uses it (api/filters/patchjson6902): `replace` of a missing key adds it,
 * negative indices count from the end, what stands before the first `/` of a path is ignored.
 */
import type { Location } from '../../source.ts';
import { tracedScalar } from '../../yaml/author.ts';
import { MAX_DEPTH, MAX_EXPANDED_NODES } from '../../yaml/limits.ts';
import { resolveAlias, type MappingTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { TracedText } from '../traced-text.ts';
import type { Budget } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { composedScalar, locationOf, nullScalar } from './compose-tree.ts';
import { draftOf, measure, treeOf, type Draft } from './draft.ts';
import { addTo, isSameValue, removeFrom, replaceIn, stepInto, valueIn, type Container } from './json-patch-container.ts';
import { broughtBy, placesIn } from './passing.ts';
import { valueAt } from './resource.ts';

export interface JsonPatchOptions {
  readonly budget: Budget;
  /** The patch, for what concerns all of it. */
  readonly at: Location;
  /** What brings the patch here, such as its target. */
  readonly places?: readonly Location[];
}

/**
 * @param operations the list of operations, each a mapping
 * @throws BuildError where one of them cannot be applied, in the words of upstream
 */
export function applyJsonPatch(target: MappingTree, operations: Tree, options: JsonPatchOptions): MappingTree {
  const list = resolveAlias(operations);
  if (list.kind !== 'sequence') throw new BuildError('a JSON patch is a list of operations', options.at);
  const patching = new Patching(target, options);
  for (const operation of list.items) patching.apply(operation);
  return patching.result();
}

/** The place of a value in the document: what it stands in, and under which key or index. */
interface Pointer {
  readonly container: Container;
  readonly key: string;
  /** How deep the container stands. */
  readonly depth: number;
}

class Patching {
  #document: Draft;
  /** How many nodes were copied: copies of copies double. */
  #copied = 0;
  readonly #options: JsonPatchOptions;

  constructor(target: MappingTree, options: JsonPatchOptions) {
    this.#document = draftOf(target);
    this.#options = options;
    options.budget.spend(measure(this.#document).size, options.at);
  }

  apply(operation: Tree): void {
    const at = locationOf(operation);
    this.#options.budget.spend(1, at);
    const name = stringOf(valueAt(operation, 'op'))?.text ?? 'unknown';
    switch (name) {
      case 'add':
        return this.#add(operation, at);
      case 'remove':
        return this.#remove(operation, at);
      case 'replace':
        return this.#replace(operation, at);
      case 'move':
        return this.#move(operation, at);
      case 'copy':
        return this.#copy(operation, at);
      case 'test':
        return this.#test(operation, at);
      default:
        throw new BuildError(`Unexpected kind: ${name}`, at);
    }
  }

  result(): MappingTree {
    const tree = resolveAlias(treeOf(this.#document));
    if (tree.kind !== 'mapping') throw new BuildError('a JSON patch leaves no object', this.#options.at);
    return tree;
  }

  #add(operation: Tree, at: Location): void {
    const path = pathOf(operation, 'add operation failed to decode path: missing value', at);
    const found = this.#find(path.text) ?? refuse(`add operation does not apply: doc is missing path: "${path.text}": missing value`, path);
    this.#place(found, path, this.#valueOf(operation));
  }

  #remove(operation: Tree, at: Location): void {
    const path = pathOf(operation, 'remove operation failed to decode path: missing value', at);
    const found = this.#find(path.text) ?? refuse(`remove operation does not apply: doc is missing path: "${path.text}": missing value`, path);
    const problem = removeFrom(found.container, found.key);
    if (problem !== undefined) refuse(`error in remove for path: '${path.text}': ${problem}`, path);
  }

  #replace(operation: Tree, at: Location): void {
    const path = pathOf(operation, 'replace operation failed to decode path: operation missing path field: missing value', at);
    if (path.text === '') {
      const value = this.#valueOf(operation);
      if (value.kind === 'scalar') refuse('replace operation value must be object or array', path);
      this.#document = value;
      return;
    }
    const found = this.#find(path.text) ?? refuse(`replace operation does not apply: doc is missing path: ${path.text}: missing value`, path);
    const before = valueIn(found.container, found.key);
    if (typeof before === 'string') refuse(`replace operation does not apply: doc is missing key: ${path.text}: missing value`, path);
    const value = this.#valueOf(operation);
    this.#measure(value, found.depth, path);
    replaceIn(found.container, keyScalar(path, found.key), value);
  }

  #move(operation: Tree, at: Location): void {
    const from = fromOf(operation, 'move', at);
    const source = this.#find(from.text) ?? refuse(`move operation does not apply: doc is missing from path: ${from.text}: missing value`, from);
    const value = valueIn(source.container, source.key);
    const problem = typeof value === 'string' ? value : removeFrom(source.container, source.key);
    if (problem !== undefined || value === undefined || typeof value === 'string') return refuse(`error in move for path: '${source.key}': ${problem}`, from);
    const path = pathOf(operation, 'move operation failed to decode path: operation missing path field: missing value', at);
    const found = this.#find(path.text) ?? refuse(`move operation does not apply: doc is missing destination path: ${path.text}: missing value`, path);
    this.#place(found, path, draftOf(this.#brought(treeOf(value), operation)), 'move');
  }

  #copy(operation: Tree, at: Location): void {
    const from = fromOf(operation, 'copy', at);
    const source = this.#find(from.text) ?? refuse(`copy operation does not apply: doc is missing from path: ${from.text}: missing value`, from);
    const value = valueIn(source.container, source.key);
    if (typeof value === 'string') return refuse(`error in copy for from: '${from.text}': ${value}`, from);
    const path = pathOf(operation, 'copy operation failed to decode path: missing value', at);
    const found = this.#find(path.text) ?? refuse(`copy operation does not apply: doc is missing destination path: ${path.text}: missing value`, path);
    this.#copied += value ? measure(value).size : 1;
    if (this.#copied > MAX_EXPANDED_NODES) refuse(`a patch copies more than ${MAX_EXPANDED_NODES} values`, path);
    this.#place(found, path, draftOf(value ? this.#brought(treeOf(value), operation) : nullScalar(at)), 'copy');
  }

  #test(operation: Tree, at: Location): void {
    const path = pathOf(operation, 'test operation failed to decode path: operation missing path field: missing value', at);
    const wanted = valueAt(operation, 'value');
    const found = path.text === '' ? undefined : this.#find(path.text) ?? refuse(`test operation does not apply: is missing path: ${path.text}: missing value`, path);
    const value = found ? valueIn(found.container, found.key) : this.#document;
    if (typeof value === 'string') refuse(`error in test for path: '${path.text}': ${value}`, path);
    const isEqual = isSameValue(value, wanted && draftOf(wanted), (steps) => { this.#options.budget.spend(steps, at); });
    if (!isEqual) refuse(`testing value ${path.text} failed: test failed`, path);
  }

  #place(found: Pointer, path: ScalarTree, value: Draft, operation?: 'move' | 'copy'): void {
    this.#measure(value, found.depth, path);
    const problem = addTo(found.container, keyScalar(path, found.key), value);
    if (problem === undefined) return;
    refuse(operation === 'copy' ? `error while adding value during copy: ${problem}` : `error in ${operation ?? 'add'} for path: '${path.text}': ${problem}`, path);
  }

  #valueOf(operation: Tree): Draft {
    return draftOf(this.#brought(valueAt(operation, 'value') ?? nullScalar(locationOf(operation)), operation));
  }

  /** A value with what put it where it is: the target of the patch, and the fields of the operation. */
  #brought(value: Tree, operation: Tree): Tree {
    const fields = ['op', 'path', 'from'].flatMap((field) => valueAt(operation, field) ?? []);
    return broughtBy(value, [...placesIn(fields), ...(this.#options.places ?? [])]);
  }

  #find(path: string): Pointer | undefined {
    const [, ...steps] = path.split('/');
    const key = steps.pop();
    if (key === undefined) return undefined;
    let draft: Draft = this.#document;
    for (const step of steps) {
      this.#options.budget.spend(1, this.#options.at);
      const next = stepInto(draft, decodedStep(step));
      if (!next) return undefined;
      draft = next;
    }
    return draft.kind === 'scalar' ? undefined : { container: draft, key: decodedStep(key), depth: steps.length };
  }

  /** What a patch makes of a document stays as small and as flat as what anybody writes. */
  #measure(value: Draft, depth: number, path: ScalarTree): void {
    const measured = measure(value);
    this.#options.budget.spend(measured.size, this.#options.at);
    if (depth + measured.depth >= MAX_DEPTH) refuse(`a patched document is nested deeper than ${MAX_DEPTH}`, path);
  }
}

/** `~1` first: `~01` is `~1`. */
function decodedStep(step: string): string {
  return step.replaceAll(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~'));
}

function refuse(message: string, at: Tree): never {
  throw new BuildError(message, locationOf(at));
}

function stringOf(tree: Tree | undefined): ScalarTree | undefined {
  const scalar = tree && resolveAlias(tree);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? scalar : undefined;
}

function pathOf(operation: Tree, problem: string, at: Location): ScalarTree {
  const path = stringOf(valueAt(operation, 'path'));
  if (!path) throw new BuildError(problem, at);
  return path;
}

function fromOf(operation: Tree, name: string, at: Location): ScalarTree {
  const from = stringOf(valueAt(operation, 'from'));
  if (!from) throw new BuildError(`${name} operation failed to decode from: operation, missing from field: missing value`, at);
  return from;
}

/** A key that a path names is shown in the path. */
function keyScalar(path: ScalarTree, key: string): ScalarTree {
  const written = tracedScalar(path, path.trace.nearness).slice(path.text.lastIndexOf('/') + 1);
  return composedScalar(written.text === key ? written : TracedText.derived(key, [written]), path.trace.file);
}
