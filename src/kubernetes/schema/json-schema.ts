/**
 * A structural schema as a JSON Schema for ajv, for compiling. What it accepts, the walk of inspect.ts accepts, too; where a server is lax for a reason that
 * only the walk knows, it refuses, and the walk decides. Words that JSON Schema has not, or not so, are keywords of our own.
 */
import { isCheckedFormat, NAME_FORMAT } from './formats.ts';
import type { Schema } from './schema.ts';

/** Of our own keywords. */
export interface CompiledWords {
  /** The name of a shared part. */
  readonly 'x-shared'?: string;
  /** All names that may stand there. */
  readonly 'x-closed'?: readonly string[];
  readonly 'x-pattern'?: string;
  readonly 'x-format'?: string;
  /** Least and most characters. */
  readonly 'x-length'?: readonly [number, number | null];
  /** Least and most entries. */
  readonly 'x-count'?: readonly [number, number | null];
  /** What items are told apart by, each with its default; nothing for a set. */
  readonly 'x-unique'?: readonly (readonly [string, unknown])[];
  /** What holds rules in CEL, or fills in a value below which there may be some. */
  readonly 'x-rules'?: Schema;
}

/** As far as it is written here. */
export type JsonSchema = CompiledWords & Readonly<Record<string, unknown>>;

interface Way {
  /** An object with apiVersion, kind and metadata. */
  readonly isObject?: boolean;
  /** Unknown fields are kept, because a list above says so. */
  readonly isOpen?: boolean;
  /** Below `anyOf` and the like: what values are, never which fields there are. */
  readonly isForm?: boolean;
}

const HEADER = ['apiVersion', 'kind', 'metadata'];

/** The schema of an object as a whole. */
export function jsonSchemaOfObject(schema: Schema): JsonSchema {
  return toJsonSchema(schema, { isObject: true });
}

export function toJsonSchema(schema: Schema, way: Way = {}): JsonSchema {
  if (schema.$ref !== undefined) return { 'x-shared': schema.$ref };
  if (schema.format === 'quantity') return { 'x-format': 'quantity' };
  const isForm = way.isForm === true;
  return withoutNothing({
    type: typeOf(schema),
    enum: schema.enum,
    ...ofNumbers(schema),
    ...ofTexts(schema),
    ...ofMappings(schema, { isObject: !isForm && (way.isObject === true || schema['x-kubernetes-embedded-resource'] === true), isOpen: way.isOpen === true, isForm, isRoot: way.isObject === true }),
    ...ofLists(schema, way),
    ...ofForms(schema),
    'x-rules': schema['x-kubernetes-validations'] !== undefined || fillsIn(schema).length > 0 ? schema : undefined,
  });
}

/** The fields that are there, with all that they hold, where nobody wrote them. */
export function fillsIn({ properties }: Schema): string[] {
  return Object.entries(properties ?? {}).filter(([, { default: fallback }]) => typeof fallback === 'object').map(([name]) => name);
}

function ofForms(schema: Schema): Readonly<Record<string, unknown>> {
  const { allOf, anyOf, oneOf, not } = schema;
  const form = (one: Schema): JsonSchema => toJsonSchema(one, { isForm: true });
  const writtenOut = [...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? []), ...(not ? [not] : [])].map((one) => fieldsWithDefaults(one, schema)).filter((one) => one !== undefined);
  const all = [...(allOf?.map(form) ?? []), ...writtenOut];
  return { allOf: all.length > 0 ? all : undefined, anyOf: anyOf?.map(form), oneOf: oneOf?.map(form), not: not && form(not) };
}

/** Forms see defaults, which nobody fills in here: what a form looks at has to be written, else the walk decides. */
function fieldsWithDefaults(form: Schema, base: Schema): JsonSchema | undefined {
  const deeper = [...(form.allOf ?? []), ...(form.anyOf ?? []), ...(form.oneOf ?? []), ...(form.not ? [form.not] : [])].map((one) => fieldsWithDefaults(one, base)).filter((one) => one !== undefined);
  const fields = Object.entries(form.properties ?? {}).flatMap(([name, field]): [string, Schema, Schema][] => {
    const own = base.properties && Object.hasOwn(base.properties, name) ? base.properties[name] : undefined;
    return own ? [[name, field, own]] : [];
  });
  const required = fields.filter(([, , own]) => own.default !== undefined).map(([name]) => name);
  const below = fields.flatMap(([name, field, own]) => { const found = fieldsWithDefaults(field, own); return found ? [[name, found] as const] : []; });
  const items = form.items && base.items && fieldsWithDefaults(form.items, base.items);
  if (deeper.length + required.length + below.length === 0 && !items) return undefined;
  return withoutNothing({ required: required.length > 0 ? required : undefined, properties: below.length > 0 ? Object.fromEntries(below) : undefined, items, allOf: deeper.length > 0 ? deeper : undefined });
}

function withoutNothing(schema: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

function typeOf({ type, nullable, 'x-kubernetes-int-or-string': isEither }: Schema): string | readonly string[] | undefined {
  const types = isEither === true ? ['integer', 'string'] : type === undefined ? [] : [type];
  if (types.length === 0) return undefined;
  return nullable === true ? [...types, 'null'] : types.length === 1 ? types[0] : types;
}

/** JSON Schema says an exclusive bound by its number. */
function ofNumbers({ type, format, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: Schema): Readonly<Record<string, unknown>> {
  const range = type !== 'integer' ? {} : format === 'int32' ? { least: -(2 ** 31), most: 2 ** 31 - 1 } : { least: -(2 ** 63), below: 2 ** 63 };
  const least = exclusiveMinimum === true ? undefined : minimum;
  const most = exclusiveMaximum === true ? undefined : maximum;
  return {
    minimum: greatest(least, range.least),
    maximum: most === undefined ? range.most : Math.min(most, range.most ?? Infinity),
    exclusiveMinimum: exclusiveMinimum === true ? minimum : undefined,
    exclusiveMaximum: exclusiveMaximum === true ? maximum : most === undefined ? range.below : undefined,
    multipleOf,
  };
}

function greatest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

function ofTexts({ type, pattern, format, minLength, maxLength }: Schema): CompiledWords {
  return {
    ...(pattern === undefined ? {} : { 'x-pattern': pattern }),
    ...(format === undefined || type === 'integer' || type === 'number' || !isCheckedFormat(format) ? {} : { 'x-format': format }),
    ...(minLength === undefined && maxLength === undefined ? {} : { 'x-length': [minLength ?? 0, maxLength ?? null] }),
  };
}

function ofMappings(schema: Schema, { isObject, isOpen, isForm, isRoot }: Required<Way> & { readonly isRoot: boolean }): Readonly<Record<string, unknown>> {
  const { properties, additionalProperties, propertyNames, minProperties, maxProperties } = schema;
  const below = properties ? Object.entries(properties).filter(([name]) => !isObject || !HEADER.includes(name)).map(([name, one]) => [name, toJsonSchema(one, { isForm })] as const) : [];
  const all = Object.fromEntries<JsonSchema>([...below, ...(isObject ? header(schema, { isRoot }) : [])]);
  const isClosed = !isForm && !isOpen && schema['x-kubernetes-preserve-unknown-fields'] !== true && (additionalProperties === undefined || additionalProperties === false) && mayBeMapping(schema);
  const required = [...new Set([...(schema.required ?? []), ...(isObject && !isRoot ? ['apiVersion', 'kind'] : [])])].filter((name) => !hasDefault(schema, name));
  return {
    properties: Object.keys(all).length > 0 ? all : undefined,
    'x-closed': isClosed ? Object.keys(all) : undefined,
    additionalProperties: typeof additionalProperties === 'object' ? toJsonSchema(additionalProperties, { isForm }) : undefined,
    propertyNames: propertyNames && { 'x-format': propertyNames.format },
    required: required.length > 0 ? required : undefined,
    'x-count': minProperties === undefined && maxProperties === undefined ? undefined : [minProperties ?? 0, maxProperties ?? null],
  };
}

function mayBeMapping({ type, 'x-kubernetes-int-or-string': isEither }: Schema): boolean {
  return isEither !== true && (type === 'object' || type === undefined);
}

function hasDefault({ properties }: Schema, name: string): boolean {
  return properties !== undefined && Object.hasOwn(properties, name) && properties[name]?.default !== undefined;
}

function header({ properties, 'x-mllint-name': format = NAME_FORMAT }: Schema, { isRoot }: { readonly isRoot: boolean }): [string, JsonSchema][] {
  const own = properties && Object.hasOwn(properties, 'metadata') ? properties['metadata'] : undefined;
  const restricted = own === undefined || own.$ref !== undefined ? [] : [toJsonSchema(own, { isForm: true })];
  const named = isRoot ? [{ properties: { name: { 'x-format': format } } }] : [];
  return [['apiVersion', { type: 'string' }], ['kind', { type: 'string' }], ['metadata', { 'x-shared': 'ObjectMeta', ...(restricted.length + named.length > 0 && { allOf: [...restricted, ...named] }) }]];
}

function ofLists(schema: Schema, way: Way): Readonly<Record<string, unknown>> {
  const { items, minItems, maxItems } = schema;
  const listType = schema['x-kubernetes-list-type'];
  const keys = listType === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;
  const isOpen = way.isOpen === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    items: items && toJsonSchema(items, { isOpen, isForm: way.isForm === true }),
    minItems, maxItems,
    'x-unique': keys && keys.length > 0 ? keys.map((key) => [key, items?.properties?.[key]?.default ?? null]) : listType === 'set' || schema.uniqueItems === true ? [] : undefined,
  };
}
