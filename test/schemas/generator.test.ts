/** How schemas are read from declarations and validators, supplemented and shared; on small ones. */
import { describe, expect, it } from 'vitest';
import { crdTwins, refersToTwins } from '../../src/dev/schemas/crd-parts.ts';
import { declarationOf } from '../../src/dev/schemas/declarations.ts';
import { embeddedIn } from '../../src/dev/schemas/embedding.ts';
import { kindIn } from '../../src/dev/schemas/kinds.ts';
import { compareApiVersions } from '../../src/kubernetes/api-versions/facts.ts';
import { partName } from '../../src/dev/schemas/names.ts';
import { share } from '../../src/dev/schemas/share.ts';
import { refuseUnused, statementsIn, supplemented, type Statement } from '../../src/dev/schemas/supplements.ts';
import { factsOf } from '../../src/dev/schemas/validators.ts';
import { isBefore } from '../../src/dev/schemas/versions.ts';
import { ordered } from '../../src/dev/schemas/walk.ts';
import type { Schema } from '../../src/kubernetes/schema/schema.ts';

describe('declarations', () => {
  const CASES: readonly (readonly [what: string, type: string, schema: Schema])[] = [
    ['a text', 'string', { type: 'string' }],
    ['a number', 'number', { type: 'number' }],
    ['words', '"A" | "B"', { type: 'string', enum: ['A', 'B'] }],
    ['a number or a text', 'number | string', { 'x-kubernetes-int-or-string': true }],
    ['a list', 'Array<boolean>', { type: 'array', items: { type: 'boolean' } }],
    ['a map', '{ [key: string]: number }', { type: 'object', additionalProperties: { type: 'number' } }],
    ['anything', '{}', { 'x-kubernetes-preserve-unknown-fields': true }],
    ['a type of another module', 'IOther', { $ref: 'package/v1/Other' }],
    ['the type itself', 'IOwn', { $ref: 'package/v1/Own' }],
    ['an object', '{ "a": string; "b"?: string }', { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a'] }],
    ['fields that exclude each other', '{ "a"?: string } & (Exclude<{ "a"?: string }, { "a": string }> | { "a": string })', { type: 'object', properties: { a: { type: 'string' } } }],
  ];

  it.each(CASES)('%s', (_, type, schema) => {
    const { schema: read } = declarationOf('package/v1/Own', `import { IOther } from "./Other.js";\nexport interface IOwn {\n    "field"?: ${type};\n}\n`);
    expect(read).toEqual({ type: 'object', properties: { field: schema } });
  });

  it('names a type as its validator is named, and what it inherits', () => {
    const text = 'import { IBase } from "other/v1/Base";\nexport interface IOwn extends IBase {\n    "field": string;\n}\nexport type { IOwn as IComExampleOwn, Own as ComExampleOwn };\n';
    expect(declarationOf('package/v1/Own', text)).toEqual({
      module: 'package/v1/Own',
      fullName: 'ComExampleOwn',
      schema: { type: 'object', properties: { field: { type: 'string' } }, required: ['field'], allOf: [{ $ref: 'other/v1/Base' }] },
    });
  });

  it('says what it cannot read', () => {
    expect(() => declarationOf('a/B', 'export interface IB { "c": unknown }')).toThrow('a type that no package had so far: UnknownKeyword');
    expect(() => declarationOf('a/B', 'export interface IB { "c": INothing }')).toThrow('INothing is not imported');
    expect(() => declarationOf('a/B', 'export {};')).toThrow('a/B.d.ts declares nothing');
  });

  it('takes for a kind what has the metadata of an object', () => {
    const kind = (metadata: string): string => `export interface IOwn extends TypeMeta {\n    "apiVersion": "example.org/v1";\n    "kind": "Own";\n    "metadata"?: ${metadata};\n}\n`;
    expect(kindIn(kind('IIoK8sApimachineryPkgApisMetaV1ObjectMeta'))).toEqual({ apiVersion: 'example.org/v1', kind: 'Own' });
    expect(kindIn(kind('IIoK8sApimachineryPkgApisMetaV1ListMeta'))).toBeUndefined();
    expect(kindIn(kind('IObjectMeta').replaceAll('Own', 'Scale'))).toBeUndefined();
  });

  it.each([
    ['kubernetes-models/v1/PodSpec', 'PodSpec'],
    ['@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta', 'ObjectMeta'],
    ['kubernetes-models/apps/v1/DeploymentSpec', 'DeploymentSpec.v1.apps'],
    ['@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Listener', 'Listener.v1.gateway.networking.k8s.io'],
  ])('%s is called %s', (module, name) => {
    expect(partName(module)).toBe(name);
  });
});

describe('validators', () => {
  const error = (keyword: string, params: string): string => `let e={instancePath,schemaPath:"#/${keyword}",keyword:"${keyword}",params:{${params}}};`;
  const call = (validator: string, at: string): string => `${validator}(data,{instancePath${at === '' ? '' : `:instancePath+${at}`},rootData});`;

  it('are read by what they report and where they hand a value on', () => {
    const text = `import{validate as validate9}from"./Other.js";export const validate=validate0;let words=["A","B"];
      function validate1(data){${error('type', 'type:"integer"')}${error('maximum', 'comparison:"<=",limit:0xff')}${error('minimum', 'comparison:">=",limit:-1')}}
      function validate2(data){${error('enum', 'allowedValues:words')}${error('pattern', 'pattern:"^a$"')}}
      function validate3(data){${call('validate2', '"/"+i0')}${error('maxItems', 'limit:3')}}
      function validate0(data){${error('required', 'missingProperty:"number"')}${call('validate1', '"/number"')}${call('validate3', '"/list"')}${call('validate9', '"/other"')}
        for(let key0 in data)${call('validate1', '"/"+key0.replace(/~/g,"~0")')}}`;
    expect(factsOf('package/_schemas/Own', text)).toEqual({
      required: ['number'],
      properties: {
        number: { type: 'integer', maximum: 255, minimum: -1 },
        list: { maxItems: 3, items: { enum: ['A', 'B'], pattern: '^a$' } },
        other: { $ref: 'package/_schemas/Other' },
      },
      additionalProperties: { type: 'integer', maximum: 255, minimum: -1 },
    });
  });

  it('are joined by anyOf, and by nothing where null is let pass', () => {
    const part = `function validate1(data){${error('type', 'type:"string"')}}function validate2(data){${error('type', 'type:"integer"')}}`;
    expect(factsOf('a/B', `export const validate=validate0;${part}function validate0(data){${call('validate1', '')}${call('validate2', '')}${error('anyOf', '')}}`)).toEqual({ anyOf: [{ type: 'string' }, { type: 'integer' }] });
    expect(factsOf('a/B', `export const validate=validate0;${part}function validate0(data){${call('validate1', '')}}`)).toEqual({ type: 'string' });
  });
});

describe('supplements', () => {
  const pod: Schema = { type: 'object', properties: { ports: { type: 'array', items: { $ref: 'Port' } }, labels: { type: 'object', additionalProperties: { type: 'string' } }, port: { $ref: 'Port' } } };
  const port: Schema = { type: 'object', properties: { number: { type: 'number' }, name: { type: 'string' } } };
  const parts = new Map([['Port', port]]);
  const apply = (at: string, schema = pod): Schema | undefined => {
    const statements = statementsIn('a.yaml', `source: pods 1\nat:\n  ${at}\n`);
    const used = new Set<Statement>();
    const result = supplemented(new Map([['Pod.v1.example.org', schema]]), parts, statements, used);
    refuseUnused(statements, used);
    return result.get('Pod.v1.example.org');
  };

  it('reach a field, an item, a value of a map and the schema itself', () => {
    const changed = apply('Pod.example.org: { ports: { keys: [name] }, "labels{}": { maxLength: 3 }, .: { required: [ports] } }');
    expect(changed).toEqual({
      ...pod,
      required: ['ports'],
      properties: { ...pod.properties, ports: { ...pod.properties?.['ports'], 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] }, labels: { type: 'object', additionalProperties: { type: 'string', maxLength: 3 } } },
    });
  });

  it('copy a part on the way, so that it changes nowhere else', () => {
    const changed = apply('"Pod.example.org ports[]": { number: { type: integer } }');
    expect(changed?.properties?.['ports']?.items).toEqual({ type: 'object', properties: { number: { type: 'integer' }, name: { type: 'string' } } });
    expect(changed?.properties?.['port']).toEqual({ $ref: 'Port' });
  });

  it('put a version beside a reference', () => {
    expect(apply('Pod.example.org: { port: { since: pods 2 } }')?.properties?.['port']).toEqual({ $ref: 'Port', 'x-mllint-since': 'pods 2' });
  });

  it('meet a field everywhere, take one away, and put another in its place', () => {
    const own: Schema = { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'string' } } }, c: { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'string' } } } } } } };
    expect(apply('Pod.example.org: { "**.a.b": { minLength: 1 } }', own)?.properties?.['c']?.properties?.['a']?.properties?.['b']).toEqual({ type: 'string', minLength: 1 });
    expect(apply('Pod.example.org: { a.b: { absent: true }, c.a: { is: { type: string } } }', own)).toEqual({ type: 'object', properties: { a: { type: 'object', properties: {} }, c: { type: 'object', properties: { a: { type: 'string' } } } } });
  });

  it.each([
    ['that meet nothing', 'Pod.example.org: { prots: { set: true } }', 'a.yaml: Pod.example.org prots'],
    ['about nothing', 'Node.example.org: { ports: { set: true } }', 'a.yaml: Node.example.org ports'],
    ['that say nothing new', 'Pod.example.org: { "labels{}": { type: string } }', 'says nothing new'],
  ])('are refused %s', (_, at, message) => {
    expect(() => apply(at)).toThrow(message);
  });
});

describe('what CRDs say of Kubernetes’ parts', () => {
  const parts = new Map<string, Schema>([
    ['Quantity', { anyOf: [{ type: 'number' }, { type: 'string' }], format: 'quantity' }],
    ['Port', { type: 'object', properties: { protocol: { type: 'string', enum: ['TCP'] } } }],
    ['Pod', { type: 'object', properties: { port: { $ref: 'Port' }, plain: { $ref: 'Plain' }, old: { type: 'string', 'x-mllint-until': 'kubernetes 1.30' }, new: { type: 'string', 'x-mllint-since': 'kubernetes 1.34' } } }],
    ['Plain', { type: 'object', properties: { name: { type: 'string' } } }],
    ['Template', { type: 'object', properties: { metadata: { $ref: 'ObjectMeta' }, memory: { $ref: 'Quantity' } } }],
  ]);

  it('is a twin where it differs: no words, a pattern, no metadata, the newest fields', () => {
    const { names, parts: twins } = crdTwins(parts);
    expect([...names].sort()).toEqual(['Pod', 'Port', 'Template']);
    expect(twins.get('Port.crd')).toEqual({ type: 'object', properties: { protocol: { type: 'string' } } });
    expect(twins.get('Pod.crd')).toEqual({ type: 'object', properties: { port: { $ref: 'Port.crd' }, plain: { $ref: 'Plain' }, new: { type: 'string' } } });
    expect(twins.get('Template.crd')?.properties?.['metadata']).toEqual({ type: 'object' });
    expect(twins.get('Template.crd')?.properties?.['memory']?.['x-kubernetes-int-or-string']).toBe(true);
    expect(refersToTwins({ $ref: 'Pod' }, names)).toEqual({ $ref: 'Pod.crd' });
  });

  it('follows from the API that a product was built with', () => {
    const builds = [{ version: '0.15', with: { kubernetes: '1.30' } }, { version: '0.17', with: { kubernetes: '1.34' } }];
    const versions = (since?: string, until?: string): Schema => ({ type: 'string', ...(since && { 'x-mllint-since': `kubernetes ${since}` }), ...(until && { 'x-mllint-until': `kubernetes ${until}` }) });
    const schema: Schema = {
      type: 'object',
      properties: { always: versions(), early: versions('1.28'), between: versions('1.31'), late: versions('1.35'), gone: versions(undefined, '1.33') },
      'x-kubernetes-validations': [{ rule: 'has(self.late)' }, { rule: 'has(self.always)' }],
    };
    expect(embeddedIn(schema, 'kserve', builds)).toEqual({
      type: 'object',
      properties: { always: { type: 'string' }, early: { type: 'string' }, between: { type: 'string', 'x-mllint-since': 'kserve 0.17' } },
      'x-kubernetes-validations': [{ rule: 'has(self.always)' }],
    });
  });
});

describe('sharing', () => {
  const wide = (name: string): Schema => ({ type: 'object', properties: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`${name}${index}`, { type: 'string', minLength: index }] as const)) });
  const list = (items: Schema): Schema => ({ type: 'array', items });

  it('gives what stands in several places a name after the first, and inlines what stands in one', () => {
    const kinds = new Map<string, Schema>([
      ['One.v1.example.org', { type: 'object', properties: { spec: wide('a'), single: { $ref: 'Single' } } }],
      ['Two.v1.example.org', { type: 'object', properties: { other: list(wide('a')) } }],
    ]);
    const shared = share({ kinds, parts: new Map([['Single', wide('b')], ['Unused', wide('c')]]) });
    expect([...shared.parts.keys()]).toEqual(['One.spec.v1.example.org']);
    expect(shared.kinds.get('One.v1.example.org')?.properties).toEqual({ spec: { $ref: 'One.spec.v1.example.org' }, single: wide('b') });
    expect(shared.kinds.get('Two.v1.example.org')?.properties?.['other']?.items).toEqual({ $ref: 'One.spec.v1.example.org' });
  });

  it('makes one of parts that say the same, also by what they refer to, and keeps what holds itself', () => {
    const parts = new Map<string, Schema>([
      ['A', { type: 'object', properties: { ...wide('a').properties, next: { $ref: 'Leaf' } } }],
      ['B', { type: 'object', properties: { ...wide('a').properties, next: { $ref: 'Leaf.again' } } }],
      ['Leaf', wide('l')], ['Leaf.again', wide('l')],
      ['Loop', { type: 'object', properties: { loop: { $ref: 'Loop' } } }],
    ]);
    const kinds = new Map<string, Schema>([['K.v1', { type: 'object', properties: { a: { $ref: 'A' }, b: { $ref: 'B' }, leaf: { $ref: 'Leaf.again' }, loop: { $ref: 'Loop' } } }]]);
    const shared = share({ kinds, parts });
    expect(shared.kinds.get('K.v1')?.properties).toEqual({ a: { $ref: 'A' }, b: { $ref: 'A' }, leaf: { $ref: 'Leaf' }, loop: { $ref: 'Loop' } });
    expect([...shared.parts.keys()]).toEqual(['A', 'Leaf', 'Loop']);
  });

  it('says a part that is missing', () => {
    expect(() => share({ kinds: new Map([['K.v1', { $ref: 'Nothing' }]]), parts: new Map() })).toThrow('there is no part Nothing');
  });

  it('writes equal schemas equally', () => {
    expect(JSON.stringify(ordered({ required: ['b', 'a', 'b'], properties: { b: { type: 'string' }, a: {} }, type: 'object' })))
      .toBe('{"type":"object","required":["a","b"],"properties":{"a":{},"b":{"type":"string"}}}');
  });
});

describe('versions', () => {
  it('are sorted as kubectl prefers them', () => {
    expect(['v1alpha1', 'v1', 'v1beta10', 'v2', 'v1beta9', 'v2alpha1'].sort((one, other) => compareApiVersions(other, one))).toEqual(['v2', 'v1', 'v1beta10', 'v1beta9', 'v2alpha1', 'v1alpha1']);
  });

  it.each([['1.9', '1.31', true], ['1.31', '1.9', false], ['1.31', '1.31.0', false], ['v0.9', '0.10', true]])('%s comes before %s: %s', (a, b, answer) => {
    expect(isBefore(a, b)).toBe(answer);
  });
});
