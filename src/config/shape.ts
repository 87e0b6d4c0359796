/** The shape of a configuration, declared once: how a value is read, and its JSON schema. */
import { unchecked } from '../unchecked.ts';
import type { Node } from '../yaml/node.ts';
import { plainScalar, saysNothing } from './plain-value.ts';
import type { Reading } from './reading.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Shape<T> {
  readonly schema: JsonSchema;
  /** The value, or nothing where it is absent or wrong; what is wrong is reported. */
  read(node: Node, reading: Reading): T | undefined;
}

export interface Key<T> {
  readonly shape: Shape<T>;
  readonly doc: string;
  readonly presence: 'optional' | 'required';
  /** Accepted and checked, without effect in this version. */
  readonly isLater: boolean;
}

type RequiredKey<T> = Key<T> & { readonly presence: 'required' };
type Keys = Readonly<Record<string, Key<unknown>>>;

export type ValuesOfKeys<K extends Keys> = {
  readonly [Name in keyof K as K[Name] extends RequiredKey<unknown> ? Name : never]: K[Name] extends Key<infer T> ? T : never;
} & {
  readonly [Name in keyof K as K[Name] extends RequiredKey<unknown> ? never : Name]?: K[Name] extends Key<infer T> ? T : never;
};

export type ValueOf<S> = S extends Shape<infer T> ? T : never;

export function key<T>(shape: Shape<T>, doc: string): Key<T> {
  return { shape, doc, presence: 'optional', isLater: false };
}

export function required<T>(shape: Shape<T>, doc: string): RequiredKey<T> {
  return { shape, doc, presence: 'required', isLater: false };
}

/** A key that a later version gives its effect. */
export function later<T>(shape: Shape<T>, doc: string): Key<T> {
  return { shape, doc, presence: 'optional', isLater: true };
}

/** A mapping of known keys. */
export function mapping<K extends Keys>(keys: K): Shape<ValuesOfKeys<K>> {
  return {
    schema: mappingSchema(keys),
    read(node, reading) {
      if (saysNothing(node)) return undefined;
      if (node.kind !== 'mapping') return reading.wrong(node, 'a mapping');
      reportUnknownKeys(node, Object.keys(keys), reading);
      const values: Record<string, unknown> = {};
      for (const [name, declared] of Object.entries(keys)) {
        if (!node.has(name)) continue;
        const value = declared.shape.read(node.get(name), reading);
        if (value === undefined) continue;
        values[name] = value;
        if (declared.isLater) reading.withoutEffect(declared, node.get(name));
      }
      return isComplete(node, keys, values, reading) ? unchecked<ValuesOfKeys<K>>(values) : undefined;
    },
  };
}

/** A value with the node that it was read from. */
export function withNode<T>(shape: Shape<T>): Shape<{ readonly value: T; readonly node: Node }> {
  return {
    schema: shape.schema,
    read(node, reading) {
      const value = shape.read(node, reading);
      return value === undefined ? undefined : { value, node };
    },
  };
}

/** A mapping whose keys are names that the author gives. */
export function byName<T>(shape: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    schema: { type: 'object', additionalProperties: shape.schema },
    read(node, reading) {
      if (saysNothing(node)) return undefined;
      if (node.kind !== 'mapping') return reading.wrong(node, 'a mapping');
      const values = new Map<string, T>();
      for (const [name, child] of node.entries()) {
        const value = shape.read(child, reading);
        if (value !== undefined) values.set(name, value);
      }
      return values;
    },
  };
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: shape.schema },
    read(node, reading) {
      if (saysNothing(node)) return undefined;
      if (node.kind !== 'sequence') return reading.wrong(node, 'a list');
      return node.items().flatMap((item) => shape.read(item, reading) ?? []);
    },
  };
}

/** A scalar that `accept` makes something of; `expected` completes "takes …". */
export function scalar<T>(schema: JsonSchema, expected: string, accept: (value: string | number | boolean) => T | undefined): Shape<T> {
  return {
    schema,
    read(node, reading) {
      const plain = plainScalar(node) ?? undefined;
      const value = plain === undefined ? undefined : accept(plain);
      return value === undefined ? reading.wrong(node, expected) : value;
    },
  };
}

function reportUnknownKeys(node: Node, known: readonly string[], reading: Reading): void {
  for (const name of node.keys()) {
    const text = name.written ?? '';
    if (!known.includes(text)) reading.unknown(name.at, text, { what: 'a key here', known });
  }
}

/** A required value that is there but wrong has been reported by then. */
function isComplete(node: Node, keys: Keys, values: Readonly<Record<string, unknown>>, reading: Reading): boolean {
  const required = Object.keys(keys).filter((name) => keys[name]?.presence === 'required');
  for (const name of required) if (!node.has(name)) reading.report(node.at, `the key "${name}" is missing here`);
  return required.every((name) => values[name] !== undefined);
}

function mappingSchema(keys: Keys): JsonSchema {
  const names = Object.keys(keys);
  const required = names.filter((name) => keys[name]?.presence === 'required');
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(keys).map(([name, { shape, doc }]) => [name, { description: doc, ...shape.schema }])),
    ...(required.length > 0 ? { required } : {}),
  };
}
