/** Every value of a manifest beside what the API server publishes of it. */
import { isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import type { Path } from './edits.ts';
import type { Published } from './published-schemas.ts';

export interface Place {
  readonly path: Path;
  readonly value: Node;
  readonly schema: Published;
  /** Of the mapping or list that holds the value; undefined for the manifest itself. */
  readonly holder: Published | undefined;
}

type Resolve = (schema: Published) => Published;

/** In the order of the document; what no schema speaks of is left out. */
export function placesOf(document: Document, schema: Published, resolve: Resolve): Place[] {
  return document.contents ? [...below({ path: [], value: document.contents, schema: resolve(schema), holder: undefined }, resolve)] : [];
}

function* below(place: Place, resolve: Resolve): Generator<Place> {
  yield place;
  for (const [key, value] of entriesOf(place.value)) {
    const schema = memberSchema(place.schema, key);
    if (schema) yield* below({ path: [...place.path, key], value, schema: resolve(schema), holder: place.schema }, resolve);
  }
}

function entriesOf(value: Node): [string | number, Node][] {
  if (isMap(value)) return value.items.flatMap(({ key, value: item }) => (isScalar(key) && typeof key.value === 'string' && isNode(item) ? [[key.value, item]] : []));
  return isSeq(value) ? value.items.flatMap((item, index): [number, Node][] => (isNode(item) ? [[index, item]] : [])) : [];
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value);
}

function memberSchema(schema: Published, key: string | number): Published | undefined {
  if (typeof key === 'number') return schema.items;
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
