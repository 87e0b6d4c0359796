/** Schemas in the form that kubeconform reads, one file a kind, made from what the API server publishes: as its authors' own script does, unknown fields are refused. */
import type { Published } from './published-schemas.ts';

type Json = Readonly<Record<string, unknown>> | readonly unknown[];

const PREFIX = '#/components/schemas/';
/** What JSON Schema has no word for, or says in another way. */
const DROPPED = new Set(['$ref', 'allOf', 'nullable', 'default', 'description', 'example', 'discriminator', 'exclusiveMinimum', 'exclusiveMaximum']);

export interface SchemaFile {
  /** `apps/deployment_v1.json`; kubeconform takes the version of the core group for its name. */
  readonly path: string;
  readonly schema: Json;
}

/** Files of all kinds of one API group. */
export function schemaFiles(components: Readonly<Record<string, Published>>): SchemaFile[] {
  return Object.entries(components).flatMap(([name, schema]) => (schema['x-kubernetes-group-version-kind'] ?? []).slice(0, 1).map(({ group, version, kind }) => {
    const definitions = reachable(name, components);
    const { [name]: own, ...others } = definitions;
    return { path: `${group === '' ? version : group}/${kind.toLowerCase()}_${version}.json`, schema: { ...own, definitions: others } };
  }));
}

function reachable(root: string, components: Readonly<Record<string, Published>>): Record<string, Json> {
  const found: Record<string, Json> = {};
  const waiting = [root];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = components[name];
    if (!schema || Object.hasOwn(found, name)) continue;
    found[name] = converted(schema, { isTop: name === root, isClosing: true });
    waiting.push(...[...JSON.stringify(schema).matchAll(/#\/components\/schemas\/([^"]+)/g)].map((match) => match[1] ?? ''));
  }
  return found;
}

interface Place {
  readonly isTop: boolean;
  /** Below `anyOf` and its like only values are restricted. */
  readonly isClosing: boolean;
}

function converted(schema: Published, place: Place): Json {
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string') return { type: ['string', 'integer', 'null'] };
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) return { $ref: `#/definitions/${reference.slice(PREFIX.length)}` };
  const below = { isTop: false, isClosing: place.isClosing };
  const beside = { isTop: false, isClosing: false };
  const list = (schemas: readonly Published[] | undefined): Json | undefined => (schemas ? schemas.map((each) => converted(each, beside)) : undefined);
  const result = {
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => !DROPPED.has(key) && !key.startsWith('x-'))),
    properties: schema.properties && Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, converted(value, below)])),
    items: schema.items && converted(schema.items, below),
    additionalProperties: isClosed(schema, place) ? false : typeof schema.additionalProperties === 'object' ? converted(schema.additionalProperties, below) : schema.additionalProperties,
    not: schema.not && converted(schema.not, beside),
    allOf: list(schema.allOf), anyOf: list(schema.anyOf), oneOf: list(schema.oneOf),
    ...(place.isTop ? {} : { type: orNull(schema.type), enum: schema.enum && [...schema.enum, null] }),
  };
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}

/** A decoder of Go takes null for the zero value, whatever the type. */
function orNull(type: string | undefined): Json | undefined {
  return type === undefined ? undefined : [type, 'null'];
}

function isClosed(schema: Published, { isClosing }: Place): boolean {
  return isClosing && schema.properties !== undefined && schema.additionalProperties === undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true;
}
