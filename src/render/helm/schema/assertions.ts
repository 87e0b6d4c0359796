/** What a schema says of a value by itself, without looking at its parts. In the order and words of github.com/santhosh-tekuri/jsonschema v6. */
import { Dict, List, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { field, isList, isObject, SchemaError, type Draft, type Json, type JsonObject } from './document.ts';
import { equalsJson, identity } from './equality.ts';
import { count, display, jsonType, quote, quoted } from './violation.ts';

const TYPES = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];

export function numberField(schema: JsonObject, key: string): number | undefined {
  const value = field(schema, key);
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'boolean' && key.startsWith('exclusive')) return undefined;
  throw new SchemaError(`${key} is ${typeof value}, not a number`);
}

export function textField(schema: JsonObject, key: string): string | undefined {
  const value = field(schema, key);
  if (value === undefined || typeof value === 'string') return value;
  throw new SchemaError(`${key} is ${typeof value}, not a string`);
}

export function textsOf(value: Json | undefined, key: string): readonly string[] {
  if (value === undefined) return [];
  if (isList(value) && value.every((item) => typeof item === 'string')) return value;
  throw new SchemaError(`${key} is no list of strings`);
}

/** `type`, `const` and `enum`: the first that fails is all that is said of a value. */
export function kindComplaint(schema: JsonObject, value: Value): string | undefined {
  return typeComplaint(schema, value) ?? constComplaint(schema, value) ?? enumComplaint(schema, value);
}

function typeComplaint(schema: JsonObject, value: Value): string | undefined {
  const type = field(schema, 'type');
  if (type === undefined) return undefined;
  const wanted = typeof type === 'string' ? [type] : textsOf(type, 'type');
  const unknown = wanted.find((one) => !TYPES.includes(one));
  if (unknown !== undefined) throw new SchemaError(`type ${JSON.stringify(unknown)} is none of ${TYPES.join(', ')}`);
  const own = jsonType(value);
  const isInteger = value instanceof Num && Number.isInteger(Number(value.value));
  if (wanted.length === 0 || wanted.includes(own) || (isInteger && wanted.includes('integer'))) return undefined;
  return `got ${own}, want ${TYPES.filter((one) => wanted.includes(one)).join(' or ')}`;
}

function constComplaint(schema: JsonObject, value: Value): string | undefined {
  const wanted = field(schema, 'const');
  if (wanted === undefined || equalsJson(value, wanted)) return undefined;
  return isList(wanted) || isObject(wanted) ? "'const' failed" : `value must be ${display(wanted)}`;
}

function enumComplaint(schema: JsonObject, value: Value): string | undefined {
  const wanted = field(schema, 'enum');
  if (wanted === undefined) return undefined;
  if (!isList(wanted)) throw new SchemaError('enum is no list');
  if (wanted.some((one) => equalsJson(value, one))) return undefined;
  if (wanted.some((one) => isList(one) || isObject(one))) return "'enum' failed";
  const [only] = wanted;
  return wanted.length === 1 && only !== undefined ? `value must be ${display(only)}` : `value must be one of ${wanted.map(display).join(', ')}`;
}

/** Counts and ranges. */
export function* sizeComplaints(schema: JsonObject, value: Value, draft: Draft): Generator<string, void, undefined> {
  if (value instanceof Num) yield* numberComplaints(schema, Number(value.value));
  else if (value instanceof TracedText) yield* counted(schema, 'Length', [...value.text].length);
  else if (value instanceof List) {
    yield* counted(schema, 'Items', value.items.length);
    if (field(schema, 'uniqueItems') === true) yield* duplicates(value.items);
  } else if (value instanceof Dict) {
    yield* counted(schema, 'Properties', value.entries.size);
    const missing = missingOf(value, textsOf(draft === 4 && typeof field(schema, 'required') === 'boolean' ? undefined : field(schema, 'required'), 'required'));
    if (missing.length > 0) yield missing.length === 1 ? `missing property ${quoted(missing)}` : `missing properties ${quoted(missing)}`;
  }
}

export function missingOf(value: Dict, required: readonly string[]): string[] {
  return required.filter((name) => !value.entries.has(name));
}

export function dependentText(name: string, missing: readonly string[]): string {
  return `properties ${quoted(missing)} required, if ${quote(name)} exists`;
}

function* counted(schema: JsonObject, what: string, size: number): Generator<string, void, undefined> {
  const [least, most] = [numberField(schema, `min${what}`), numberField(schema, `max${what}`)];
  if (least !== undefined && size < least) yield `min${what}: got ${count(size)}, want ${count(least)}`;
  if (most !== undefined && size > most) yield `max${what}: got ${count(size)}, want ${count(most)}`;
}

function* duplicates(items: readonly Value[]): Generator<string, void, undefined> {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = identity(item);
    const first = seen.get(key);
    if (first !== undefined) return void (yield `items at ${first} and ${index} are equal`);
    seen.set(key, index);
  }
}

function* numberComplaints(schema: JsonObject, value: number): Generator<string, void, undefined> {
  const isOpen = (key: string): boolean => field(schema, key) === true;
  const [least, most] = [numberField(schema, 'minimum'), numberField(schema, 'maximum')];
  const above = isOpen('exclusiveMinimum') ? least : numberField(schema, 'exclusiveMinimum');
  const below = isOpen('exclusiveMaximum') ? most : numberField(schema, 'exclusiveMaximum');
  if (least !== undefined && !isOpen('exclusiveMinimum') && value < least) yield `minimum: got ${count(value)}, want ${count(least)}`;
  if (most !== undefined && !isOpen('exclusiveMaximum') && value > most) yield `maximum: got ${count(value)}, want ${count(most)}`;
  if (above !== undefined && value <= above) yield `exclusiveMinimum: got ${count(value)}, want ${count(above)}`;
  if (below !== undefined && value >= below) yield `exclusiveMaximum: got ${count(value)}, want ${count(below)}`;
  const factor = numberField(schema, 'multipleOf');
  if (factor !== undefined && !isMultiple(value, factor)) yield `multipleOf: got ${count(value)}, want ${count(factor)}`;
}

/** By their decimal digits: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, factor: number): boolean {
  const [a, b] = [decimal(value), decimal(factor)];
  if (!a || !b || b.digits === 0n) return true;
  const scale = Math.max(a.scale, b.scale);
  return (a.digits * 10n ** BigInt(scale - a.scale)) % (b.digits * 10n ** BigInt(scale - b.scale)) === 0n;
}

function decimal(value: number): { digits: bigint; scale: number } | undefined {
  const match = /^(-?[0-9]+)(?:\.([0-9]+))?(?:e([-+][0-9]+))?$/.exec(String(value));
  if (!match) return undefined;
  const scale = (match[2]?.length ?? 0) - Number(match[3] ?? 0);
  const digits = BigInt((match[1] ?? '0') + (match[2] ?? ''));
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}
