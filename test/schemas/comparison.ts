/** What a schema says, path by path, and in what two schemas differ: the same facts whichever way they are written. */
import type { Definitions, Schema, ValidationRule } from '../../src/kubernetes/schema/schema.ts';

/** `.spec.ports[].name` → the facts of that place, each by its keyword as a text. */
export type Places = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Depth at which a schema that holds itself is cut, equally on both sides. */
const deepest = 40;

export function placesOf(schema: Schema, definitions: Definitions): Places {
  const places = new Map<string, Readonly<Record<string, string>>>();
  collect(places, schema, definitions, '', []);
  return places;
}

/** One line for each difference: `missing .spec.x`, `surplus .spec.y`, `.spec.z enum: ours [A], theirs [A,B]`. */
export function differences(ours: Places, theirs: Places): string[] {
  const lines: string[] = [];
  for (const path of theirs.keys()) if (!ours.has(path)) lines.push(`missing ${path}`);
  for (const [path, facts] of ours) {
    const other = theirs.get(path);
    if (!other) {
      lines.push(`surplus ${path}`);
      continue;
    }
    for (const keyword of new Set([...Object.keys(facts), ...Object.keys(other)])) {
      const [one, two] = [facts[keyword], other[keyword]];
      if (one !== two) lines.push(`${path} ${keyword}: ours ${one ?? 'nothing'}, theirs ${two ?? 'nothing'}`);
    }
  }
  return lines.sort();
}

function collect(places: Map<string, Readonly<Record<string, string>>>, given: Schema, definitions: Definitions, path: string, within: readonly string[]): void {
  const { schema, names } = resolved(given, definitions, within);
  if (path !== '' && !path.startsWith('.metadata') && path !== '.apiVersion' && path !== '.kind') places.set(path, factsOf(schema));
  if (path === '') places.set('(top)', factsOf({ ...schema, required: (schema.required ?? []).filter((name) => name !== 'metadata') }));
  if (path === '.metadata' || names.length > deepest) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) collect(places, property, definitions, `${path}.${name}`, names);
  if (schema.items) collect(places, schema.items, definitions, `${path}[]`, names);
  if (typeof schema.additionalProperties === 'object') collect(places, schema.additionalProperties, definitions, `${path}{}`, names);
}

function resolved(schema: Schema, definitions: Definitions, within: readonly string[]): { readonly schema: Schema; readonly names: readonly string[] } {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return { schema, names: within };
  const part = definitions($ref);
  if (!part) throw new Error(`there is no part ${$ref}`);
  const next = resolved(part, definitions, [...within, $ref]);
  return { schema: { ...next.schema, ...beside }, names: next.names };
}

/** Keywords that hold other places, and what is for people or for the version. */
const elsewhere: ReadonlySet<string> = new Set([
  'description', 'title', 'example', 'externalDocs', 'properties', 'items', 'additionalProperties', 'x-mllint-since', 'x-mllint-until',
  'x-kubernetes-map-type', 'allOf', 'anyOf', 'oneOf', 'not',
]);

/** Formats that the API server does not know and therefore does not check. */
const unchecked: ReadonlySet<string> = new Set(['quantity']);

function factsOf(schema: Schema): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (elsewhere.has(keyword) || value === undefined || value === false || value === 'atomic' || (keyword === 'format' && unchecked.has(String(value)))) continue;
    const text = textOf(keyword, value);
    if (text !== '[]') facts[keyword] = text;
  }
  const { additionalProperties } = schema;
  if (additionalProperties !== undefined) facts['additionalProperties'] = typeof additionalProperties === 'object' ? '{}' : String(additionalProperties);
  const branches = branchesOf(schema);
  if (branches !== undefined) facts['branches'] = branches;
  return facts;
}

function textOf(keyword: string, value: unknown): string {
  if (keyword === 'x-kubernetes-validations' && Array.isArray(value)) return JSON.stringify(value.map(ruleOf).sort());
  const isSet = keyword === 'x-kubernetes-list-map-keys' || keyword === 'enum' || keyword === 'required';
  if (isSet && Array.isArray(value)) return JSON.stringify(value.map((each) => JSON.stringify(each)).sort());
  return JSON.stringify(value);
}

/** The words of a message are our own. */
function ruleOf({ rule, reason, fieldPath, optionalOldSelf }: ValidationRule): string {
  return JSON.stringify({ rule: rule.replaceAll(/\s+/g, ' ').trim(), reason, fieldPath, optionalOldSelf });
}

/** allOf, anyOf, oneOf and not, without those that int-or-string says anyway. */
function branchesOf(schema: Schema): string | undefined {
  const { allOf, oneOf, not } = schema;
  const anyOf = schema['x-kubernetes-int-or-string'] && JSON.stringify(schema.anyOf) === '[{"type":"integer"},{"type":"string"}]' ? undefined : schema.anyOf;
  return allOf || anyOf || oneOf || not ? canonical({ allOf, anyOf, oneOf, not }) : undefined;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).filter(([key, each]) => each !== undefined && key !== 'description').sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => `${key}:${canonical(each)}`).join(',')}}`;
}
