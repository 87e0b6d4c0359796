/**
 * A schema out of anybody's hands: what is of another form than a structural schema takes is said and left out. What comes of it is only ever interpreted,
 * see inspect.ts; references lead nowhere, so that it cannot hold itself.
 */
import { unchecked } from '../../unchecked.ts';
import type { Step } from './mistake.ts';
import { isPattern } from './patterns.ts';
import type { Schema } from './schema.ts';
import { shownText } from './words.ts';

/** What is wrong with a schema, at a place in it. */
export interface SchemaProblem {
  readonly path: readonly Step[];
  /** One lower-case clause. */
  readonly message: string;
}

/** The largest definition of KServe has 40,000. */
export const MAX_SCHEMAS = 300_000;
const MAX_PATTERN = 10_000;
const TYPES: ReadonlySet<unknown> = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

type Reader = (value: unknown, at: readonly Step[], reading: SchemaReading) => unknown;

export interface SchemaOrigin {
  /** Where it stands in its document. */
  readonly path?: readonly Step[];
  /** Written as a JSON Schema: what is not closed is open, several types are one of them, and an exclusive bound is a number. */
  readonly isJsonSchema?: boolean;
}

/** Reads one schema and all below it. */
export function readSchema(data: unknown, { path = [], isJsonSchema = false }: SchemaOrigin = {}): { readonly schema: Schema; readonly problems: readonly SchemaProblem[] } {
  const reading = new SchemaReading(isJsonSchema);
  return { schema: reading.schema(data, path), problems: reading.problems };
}

class SchemaReading {
  readonly problems: SchemaProblem[] = [];
  readonly #isJsonSchema: boolean;
  #count = 0;

  constructor(isJsonSchema: boolean) {
    this.#isJsonSchema = isJsonSchema;
  }

  schema(written: unknown, path: readonly Step[]): Schema {
    const data = this.#isJsonSchema ? structural(written) : written;
    this.#count += 1;
    if (this.#count > MAX_SCHEMAS) return OPEN;
    if (!isRecord(data)) {
      this.problem(path, 'a schema is a mapping');
      return OPEN;
    }
    const found: Record<string, unknown> = unchecked(Object.create(null));
    for (const [key, read] of Object.entries(READERS)) {
      const value = Object.hasOwn(data, key) && data[key] !== undefined ? read(data[key], [...path, key], this) : undefined;
      if (value !== undefined) found[key] = value;
    }
    return unchecked<Schema>(found);
  }

  problem(path: readonly Step[], message: string): void {
    if (this.problems.length < 100) this.problems.push({ path, message });
  }
}

const OPEN: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

/** The same in the words of a structural schema. */
function structural(data: unknown): unknown {
  if (!isRecord(data)) return data === true ? {} : data;
  const { type, additionalProperties, exclusiveMinimum, exclusiveMaximum, format } = data;
  const types = Array.isArray(type) ? type.filter((one: unknown) => one !== 'null') : undefined;
  const isEither = types !== undefined && types.length === 2 && types.includes('string') && types.includes('integer');
  return {
    ...data,
    ...(types === undefined ? {} : { type: types.length === 1 ? String(types[0]) : undefined, nullable: Array.isArray(type) && type.includes('null') }),
    ...(isEither || format === 'int-or-string' ? { type: undefined, 'x-kubernetes-int-or-string': true } : {}),
    ...(additionalProperties === undefined || additionalProperties === true ? { additionalProperties: undefined, 'x-kubernetes-preserve-unknown-fields': true } : {}),
    ...(typeof exclusiveMinimum === 'number' ? { minimum: exclusiveMinimum, exclusiveMinimum: true } : {}),
    ...(typeof exclusiveMaximum === 'number' ? { maximum: exclusiveMaximum, exclusiveMaximum: true } : {}),
  };
}

const flag: Reader = (value, at, reading) => (typeof value === 'boolean' ? value : void reading.problem(at, `${String(at.at(-1))} is true or false`));
const amount: Reader = (value, at, reading) => (typeof value === 'number' && Number.isFinite(value) ? value : void reading.problem(at, `${String(at.at(-1))} is a number`));
const text: Reader = (value, at, reading) => (typeof value === 'string' ? value : void reading.problem(at, `${String(at.at(-1))} is a text`));
const texts: Reader = (value, at, reading) => (Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : void reading.problem(at, `${String(at.at(-1))} is a list of texts`));
const schema: Reader = (value, at, reading) => reading.schema(value, at);
const schemas: Reader = (value, at, reading) => (Array.isArray(value) ? value.map((one, index) => reading.schema(one, [...at, index])) : void reading.problem(at, `${String(at.at(-1))} is a list of schemas`));

const READERS: Readonly<Record<string, Reader>> = {
  type: (value, at, reading) => (TYPES.has(value) ? value : void reading.problem(at, `${typeof value === 'string' ? shownText(value) : 'this'} is no type; it is object, array, string, integer, number or boolean`)),
  nullable: flag,
  default: (value) => value,
  properties: (value, at, reading) => {
    if (!isRecord(value)) return void reading.problem(at, 'properties are a mapping of schemas');
    const found: Record<string, Schema> = unchecked(Object.create(null));
    for (const [name, one] of Object.entries(value)) found[name] = reading.schema(one, [...at, name]);
    return found;
  },
  required: texts,
  additionalProperties: (value, at, reading) => (typeof value === 'boolean' ? value : reading.schema(value, at)),
  minProperties: amount, maxProperties: amount, minItems: amount, maxItems: amount, minLength: amount, maxLength: amount,
  minimum: amount, maximum: amount, multipleOf: amount, exclusiveMinimum: flag, exclusiveMaximum: flag, uniqueItems: flag,
  items: schema,
  enum: (value, at, reading) => (Array.isArray(value) ? value : void reading.problem(at, 'enum is a list of values')),
  pattern: (value, at, reading) => (typeof value === 'string' && value.length <= MAX_PATTERN && isPattern(value) ? value : void reading.problem(at, `${typeof value === 'string' ? shownText(value) : 'this'} is no regular expression that RE2 reads`)),
  format: text,
  allOf: schemas, anyOf: schemas, oneOf: schemas, not: schema,
  'x-kubernetes-int-or-string': flag,
  'x-kubernetes-preserve-unknown-fields': flag,
  'x-kubernetes-embedded-resource': flag,
  'x-kubernetes-list-type': (value, at, reading) => (value === 'atomic' || value === 'set' || value === 'map' ? value : void reading.problem(at, 'x-kubernetes-list-type is atomic, set or map')),
  'x-kubernetes-list-map-keys': texts,
  'x-kubernetes-map-type': text,
  'x-kubernetes-validations': (value) => (Array.isArray(value) && value.every((one) => isRecord(one) && typeof one['rule'] === 'string') ? value : undefined),
};

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
