/**
 * Where a transformer works: a kind of object and a path in it.
 * Follows kustomize 5.7, api/types/fieldspec.go and api/filters/fieldspec/fieldspec.go.
 */
import type { Location } from '../../source.ts';
import { resolveAlias, type EntryTree, type MappingTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { BuildError } from './build-error.ts';
import { derivedScalar, emptyMapping, emptySequence, locationOf, nullScalar } from './compose-tree.ts';
import { gvkOf, type Gvk } from './resource.ts';

export interface FieldSpec extends Partial<Gvk> {
  /** Steps separated by `/`, each a key, `name[]` for each item of a list; lists on the way are gone through without a step, too. */
  readonly path: string;
  /** Mappings that are missing on the way are made. */
  readonly create: boolean;
  /** What asks for it, where that is not built in. */
  readonly places?: readonly Location[];
}

export interface FieldUpdate {
  /** The new value of what the path leads to; the same tree where nothing changes. A value that was created is what `created` says. */
  readonly update: (value: Tree) => Tree;
  /** What stands at the end of a path that did not exist, for specs that create; without it nothing is created. */
  readonly created?: 'scalar' | 'mapping' | 'sequence';
  /** What created parts are shown at. */
  readonly at: Location;
}

/** The tree with every field updated that the specs lead to, one spec after the other. */
export function updateFields(tree: MappingTree, specs: readonly FieldSpec[], change: FieldUpdate): MappingTree {
  let result = tree;
  for (const spec of specs) result = updateField(result, spec, change);
  return result;
}

/** @throws BuildError where the path leads through a scalar */
export function updateField(tree: MappingTree, spec: FieldSpec, change: FieldUpdate): MappingTree {
  if (!specSelects(spec, tree)) return tree;
  const updated = new Update(spec, change).value(tree, splitPath(spec.path, '/'));
  const root = resolveAlias(updated);
  return root.kind === 'mapping' ? root : tree;
}

/** Whether the kind that a spec is for, if it names one, is that of the object. */
export function specSelects(spec: Partial<Gvk>, tree: Tree): boolean {
  const gvk = gvkOf(tree);
  return isAbsentOr(spec.kind, gvk.kind) && isAbsentOr(spec.group, gvk.group) && isAbsentOr(spec.version, gvk.version);
}

function isAbsentOr(wanted: string | undefined, found: string): boolean {
  return wanted === undefined || wanted === '' || wanted === found;
}

/** One step after the other; `\` before the delimiter keeps it in the step, and one delimiter at the start says nothing. */
export function splitPath(path: string, delimiter: string): string[] {
  const parts = path.split(delimiter);
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const steps: string[] = [];
  for (const part of parts) {
    const last = steps.at(-1);
    if (last?.endsWith('\\')) steps[steps.length - 1] = `${last.slice(0, -1)}${delimiter}${part}`;
    else steps.push(part);
  }
  return steps;
}

class Update {
  readonly #spec: FieldSpec;
  readonly #change: FieldUpdate;

  constructor(spec: FieldSpec, change: FieldUpdate) {
    this.#spec = spec;
    this.#change = change;
  }

  value(tree: Tree, path: readonly string[]): Tree {
    if (path.length === 0) return this.#change.update(tree);
    const resolved = resolveAlias(tree);
    if (resolved.kind === 'mapping') return this.#mapping(resolved, path);
    if (resolved.kind === 'sequence') return this.#sequence(resolved, path);
    if (resolved.value === null) return tree;
    throw new BuildError(`considering field '${this.#spec.path}': expected sequence or mapping node`, locationOf(tree));
  }

  #sequence(sequence: SequenceTree, path: readonly string[]): SequenceTree {
    const items = sequence.items.map((item) => this.value(item, path));
    return items.every((item, index) => item === sequence.items[index]) ? sequence : { ...sequence, items };
  }

  #mapping(mapping: MappingTree, [step = '', ...rest]: readonly string[]): MappingTree {
    const isList = step.endsWith('[]');
    const name = isList ? step.slice(0, -2) : step;
    if (name === '') throw new BuildError(`considering field '${this.#spec.path}': cannot set or create an empty field name`, this.#change.at);
    const kind = rest.length > 0 ? 'mapping' : this.#change.created;
    const creates = this.#spec.create && this.#change.created !== undefined && !isList;
    const index = mapping.entries.findIndex(({ key }) => key.text === name);
    const entry = mapping.entries[index];
    if (!entry) return creates && kind ? this.#append(mapping, name, this.value(this.#created(kind), rest)) : mapping;
    const value = resolveAlias(entry.value);
    const isNull = value.kind === 'scalar' && value.value === null;
    const before = isNull && isList ? emptySequence(this.#change.at) : isNull && creates && kind ? this.#created(kind) : entry.value;
    const after = this.value(before, rest);
    if (after === entry.value) return mapping;
    return { ...mapping, entries: mapping.entries.map((known, at): EntryTree => (at === index ? { key: known.key, value: after } : known)) };
  }

  #append(mapping: MappingTree, name: string, value: Tree): MappingTree {
    return { ...mapping, entries: [...mapping.entries, { key: derivedScalar(name, this.#change.at), value }] };
  }

  #created(kind: 'scalar' | 'mapping' | 'sequence'): Tree {
    const { at } = this.#change;
    return kind === 'mapping' ? emptyMapping(at) : kind === 'sequence' ? emptySequence(at) : nullScalar(at);
  }
}
