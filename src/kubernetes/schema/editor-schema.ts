/** A structural schema as a JSON Schema (draft 2020-12) that editors take: with everything in it, and strict about fields that nobody knows. */
import { definition } from './catalog.ts';
import type { KindSchema, Schema } from './schema.ts';

export type EditorSchema = Readonly<Record<string, unknown>>;

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Of a whole kind: its apiVersion and kind are what they are. */
export function editorSchema({ apiVersion, kind, schema, source }: KindSchema): EditorSchema {
  const whole = converted({ ...schema, required: [...new Set(['apiVersion', 'kind', ...(schema.required ?? [])])] });
  const properties = { ...(isObject(whole['properties']) ? whole['properties'] : {}), apiVersion: { const: apiVersion }, kind: { const: kind } };
  return { $schema: DRAFT, title: `${kind} in ${apiVersion}`, $comment: `from ${source}`, ...whole, properties, ...partsOf(schema) };
}

/** Of a part of a kind. */
export function editorPartSchema(schema: Schema, title: string): EditorSchema {
  return { $schema: DRAFT, title, ...converted(schema), ...partsOf(schema) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Every shared part that is reached; each once, whatever leads back to it. */
function partsOf(schema: Schema): EditorSchema {
  const parts = new Map<string, EditorSchema>();
  const queue = [...referencesIn(schema)];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (parts.has(name)) continue;
    const part = definition(name) ?? {};
    parts.set(name, converted(part));
    queue.push(...referencesIn(part));
  }
  const sorted = [...parts].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.length === 0 ? {} : { $defs: Object.fromEntries(sorted) };
}

function referencesIn(schema: Schema): string[] {
  const { $ref, properties = {}, items, additionalProperties } = schema;
  const below = [...Object.values(properties), ...(items ? [items] : []), ...(typeof additionalProperties === 'object' ? [additionalProperties] : []), ...formsOf(schema)];
  return [...($ref === undefined ? [] : [$ref]), ...below.flatMap((one) => referencesIn(one))];
}

function formsOf({ allOf = [], anyOf = [], oneOf = [], not }: Schema): Schema[] {
  return [...allOf, ...anyOf, ...oneOf, ...(not ? [not] : [])];
}

interface Place {
  /** Below `anyOf` and the like, where only values are restricted. */
  readonly isForm?: boolean;
}

function converted(schema: Schema, { isForm = false }: Place = {}): EditorSchema {
  if (schema.$ref !== undefined) return { $ref: `#/$defs/${schema.$ref}`, ...described(schema) };
  if (schema.format === 'quantity') return { type: ['string', 'number'], ...described(schema) };
  const form = (one: Schema): EditorSchema => converted(one, { isForm: true });
  const { properties, items, additionalProperties } = schema;
  return kept({
    type: typeOf(schema),
    ...described(schema),
    default: schema.default, enum: schema.enum,
    ...boundsOf(schema),
    properties: properties && Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, converted(one, { isForm })])),
    required: schema.required && schema.required.length > 0 ? schema.required : undefined,
    additionalProperties: typeof additionalProperties === 'object' ? converted(additionalProperties, { isForm }) : isForm || isOpen(schema) ? additionalProperties : false,
    items: items && converted(items, { isForm }),
    allOf: schema.allOf?.map(form), anyOf: schema.anyOf?.map(form), oneOf: schema.oneOf?.map(form), not: schema.not && form(schema.not),
  });
}

/** Whether fields without a name of their own may stand there, or no mapping does at all. */
function isOpen({ type, properties, additionalProperties, 'x-kubernetes-preserve-unknown-fields': keeps, 'x-kubernetes-embedded-resource': isResource, 'x-kubernetes-int-or-string': isEither }: Schema): boolean {
  return additionalProperties === true || keeps === true || isResource === true || isEither === true || (type !== 'object' && !properties);
}

function typeOf({ type, nullable, 'x-kubernetes-int-or-string': isEither }: Schema): string | readonly string[] | undefined {
  const types = isEither === true ? ['integer', 'string'] : type === undefined ? [] : [type];
  if (types.length === 0) return undefined;
  return nullable === true ? [...types, 'null'] : types.length === 1 ? types[0] : types;
}

const FORMATS: ReadonlySet<string> = new Set(['date-time', 'date', 'uri', 'email', 'ipv4', 'ipv6', 'hostname', 'uuid']);

/** What only RE2 has – flags, classes by name, other anchors – would break the expression of an editor. */
const RE2_ONLY = /\(\?[a-zA-Z-]+[:)]|\(\?P<|\\[AzQEpPC]|\[\[:/;

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, minLength, maxLength, minItems, maxItems, minProperties, maxProperties, uniqueItems, pattern, format }: Schema): EditorSchema {
  return {
    minimum: exclusiveMinimum === true ? undefined : minimum, exclusiveMinimum: exclusiveMinimum === true ? minimum : undefined,
    maximum: exclusiveMaximum === true ? undefined : maximum, exclusiveMaximum: exclusiveMaximum === true ? maximum : undefined,
    multipleOf, minLength, maxLength, minItems, maxItems, minProperties, maxProperties, uniqueItems,
    pattern: pattern === undefined || RE2_ONLY.test(pattern) ? undefined : pattern,
    format: format !== undefined && FORMATS.has(format) ? format : undefined,
  };
}

function described({ description, 'x-mllint-since': since, 'x-mllint-until': until }: Schema): EditorSchema {
  const versions = [...(since === undefined ? [] : [`since ${since}`]), ...(until === undefined ? [] : [`gone in ${until}`])].join(', ');
  const texts = [...(description === undefined ? [] : [description]), ...(versions === '' ? [] : [versions])];
  return texts.length === 0 ? {} : { description: texts.join('; ') };
}

function kept(schema: EditorSchema): EditorSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
