/**
 * A tree read into fields as Go reads JSON into a struct: names in any case, unknown ones refused, `null` as if it were not there.
 * Follows Go, encoding/json, with `DisallowUnknownFields`.
 */
import { resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { BuildError } from './build-error.ts';
import { emptyMapping, locationOf } from './compose-tree.ts';

export type Shape =
  | 'string' | 'boolean' | 'integer' | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

export interface TypedAs {
  /** The name of Go's type, for messages. */
  readonly type: string;
  /** What the message starts with. */
  readonly prefix: string;
  /** Fields that nobody declared are left out instead of refused. */
  readonly isOpen?: boolean;
}

/** The mapping with the names of its fields as they are declared. @throws BuildError at the value that does not fit */
export function typedTree(tree: Tree, shape: Shape, as: TypedAs): MappingTree {
  const typed = new Typing(as).value(tree, shape, []);
  return typed?.kind === 'mapping' ? typed : emptyMapping(locationOf(tree));
}

class Typing {
  readonly #as: TypedAs;

  constructor(as: TypedAs) {
    this.#as = as;
  }

  /** `undefined` for null. */
  value(tree: Tree, shape: Shape, path: readonly string[]): MappingTree | ScalarTree | SequenceTree | undefined {
    const value = resolveAlias(tree);
    if (shape === 'any') return value;
    if (value.kind === 'scalar' && value.value === null) return undefined;
    if (typeof shape === 'string') return this.#scalar(value, shape, path);
    if ('list' in shape) return this.#list(value, shape.list, path);
    if (value.kind !== 'mapping') throw this.#mismatch(value, 'map' in shape ? 'map' : 'struct', path);
    return 'map' in shape ? this.#map(value, shape.map, path) : this.#struct(value, shape, path);
  }

  #scalar(value: MappingTree | ScalarTree | SequenceTree, shape: 'string' | 'boolean' | 'integer', path: readonly string[]): ScalarTree {
    const isFit = value.kind === 'scalar' && fits(value, shape);
    if (value.kind !== 'scalar' || !isFit) throw this.#mismatch(value, GO_TYPES[shape], path);
    return value;
  }

  #list(value: MappingTree | ScalarTree | SequenceTree, item: Shape, path: readonly string[]): SequenceTree {
    if (value.kind !== 'sequence') throw this.#mismatch(value, `[]${typeof item === 'string' ? item : 'struct'}`, path);
    return { ...value, items: value.items.map((tree) => this.value(tree, item, path) ?? zeroOf(tree, item)) };
  }

  #map(value: MappingTree, item: Shape, path: readonly string[]): MappingTree {
    const entries = value.entries.map(({ key, value: tree }): EntryTree => ({ key, value: this.value(tree, item, path) ?? zeroOf(tree, item) }));
    return { ...value, entries };
  }

  #struct(value: MappingTree, { fields }: { readonly fields: Readonly<Record<string, Shape>> }, path: readonly string[]): MappingTree {
    const found = new Map<string, EntryTree>();
    const ordered = [...value.entries].sort((a, b) => (a.key.text < b.key.text ? -1 : 1)); // Go's maps are written in this order, and the last one counts
    for (const { key, value: tree } of ordered) {
      const name = fieldNamed(key.text, fields);
      const shape = name === undefined ? undefined : fields[name];
      if (name === undefined || shape === undefined) {
        if (this.#as.isOpen === true) continue;
        throw new BuildError(`${this.#as.prefix}json: unknown field ${JSON.stringify(key.text)}`, locationOf(key));
      }
      const typed = this.value(tree, shape, [...path, name]);
      if (typed) found.set(name, { key: key.text === name ? key : { ...key, text: name, value: name }, value: typed });
    }
    return { ...value, entries: [...found.values()].sort((a, b) => a.key.start - b.key.start) };
  }

  #mismatch(value: MappingTree | ScalarTree | SequenceTree, type: string, path: readonly string[]): BuildError {
    const field = path.length === 0 ? 'value' : `struct field ${this.#as.type}.${path.join('.')}`;
    return new BuildError(`${this.#as.prefix}json: cannot unmarshal ${jsonKind(value)} into Go ${field} of type ${type}`, locationOf(value));
  }
}

const GO_TYPES = { string: 'string', boolean: 'bool', integer: 'int64' } as const;

function fits({ value }: ScalarTree, shape: 'string' | 'boolean' | 'integer'): boolean {
  if (shape === 'integer') return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
  return typeof value === shape;
}

function fieldNamed(name: string, fields: Readonly<Record<string, Shape>>): string | undefined {
  if (Object.hasOwn(fields, name)) return name;
  const folded = name.toLowerCase();
  return Object.keys(fields).find((field) => field.toLowerCase() === folded);
}

/** What Go puts in the place of a null in a list or a map. */
function zeroOf(tree: Tree, shape: Shape): Tree {
  const at = locationOf(tree);
  const scalar = resolveAlias(tree);
  if (shape === 'string' && scalar.kind === 'scalar') return { ...scalar, value: '', text: '' };
  return typeof shape === 'object' && 'list' in shape ? { kind: 'sequence', items: [], isFlow: false, start: at.range.start, end: at.range.end, trace: tree.trace } : emptyMapping(at);
}

function jsonKind(value: MappingTree | ScalarTree | SequenceTree): string {
  if (value.kind !== 'scalar') return value.kind === 'mapping' ? 'object' : 'array';
  return typeof value.value === 'string' ? 'string' : typeof value.value === 'boolean' ? 'bool' : 'number';
}
