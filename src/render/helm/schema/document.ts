/**
 * A JSON schema as a document: its draft, where its parts have names, and what a `$ref` means.
 * Follows github.com/santhosh-tekuri/jsonschema v6, which Helm uses since 3.18.5. Nothing is ever fetched.
 */
import { unchecked } from '../../../unchecked.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
export type Draft = 4 | 6 | 7 | 2019 | 2020;

/** A schema that Helm would not compile; `message` is a clause. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** Something that is fetched or that is not known here; `message` names it. */
export class SchemaUnknown extends Error {
  override readonly name = 'SchemaUnknown';
}

/** A bound that validation reached. */
export class SchemaLimit extends Error {
  override readonly name = 'SchemaLimit';
}

const DRAFTS: ReadonlyMap<string, Draft> = new Map([
  ['json-schema.org/schema', 2020], ['json-schema.org/draft/2020-12/schema', 2020], ['json-schema.org/draft/2019-09/schema', 2019],
  ['json-schema.org/draft-07/schema', 7], ['json-schema.org/draft-06/schema', 6], ['json-schema.org/draft-04/schema', 4],
]);

/** Keywords that hold one schema, several in a list, or several by name. */
const ONE = ['not', 'additionalItems', 'additionalProperties', 'contains', 'propertyNames', 'if', 'then', 'else', 'unevaluatedProperties', 'unevaluatedItems', 'contentSchema', 'items'];
const LISTED = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const NAMED = ['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas', 'dependencies'];

const ROOT_URL = 'file:///values.schema.json';
const MAX_DEPTH = 200;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A key of the schema's own, whatever it is called. */
export function field(schema: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(schema, key) ? schema[key] : undefined;
}

export class SchemaDocument {
  readonly root: Json;
  readonly draft: Draft;
  readonly #resources = new Map<string, Json>();
  readonly #anchors = new Map<string, JsonObject>();
  readonly #bases = new Map<JsonObject, string>();

  /** Throws a {@link SchemaError} or {@link SchemaUnknown}. */
  constructor(text: string) {
    this.root = parse(text);
    if (typeof this.root !== 'boolean' && !isObject(this.root)) throw new SchemaError('it is no schema: an object or a boolean is wanted');
    this.draft = draftOf(this.root);
    this.#resources.set(ROOT_URL, this.root);
    this.#index(this.root, ROOT_URL, 0);
  }

  /** The schema that a reference within another means. */
  resolve(reference: string, from: JsonObject): Json {
    const url = this.#url(reference, this.#bases.get(from) ?? ROOT_URL);
    const [address = '', fragment = ''] = url.split(/#(.*)/s);
    const resource = this.#resources.get(address);
    if (resource === undefined) {
      if (address.startsWith('urn:')) return true;
      throw new SchemaUnknown(`the schema ${address}, which ${JSON.stringify(reference)} names`);
    }
    const name = decoded(fragment);
    const found = name === '' || name.startsWith('/') ? this.#pointed(resource, name, address) : this.#anchors.get(`${address}#${name}`);
    if (found !== undefined) return found;
    throw new SchemaError(`${JSON.stringify(reference)} names no part of the schema`);
  }

  #pointed(resource: Json, pointer: string, address: string): Json | undefined {
    let current: Json | undefined = resource;
    for (const token of pointer.split('/').slice(1)) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      if (isList(current)) current = /^(?:0|[1-9][0-9]*)$/.test(key) ? current[Number(key)] : undefined;
      else current = isObject(current) ? field(current, key) : undefined;
    }
    if (isObject(current) && !this.#bases.has(current)) this.#index(current, address, 0);
    return current;
  }

  #url(reference: string, base: string): string {
    try {
      return new URL(reference, base).href;
    } catch {
      throw new SchemaError(`${JSON.stringify(reference)} is no URL`);
    }
  }

  #index(schema: Json, base: string, depth: number): void {
    if (!isObject(schema)) return;
    if (depth > MAX_DEPTH) throw new SchemaLimit(`schemas lie within each other more than ${MAX_DEPTH} deep`);
    const own = this.#base(schema, base);
    this.#bases.set(schema, own);
    if (own !== base) this.#resources.set(own, schema);
    for (const key of ['$anchor', '$dynamicAnchor']) {
      const anchor = field(schema, key);
      if (typeof anchor === 'string') this.#anchors.set(`${own}#${anchor}`, schema);
    }
    for (const child of subschemas(schema)) this.#index(child, own, depth + 1);
  }

  /** `$id`, which in old drafts may be a mere anchor. */
  #base(schema: JsonObject, base: string): string {
    if (this.draft < 2019 && typeof field(schema, '$ref') === 'string') return base;
    const id = field(schema, this.draft === 4 ? 'id' : '$id');
    if (typeof id !== 'string') return base;
    const [address = '', fragment = ''] = this.#url(id, base).split(/#(.*)/s);
    if (fragment !== '' && this.draft < 2019) this.#anchors.set(`${address}#${decoded(fragment)}`, schema);
    return id.startsWith('#') ? base : address;
  }
}

function parse(text: string): Json {
  try {
    return unchecked<Json>(JSON.parse(text)); // what JSON.parse makes is JSON
  } catch (error) {
    if (error instanceof RangeError) throw new SchemaLimit('the schema is nested too deeply to be read');
    throw new SchemaError(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function draftOf(root: Json): Draft {
  const declared = isObject(root) ? field(root, '$schema') : undefined;
  if (typeof declared !== 'string') return 2020;
  const draft = DRAFTS.get(declared.replace(/#$/, '').replace(/^https?:\/\//, ''));
  if (draft === undefined) throw new SchemaUnknown(`the draft ${declared}`);
  return draft;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function* subschemas(schema: JsonObject): Generator<Json, void, undefined> {
  for (const key of ONE) {
    const value = field(schema, key);
    if (value !== undefined && !isList(value)) yield value;
  }
  for (const key of LISTED) {
    const value = field(schema, key);
    if (isList(value)) yield* value;
  }
  for (const key of NAMED) {
    const value = field(schema, key);
    if (isObject(value)) yield* Object.values(value);
  }
}
