/** Definitions and documents that somebody wrote to keep mllint busy, or to make it stumble. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriedKinds, definition, schemaOf } from '../../../src/kubernetes/schema/catalog.ts';
import { definedKinds } from '../../../src/kubernetes/schema/custom-definitions.ts';
import { inspect } from '../../../src/kubernetes/schema/inspect.ts';
import { readSchema } from '../../../src/kubernetes/schema/read-schema.ts';
import { schemaPath } from '../../../src/kubernetes/schema/schema-folders.ts';
import { Node } from '../../../src/yaml/node.ts';
import { lintFiles } from '../../cases.ts';
import { randomOf, sampleObject, treeOf } from './sample.ts';

const options = { definitions: () => undefined, isBuiltIn: false, kind: 'Feature' };

function mistakesOf(schema: unknown, data: unknown): string[] {
  return inspect(readSchema(schema).schema, treeOf(data), options).map(({ message }) => message);
}

function nested(depth: number, inner: unknown): unknown {
  return Array.from({ length: depth }).reduce((below: unknown) => ({ type: 'object', properties: { a: below } }), inner);
}

describe('a hostile definition', () => {
  it('with a catastrophic pattern costs no time', () => {
    const start = performance.now();
    const [message] = mistakesOf({ type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } }, { a: `${'a'.repeat(50_000)}!` });
    expect(message).toContain('does not match ^(a+)+$');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('whose forms multiply gives up, and the rest is looked at', async () => {
    const forms = { anyOf: Array.from({ length: 1000 }, () => ({ type: 'integer' })) };
    const root = { type: 'object', properties: { spec: { type: 'array', items: forms } } };
    const names = { kind: 'Feature', plural: 'features' };
    const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'features.ml.example.org' }, spec: { group: 'ml.example.org', scope: 'Namespaced', names, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: root } }] } };
    const { report } = await lintFiles({
      'a.json': JSON.stringify(crd), 'b.yaml': `apiVersion: ml.example.org/v1\nkind: Feature\nmetadata:\n  name: a\nspec: [${'a,'.repeat(3000)}a]\n`,
      'c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: 1\n',
    });
    expect(report.crashes).toEqual([]);
    expect(report.unverified.map(({ what, why }) => `${what}: ${why}`)).toEqual(['kubernetes/schema: what its definition asks for takes too long']);
    expect(report.findings.at(-1)?.message).toBe('a is the number 1, not a text'); // the first file says what is wrong with the definition
  });

  it('of a hundred levels is read', () => {
    const data = Array.from({ length: 100 }).reduce((below: unknown) => ({ a: below }), 1);
    expect(mistakesOf(nested(100, { type: 'string' }), data)).toEqual(['a is the number 1, not a text']);
  });

  it('of any form neither throws nor makes a field of a prototype known', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), fc.jsonValue({ maxDepth: 4 }), (schema, data) => {
      const crd = { apiVersion: 'apiextensions.k8s.io/v1', spec: { group: 'a.b', names: { kind: 'C' }, versions: [{ name: 'v1', schema: { openAPIV3Schema: schema } }] } };
      definedKinds(Node.root(treeOf(crd)));
      mistakesOf(schema, data);
    }), { numRuns: 300 });
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const text = `{"type":"object","properties":{"a":{"type":"string"}}}`;
      expect(mistakesOf(JSON.parse(text), JSON.parse(`{"${name}":1}`)), name).toHaveLength(1);
    }
  });

  it('is a finding at its place, and what it says otherwise counts', () => {
    const { problems, schema } = readSchema({ type: 'txt', properties: { a: 1, b: { type: 'string', pattern: '(' } }, required: 'a' });
    expect(problems.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'type: "txt" is no type; it is object, array, string, integer, number or boolean',
      'properties.a: a schema is a mapping',
      'properties.b.pattern: "(" is no regular expression that RE2 reads',
      'required: required is a list of texts',
    ]);
    expect(Object.keys(schema.properties ?? {})).toEqual(['a', 'b']);
  });
});

describe('a hostile document', () => {
  it('leads to no file by its words', () => {
    for (const kind of ['../x', 'a/b', '..', '', 'a..b', 'x'.repeat(400)]) expect(schemaPath('schemas', 'example.org/v1', kind)).toBeUndefined();
    expect(schemaPath('schemas', '../../etc/v1', 'A')).toBeUndefined();
    expect(schemaPath('schemas/', 'example.org/v1', 'Widget')).toBe('schemas/example.org/widget_v1.json');
    expect(schemaPath('s/{{.ResourceKind}}{{ .KindSuffix }}.json', 'networking.istio.io/v1beta1', 'Gateway')).toBe('s/gateway-networking-v1beta1.json');
    expect(schemaOf('../../definitions', 'PodSpec')).toBeUndefined();
    expect(schemaOf('v1', 'constructor')).toBeUndefined();
    expect(definition('../kinds/index')).toBeUndefined();
  });

  it('of any form is only found wrong', () => {
    const all = [...carriedKinds()].map(([key, { versions: [version = ''] }]) => {
      const dot = key.indexOf('.');
      return schemaOf(dot < 0 ? version : `${key.slice(dot + 1)}/${version}`, dot < 0 ? key : key.slice(0, dot));
    });
    for (const [index, kind] of all.entries()) {
      if (kind) expect(() => inspect(kind.schema, treeOf(sampleObject(kind, { random: randomOf(index), wrong: 0.3 })), { definitions: definition, isBuiltIn: kind.isBuiltIn, kind: kind.kind })).not.toThrow();
    }
  });
});
