/** The fields of a kind as a tree of lines. */
import { definition } from './catalog.ts';
import { dereferenced } from './deref.ts';
import { insideLists } from './named-part.ts';
import type { Schema } from './schema.ts';

export interface TreeOptions {
  /** How many levels below the part are shown; below them `…` says that there is more. */
  readonly depth: number;
  /** The part is a whole object: what a controller writes into it is left out. */
  readonly isObject: boolean;
}

/** Name, with two spaces for each level, and what the field may hold. */
export function fieldTree(schema: Schema, { depth, isObject }: TreeOptions): [string, string][] {
  return fieldsOf(below(schema)).filter(([name]) => !isObject || name !== 'status').flatMap(([name, field, isRequired]) =>
    linesOf(name, field, { isRequired, level: 0, depth: isObject && name === 'metadata' ? 1 : depth }));
}

interface Line {
  readonly isRequired: boolean;
  readonly level: number;
  readonly depth: number;
}

function linesOf(name: string, field: Schema, { isRequired, level, depth }: Line): [string, string][] {
  const inner = fieldsOf(below(field));
  const isCut = inner.length > 0 && level + 1 >= depth;
  const own: [string, string] = [`${'  '.repeat(level)}${name}${isCut ? ' …' : ''}`, fieldText(field, isRequired)];
  return [own, ...(isCut ? [] : inner.flatMap(([key, one, must]) => linesOf(key, one, { isRequired: must, level: level + 1, depth })))];
}

/** What stands in a list, or under the keys of a map. */
function below(field: Schema): Schema {
  const inside = insideLists(field);
  return !inside.properties && typeof inside.additionalProperties === 'object' ? insideLists(inside.additionalProperties) : inside;
}

function fieldsOf({ properties, required = [] }: Schema): [string, Schema, boolean][] {
  return Object.entries(properties ?? {}).map(([name, field]) => [name, field, required.includes(name)]);
}

/** `string, required, one of Always, Never, since KServe 0.15`. */
export function fieldText(field: Schema, isRequired: boolean): string {
  const schema = dereferenced(field, definition);
  const parts = [typeText(schema), ...(isRequired ? ['required'] : []), ...boundTexts(schema), ...versionTexts(field, schema)];
  return parts.join(', ');
}

function typeText(schema: Schema, depth = 0): string {
  const { type, format, items, additionalProperties } = schema;
  if (schema['x-kubernetes-int-or-string'] === true) return 'integer or string';
  if (format === 'quantity') return 'quantity';
  const inner = (one: Schema): string => (depth < 5 ? typeText(dereferenced(one, definition), depth + 1) : '…');
  if (type === 'array' || items) return `list of ${items ? inner(items) : 'anything'}`;
  if (typeof additionalProperties === 'object') return `map of ${inner(additionalProperties)}`;
  if (type === undefined || (type === 'object' && !schema.properties && schema['x-kubernetes-preserve-unknown-fields'] === true)) return schema.properties ? 'object' : 'anything';
  return format === 'date-time' || format === 'duration' ? format : type;
}

const MAX_VALUES = 12;
const MAX_PATTERN = 80;

function boundTexts(schema: Schema): string[] {
  const { enum: values, minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, default: preset } = schema;
  const range = (least: number | undefined, most: number | undefined, what: string): string[] => {
    if (least === undefined && most === undefined) return [];
    if (least !== undefined && most !== undefined) return [`${least} to ${most}${what}`];
    return [least === undefined ? `at most ${most ?? ''}${what}` : `at least ${least}${what}`];
  };
  return [
    ...(values ? [`one of ${values.slice(0, MAX_VALUES).map((value) => (typeof value === 'string' && value !== '' ? value : JSON.stringify(value))).join(' ')}${values.length > MAX_VALUES ? ' …' : ''}`] : []),
    ...range(minimum, maximum, ''), ...range(minLength, maxLength, ' characters'), ...range(minItems, maxItems, ' items'),
    ...(pattern === undefined ? [] : [`matches ${pattern.length > MAX_PATTERN ? `${pattern.slice(0, MAX_PATTERN)}…` : pattern}`]),
    ...(preset === undefined || typeof preset === 'object' ? [] : [`default ${JSON.stringify(preset)}`]),
  ];
}

/** As they are stated: `kserve 0.15`. */
function versionTexts(...schemas: readonly Schema[]): string[] {
  const [since] = schemas.flatMap((one) => one['x-mllint-since'] ?? []);
  const [until] = schemas.flatMap((one) => one['x-mllint-until'] ?? []);
  return [...(since === undefined ? [] : [`since ${since}`]), ...(until === undefined ? [] : [`gone in ${until}`])];
}
