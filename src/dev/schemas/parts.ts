/** Types and what their validators know, joined: a schema for every part that a kind is made of, with `$ref` between parts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema } from '../../kubernetes/schema/schema.ts';
import { declarationReader, type Declaration } from './declarations.ts';
import { isOfKubernetes, partName, scalarPart } from './names.ts';
import { factsReader, validatorOf, type Facts } from './validators.ts';

/** Reads parts by the module of their type; what has been read so far is in `parts`. */
export interface PartReader {
  /** The schema of a kind, `$ref` being names of parts. */
  kind(module: string): Schema;
  /** Every object that a kind read so far refers to, by its name. */
  readonly parts: ReadonlyMap<string, Schema>;
  /** Whether a part is one of Kubernetes', which other packages embed. */
  isKubernetes(name: string): boolean;
}

interface Reader {
  readonly parts: Map<string, Schema>;
  readonly ofKubernetes: Set<string>;
  readonly reading: Set<string>;
  declaration(module: string): Declaration;
  facts(validator: string): Facts;
  /** Where the validator of a type stands, where it has one. */
  validator(declaration: Declaration): string | undefined;
}

export function partReader(root: string): PartReader {
  const reader: Reader = {
    parts: new Map(),
    ofKubernetes: new Set(),
    reading: new Set(),
    declaration: declarationReader(root),
    facts: factsReader(root),
    validator: ({ module, fullName }) => validatorBeside(root, module, fullName),
  };
  return { kind: (module) => schemaOf(reader, module), parts: reader.parts, isKubernetes: (name) => reader.ofKubernetes.has(name) };
}

function validatorBeside(root: string, module: string, fullName: string | undefined): string | undefined {
  const folder = /^(@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? '';
  const named = `${folder}/_schemas/${fullName ?? ''}`;
  if (fullName !== undefined && existsSync(join(root, 'node_modules', `${named}.js`))) return named;
  return validatorOf(module, readFileSync(join(root, 'node_modules', `${module}.js`), 'utf8'));
}

/** A type of a module with everything that it inherits. */
function schemaOf(reader: Reader, module: string): Schema {
  const declaration = reader.declaration(module);
  const validator = reader.validator(declaration);
  return joined(reader, declaration.schema, validator === undefined ? {} : reader.facts(validator));
}

function joined(reader: Reader, type: Schema, facts: Facts): Schema {
  if (type.$ref !== undefined) return referenceTo(reader, type.$ref);
  const known = followed(reader, facts);
  const { properties, items, additionalProperties, allOf, ...rest } = type;
  return withInherited(reader, allOf, {
    ...rest,
    ...bounds(type, known),
    ...(properties && { properties: mapValues(properties, (property, name) => joined(reader, property, ownValue(known.properties, name) ?? {})) }),
    ...(items && { items: joined(reader, items, known.items ?? {}) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: joined(reader, additionalProperties, partOf(known.additionalProperties)) }),
  });
}

function followed(reader: Reader, facts: Facts): Facts {
  return facts.$ref === undefined ? facts : followed(reader, reader.facts(facts.$ref));
}

function partOf(facts: Facts['additionalProperties']): Facts {
  return typeof facts === 'object' ? facts : {};
}

const structural: ReadonlySet<string> = new Set(['properties', 'required', 'items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf', 'not']);

/** What a validator adds to a type; which fields there are is said by the type. */
function bounds(type: Schema, facts: Facts): Schema {
  if (type['x-kubernetes-int-or-string']) return type;
  const own = Object.fromEntries(Object.entries(facts).filter(([keyword]) => !structural.has(keyword)));
  if (type.enum && facts.enum && !sameWords(type.enum, facts.enum)) throw new Error(`a type allows ${String(type.enum)}, its validator ${String(facts.enum)}`);
  return own;
}

function sameWords(a: readonly unknown[], b: readonly unknown[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}

function withInherited(reader: Reader, inherited: readonly Schema[] | undefined, own: Schema): Schema {
  if (!inherited) return own;
  const parents = inherited.map((parent) => schemaOf(reader, parent.$ref ?? ''));
  const properties = Object.fromEntries([...parents, own].flatMap((parent) => Object.entries(parent.properties ?? {})));
  const required = [...new Set([...parents.flatMap((parent) => parent.required ?? []), ...(own.required ?? [])])];
  return { ...own, properties, ...(required.length > 0 && { required }) };
}

/** An object becomes a part of its own, everything else stands where it is used. */
function referenceTo(reader: Reader, module: string): Schema {
  const scalar = scalarPart(module);
  if (scalar) return scalar;
  const name = partName(module);
  if (reader.parts.has(name) || reader.reading.has(module)) return { $ref: name };
  reader.reading.add(module);
  const schema = schemaOf(reader, module);
  reader.reading.delete(module);
  if (!schema.properties) return schema;
  reader.parts.set(name, schema);
  if (isOfKubernetes(module)) reader.ofKubernetes.add(name);
  return { $ref: name };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From, key: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function ownValue<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
