/** values.schema.json: what cannot be checked is said, what is hostile ends, and the verdict is ajv's. */
import { Ajv, type AnySchemaObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RenderError } from '../../src/render/helm/errors.ts';
import { renderChart, type ChartResult } from '../../src/render/helm/helm.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { within } from '../within.ts';

const files = { 'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\n', 'templates/x.yaml': 'a: 1' };

function render(schema: string, values: string): ChartResult {
  return renderChart({ snapshot: memorySnapshot({ ...files, 'values.schema.json': schema, 'values.yaml': values }), folder: '', releaseName: 'r', namespace: '' });
}

test.each([
  ['{"$ref":"https://example.org/a.json"}', 'the schema https://example.org/a.json, which "https://example.org/a.json" names'],
  ['{"properties":{"a":{"$ref":"other.json#/x"}}}', 'the schema file:///other.json, which "other.json#/x" names'],
  ['{"$schema":"https://example.org/draft"}', 'the draft https://example.org/draft'],
  ['{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"semver"}}}', 'the format semver'],
])('%s is not fetched but named', (schema, what) => {
  expect(render(schema, 'a: x').unsupported).toMatchObject([{ what: `values.schema.json of chart c: ${what}` }]);
});

test('a URN is any value, as for Helm', () => {
  expect(render('{"$ref":"urn:x:y"}', 'a: 1').unsupported).toEqual([]);
});

test.each([
  ['{', 'it is no JSON'],
  ['[]', 'it is no schema'],
  ['{"$ref":"#"}', 'its references lead in a circle'],
  ['{"$ref":"#/nowhere"}', '"#/nowhere" names no part of the schema'],
  ['{"properties":{"a":{"pattern":"("}}}', 'is no regular expression of RE2'],
  ['{"type":"text"}', 'type "text" is none of'],
  [`${'{"not":'.repeat(5000)}{}${'}'.repeat(5000)}`, 'schemas lie within each other more than 200 deep'],
  [`{"$defs":{${Array.from({ length: 40 }, (_, index) => `"a${index}":{"anyOf":[{"allOf":[{"$ref":"#/$defs/a${index + 1}"},false]},{"$ref":"#/$defs/a${index + 1}"}]}`).join()},"a40":false},"$ref":"#/$defs/a0"}`, 'values.schema.json takes more than 100000 steps'],
])('%.60s ends', (schema, message) => {
  within(2000, () => { expect(() => render(schema, 'a: x')).toThrow(message); });
});

test.each(['__proto__', 'constructor', 'toString'])('the property %s is a property like others', (key) => {
  expect(render(`{"properties":{"${key}":{"type":"string"}},"additionalProperties":false}`, `${key}: x`).documents).toHaveLength(1);
  expect(() => render(`{"properties":{"a":{"type":"string"}},"additionalProperties":false}`, `${key}: x`)).toThrow(`additional properties '${key}' not allowed`);
  expect(() => render(`{"required":["${key}"]}`, 'a: 1')).toThrow(`missing property '${key}'`);
});

const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, true, 0, 1, 2.5, 7, 'a', 'bb', ''), fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3 })),
})).any;

const count = fc.integer({ min: 0, max: 3 });
const keyword = (self: fc.Arbitrary<unknown>): fc.Arbitrary<[string, unknown]> => {
  const named = fc.dictionary(fc.constantFrom('a', 'b', 'c'), self, { maxKeys: 2 });
  const some = fc.array(self, { minLength: 1, maxLength: 3 });
  const one = (key: string, of: fc.Arbitrary<unknown>): fc.Arbitrary<[string, unknown]> => of.map((given): [string, unknown] => [key, given]);
  return fc.oneof(
    one('type', fc.constantFrom('null', 'boolean', 'number', 'integer', 'string', 'array', 'object')), one('const', value), one('enum', fc.uniqueArray(value, { minLength: 1, maxLength: 3, selector: (given) => JSON.stringify(given) })),
    one('minimum', count), one('maximum', count), one('exclusiveMinimum', count), one('exclusiveMaximum', count), one('multipleOf', fc.constantFrom(0.5, 2, 0.1)),
    one('minLength', count), one('maxLength', count), one('pattern', fc.constantFrom('^a', 'b$', '[ab]')), one('minItems', count), one('maxItems', count), one('uniqueItems', fc.boolean()),
    one('items', self), one('contains', self), one('minProperties', count), one('maxProperties', count), one('required', fc.uniqueArray(fc.constantFrom('a', 'b', 'c'))),
    one('properties', named), one('patternProperties', named), one('additionalProperties', self), one('propertyNames', self),
    one('allOf', some), one('anyOf', some), one('oneOf', some), one('not', self), one('if', self), one('then', self), one('else', self), one('$ref', fc.constant('#/$defs/shared')),
  );
};
const newKeyword = (self: fc.Arbitrary<unknown>): fc.Arbitrary<[string, unknown]> => fc.oneof(
  keyword(self), fc.tuple(fc.constantFrom('unevaluatedProperties', 'unevaluatedItems'), self), fc.tuple(fc.constant('prefixItems'), fc.array(self, { minLength: 1, maxLength: 2 })),
  fc.tuple(fc.constant('dependentSchemas'), fc.dictionary(fc.constantFrom('a', 'b'), self, { maxKeys: 2 })), fc.tuple(fc.constantFrom('minContains', 'maxContains'), count),
);

function schemas(keywords: typeof keyword): fc.Arbitrary<AnySchemaObject> {
  const { any } = fc.letrec((tie) => ({ any: fc.oneof({ depthSize: 'small' }, fc.boolean(), fc.array(keywords(tie('any')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries))) }));
  return fc.tuple(any, fc.array(keyword(fc.boolean()), { maxLength: 2 })).map(([schema, shared]) => ({ allOf: [schema], $defs: { shared: Object.fromEntries(shared.filter(([key]) => key !== '$ref')) } }));
}

function isRefused(schema: AnySchemaObject, values: unknown): boolean {
  try {
    render(JSON.stringify(schema), JSON.stringify(values));
    return false;
  } catch (error) {
    if (error instanceof RenderError && error.message.startsWith("values don't meet")) return true;
    throw error;
  }
}

const settings = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3 });
const options = { strict: false, logger: false, validateSchema: false } as const;

test.each([
  ['draft-07', 'http://json-schema.org/draft-07/schema#', keyword, () => new Ajv({ ...options, ignoreKeywordsWithRef: true })],
  ['2020-12', 'https://json-schema.org/draft/2020-12/schema', newKeyword, () => new Ajv2020(options)],
] as const)('%s: the verdict is the one of ajv', (_name, $schema, keywords, validator) => {
  fc.assert(
    fc.property(schemas(keywords), settings, (schema, values) => {
      const whole = { $schema, ...schema };
      const given: unknown = JSON.parse(JSON.stringify(values)); // with the prototype that ajv compares
      expect(isRefused(whole, given)).toBe(!validator().validate(whole, given));
    }),
    { numRuns: 300, seed: 20261126 },
  );
});
