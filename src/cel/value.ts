/**
 * Values of a document as CEL sees them, made when an expression reads them. Follows `UnstructuredToVal` of k8s.io/apiserver,
 * pkg/cel/common/valuesunstructured.go (0.36): the schema says what is an integer, a time or a length of time, defaults count, and fields that
 * it does not know are not there.
 */
import { dereferenced, fieldSchema } from '../kubernetes/schema/deref.ts';
import type { Definitions, Schema } from '../kubernetes/schema/schema.ts';
import { SourceFile } from '../source.ts';
import { parseYaml } from '../yaml/parse.ts';
import { Node } from '../yaml/node.ts';
import { celDuration, celTimestamp } from './library/compile.ts';
import { unescapedName } from './names.ts';
import type { Reads } from './reads.ts';

export interface Reading {
  readonly definitions: Definitions;
  readonly reads: Reads;
  /** Of a default: what a person could look at instead. */
  readonly insteadOf?: Node;
}

/** Where a list has no order: the package's half of this is library/equality.ts. */
const UNORDERED = Symbol.for('mllint.cel.unordered');

/** A value that exists. What cannot be known offline throws when it is read. */
export function celValue(node: Node, schema: Schema | undefined, reading: Reading): unknown {
  const here = schema && dereferenced(schema, reading.definitions);
  if (node.kind === 'mapping') return new ObjectValue(node, here, reading);
  if (node.kind === 'sequence') return listValue(node, here, reading);
  return scalarValue(node, here);
}

function scalarValue(node: Node, schema: Schema | undefined): unknown {
  const { value } = node;
  if (value === undefined) return null;
  switch (typeof value) {
    case 'number':
      return schema?.type === 'number' || !Number.isSafeInteger(value) ? value : BigInt(value);
    case 'bigint':
      return schema?.type === 'number' ? Number(value) : value;
    case 'string':
      return textValue(value, schema);
    default:
      return value;
  }
}

function textValue(text: string, schema: Schema | undefined): unknown {
  switch (schema?.format) {
    case 'duration': return celDuration(text) ?? text;
    case 'date-time': return celTimestamp(text) ?? text;
    case 'date': return celTimestamp(`${text}T00:00:00Z`) ?? text;
    case 'byte': return new Uint8Array(Buffer.from(text, 'base64'));
    default: return text;
  }
}

/** Each item is made when it is asked for. */
function listValue(node: Node, schema: Schema | undefined, reading: Reading): unknown[] {
  const nodes = node.items();
  const made = new Map<number, unknown>();
  const item = (index: number): unknown => {
    const of = nodes[index];
    if (!of) return undefined;
    reading.reads.add(reading.insteadOf ?? of);
    if (!made.has(index)) made.set(index, celValue(of, schema?.items, reading));
    return made.get(index);
  };
  const order = schema?.['x-kubernetes-list-type'];
  return new Proxy<unknown[]>([...nodes], {
    get(target, key, receiver) {
      if (key === UNORDERED) return order === 'map' || order === 'set' ? order : undefined;
      const index = typeof key === 'string' && key !== '' ? Number(key) : NaN;
      if (Number.isInteger(index)) return item(index);
      const own: unknown = Reflect.get(target, key, receiver);
      return own;
    },
  });
}

/** An object or a map. The package looks at the constructor to tell what a value is, see below. */
class ObjectValue extends Map<string, unknown> {
  readonly #node: Node;
  readonly #schema: Schema | undefined;
  readonly #reading: Reading;
  readonly #made = new Map<string, unknown>();

  constructor(node: Node, schema: Schema | undefined, reading: Reading) {
    super();
    this.#node = node;
    this.#schema = schema;
    this.#reading = reading;
    reading.reads.remember(this, reading.insteadOf ?? node);
  }

  override get(key: string): unknown {
    const name = this.#nameOf(key);
    const node = this.#node.get(name);
    this.#reading.reads.add(this.#reading.insteadOf ?? node);
    if (!this.#made.has(name)) this.#made.set(name, this.#valueOf(name, node));
    return this.#made.get(name);
  }

  override has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  override get size(): number {
    return this.#names().length;
  }

  override *keys(): MapIterator<string> {
    for (const name of this.#names()) {
      const key = this.#node.get(name).key;
      if (key) this.#reading.reads.add(this.#reading.insteadOf ?? key);
      yield name;
    }
  }

  override *values(): MapIterator<unknown> {
    for (const name of this.#names()) yield this.get(name);
  }

  override *entries(): MapIterator<[string, unknown]> {
    for (const name of this.#names()) yield [name, this.get(name)];
  }

  override [Symbol.iterator](): MapIterator<[string, unknown]> {
    return this.entries();
  }

  #isObject(): boolean {
    return this.#schema?.properties !== undefined;
  }

  /** Names of fields are escaped in expressions, keys of maps are not. */
  #nameOf(key: string): string {
    return this.#isObject() ? unescapedName(key) : key;
  }

  #schemaOf(name: string): Schema | undefined {
    const field = this.#schema && fieldSchema(this.#schema, name);
    return field === true ? undefined : field;
  }

  #isVisible(name: string): boolean {
    return !this.#isObject() || this.#schemaOf(name) !== undefined || this.#schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  }

  #valueOf(name: string, node: Node): unknown {
    if (!this.#isVisible(name)) return undefined;
    const written = this.#schemaOf(name);
    const schema = written && dereferenced(written, this.#reading.definitions);
    if (node.exists && !(node.isKnown && node.isNull && schema !== undefined && schema.nullable !== true)) return celValue(node, schema, this.#reading);
    const fallback = schema && defaultOf(schema);
    return fallback && celValue(fallback, schema, { ...this.#reading, insteadOf: this.#reading.insteadOf ?? this.#node });
  }

  #names(): string[] {
    const written = this.#node.entries().map(([name]) => name).filter((name) => this.#isVisible(name));
    const missing = Object.entries(this.#schema?.properties ?? {}).filter(([name, schema]) => schema.default !== undefined && !this.#node.has(name)).map(([name]) => name);
    return [...written, ...missing];
  }
}
Object.defineProperty(ObjectValue.prototype, 'constructor', { value: Map });

const defaults = new WeakMap<Schema, Node>();

/** What stands where nothing was written; a document of its own, which nobody is shown. */
export function defaultOf(schema: Schema): Node | undefined {
  if (schema.default === undefined) return undefined;
  const known = defaults.get(schema);
  if (known) return known;
  const [document] = parseYaml(new SourceFile('default', JSON.stringify(schema.default))).documents;
  const node = document?.root && Node.root(document.root);
  if (node) defaults.set(schema, node);
  return node;
}
