/** Values that a rule in CEL may look at: of the fields that it names, filled with what it and the schema name. */
import fc from 'fast-check';
import { dereferenced } from '../../src/kubernetes/schema/deref.ts';
import type { Definitions, Schema } from '../../src/kubernetes/schema/schema.ts';

interface Surroundings {
  readonly definitions: Definitions;
  readonly rule: string;
}

const MAX_DEPTH = 6;

/** Mostly of the schema; what is not there, null and values of a wrong type among them. */
export function valuesOf(schema: Schema, surroundings: Surroundings, depth = 0): fc.Arbitrary<unknown> {
  const here = dereferenced(schema, surroundings.definitions);
  const right = rightOf(here, surroundings, depth);
  return depth === 0 ? right : fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 7, 'wrong', [], {}, true) });
}

function rightOf(schema: Schema, surroundings: Surroundings, depth: number): fc.Arbitrary<unknown> {
  if (schema.properties) return objects(schema.properties, surroundings, depth);
  if (typeof schema.additionalProperties === 'object') return fc.dictionary(fc.constantFrom(...words(surroundings.rule)), valuesOf(schema.additionalProperties, surroundings, depth + 1), { maxKeys: 3, noNullPrototype: true });
  if (schema.items) return depth > MAX_DEPTH ? fc.constant([]) : fc.array(valuesOf(schema.items, surroundings, depth + 1), { maxLength: 3 });
  return scalars(schema, surroundings.rule);
}

/** Of fields that the rule does not name, few. */
function objects(properties: Readonly<Record<string, Schema>>, surroundings: Surroundings, depth: number): fc.Arbitrary<unknown> {
  const named = Object.entries(properties).filter(([name]) => depth <= MAX_DEPTH && surroundings.rule.includes(name.replaceAll('-', '__dash__')));
  return fc.record(Object.fromEntries(named.map(([name, schema]) => [name, valuesOf(schema, surroundings, depth + 1)])), { requiredKeys: [], noNullPrototype: true });
}

function scalars(schema: Schema, rule: string): fc.Arbitrary<unknown> {
  const texts = fc.constantFrom(...words(rule), ...(schema.enum ?? []).filter((value) => typeof value === 'string'));
  const numbers = fc.constantFrom(0, 1, 2, 3, -1, 65535, 1.5, 9007199254740993, 100);
  const lengths = fc.constantFrom('0s', '1s', '1ms', '0.5ms', '10m', '1h30m', 'soon');
  const amounts = fc.constantFrom<unknown>('1', '500m', '1Gi', '1G', '0', '-1', 'much', 2, 1.5);
  if (schema.format === 'duration') return lengths;
  if (schema.format === 'quantity') return amounts;
  if (schema['x-kubernetes-int-or-string'] === true) return fc.oneof(texts, numbers, amounts);
  switch (schema.type) {
    case 'integer': return numbers.filter(Number.isInteger);
    case 'number': return numbers;
    case 'boolean': return fc.boolean();
    case 'string': return rule.includes('duration(') ? fc.oneof(lengths, texts) : texts;
    default: return fc.oneof(texts, numbers);
  }
}

/** What stands in quotes in the rule, and a few more. */
function words(rule: string): string[] {
  return [...new Set([...rule.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? '').concat(['', 'a', 'b', '*.a.b', '/a/b', 'ä😀']))];
}
