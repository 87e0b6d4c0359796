/** schemas/kserve against the CRDs of KServe: what it says of its own fields, the parts of others taken from the CRDs themselves. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kserveKinds, kserveTexts, type AuthoredKinds } from '../../src/dev/schemas/kserve.ts';
import type { Schema } from '../../src/kubernetes/schema/schema.ts';
import { unchecked } from '../../src/unchecked.ts';

const crdFolder = fileURLToPath(new URL('../../../shared/crds/kserve', import.meta.url));
const authored = kserveTexts(fileURLToPath(new URL('../..', import.meta.url)));

interface Crd {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** By kind and version. */
function crds(): Map<string, Schema> {
  const files = readdirSync(crdFolder).filter((file) => file.endsWith('.yaml'));
  const read = files.map((file) => unchecked<Crd>(parse(readFileSync(`${crdFolder}/${file}`, 'utf8'))).spec);
  return new Map(read.flatMap(({ names, versions }) => versions.map(({ name, schema }) => [`${names.kind} ${name}`, schema.openAPIV3Schema] as const)));
}

/** Where the parts of others stand in the CRDs. */
const PARTS: Readonly<Record<string, readonly [crd: string, path: string]>> = {
  PodSpec: ['LLMInferenceService v1alpha2', 'spec.router.scheduler.tokenizer.template'],
  PodOS: ['LLMInferenceService v1alpha2', 'spec.template.os'],
  Container: ['LLMInferenceService v1alpha2', 'spec.template.containers.[]'],
  EphemeralContainer: ['LLMInferenceService v1alpha2', 'spec.template.ephemeralContainers.[]'],
  Probe: ['LLMInferenceService v1alpha2', 'spec.template.containers.[].livenessProbe'],
  HTTPGetAction: ['LLMInferenceService v1alpha2', 'spec.template.containers.[].livenessProbe.httpGet'],
  TCPSocketAction: ['LLMInferenceService v1alpha2', 'spec.template.containers.[].livenessProbe.tcpSocket'],
  ResourceRequirements: ['LLMInferenceService v1alpha2', 'spec.template.containers.[].resources'],
  EnvVar: ['LLMInferenceService v1alpha2', 'spec.template.containers.[].env.[]'],
  Affinity: ['LLMInferenceService v1alpha2', 'spec.template.affinity'],
  Toleration: ['LLMInferenceService v1alpha2', 'spec.template.tolerations.[]'],
  Volume: ['LLMInferenceService v1alpha2', 'spec.template.volumes.[]'],
  LocalObjectReference: ['LLMInferenceService v1alpha2', 'spec.template.imagePullSecrets.[]'],
  PodResourceClaim: ['LLMInferenceService v1alpha2', 'spec.template.resourceClaims.[]'],
  'HorizontalPodAutoscalerBehavior.v2.autoscaling': ['LLMInferenceService v1alpha2', 'spec.scaling.wva.hpa.behavior'],
  'HTTPRouteSpec.v1.gateway.networking.k8s.io': ['LLMInferenceService v1alpha2', 'spec.router.route.http.spec'],
  PersistentVolumeClaimSpec: ['LLMInferenceService v1alpha2', 'spec.kvCacheOffloading.secondary.[].fileSystem.pvc.spec'],
  ConfigMapKeySelector: ['LLMInferenceService v1alpha2', 'spec.router.scheduler.config.ref'],
  TypedLocalObjectReference: ['LLMInferenceService v1alpha2', 'status.workloads.service'],
  PersistentVolumeSpec: ['LocalModelNodeGroup v1alpha1', 'spec.persistentVolumeSpec'],
  Quantity: ['TrainedModel v1alpha1', 'spec.model.memory'],
};

function partsOf(all: ReadonlyMap<string, Schema>): Map<string, Schema> {
  return new Map(Object.entries(PARTS).map(([name, [crd, path]]) => {
    const part = path.split('.').reduce((schema: Schema | undefined, step) => (step === '[]' ? schema?.items : schema?.properties?.[step]), all.get(crd));
    if (!part) throw new Error(`${crd} has no ${path}`);
    return [name, part];
  }));
}

/**
 * What only the CRD asks of a canary's predictor. KServe's defaulting webhook decodes the object and writes it again with every field that Go does not omit –
 * `name: ""`, `port: 0` – before it is held against the schema, so that no manifest is refused for the lack of one.
 */
const FILLED_IN = /^\.spec\.canary\[\]\.predictor\.(?:model|sklearn|xgboost|tensorflow|pytorch|triton|onnx|huggingface|pmml|lightgbm|paddle)(?:\.(?:liveness|readiness)Probe\.(?:httpGet|tcpSocket))?$/;

/** Every path with what holds there, as one text; fields that are gone are left out. */
function flat(schema: Schema, part: (name: string) => Schema | undefined, path = '', into = new Map<string, string>()): Map<string, string> {
  const target = schema.$ref === undefined ? schema : part(schema.$ref);
  if (schema['x-mllint-until'] !== undefined || !target) return into;
  const { properties = {}, items, additionalProperties, description: _1, required = [], 'x-kubernetes-validations': rules = [], anyOf, 'x-mllint-since': _2, ...words } = target;
  const forms = words['x-kubernetes-int-or-string'] === true ? undefined : anyOf;
  const asked = FILLED_IN.test(path) ? [] : [...required].sort();
  const said = { ...words, anyOf: forms, required: asked, rules: rules.map(({ rule }) => rule.replace(/\s+/g, ' ')), isOpen: additionalProperties === true };
  into.set(path, JSON.stringify(Object.entries(said).sort(([one], [other]) => (one < other ? -1 : 1))));
  for (const [name, child] of Object.entries(properties)) flat(child, part, `${path}.${name}`, into);
  if (items) flat(items, part, `${path}[]`, into);
  if (typeof additionalProperties === 'object') flat(additionalProperties, part, `${path}{}`, into);
  return into;
}

describe.skipIf(!existsSync(crdFolder))('KServe as its CRDs say', () => {
  const all = existsSync(crdFolder) ? crds() : new Map<string, Schema>();
  const parts = existsSync(crdFolder) ? partsOf(all) : new Map<string, Schema>();
  const { kinds, definitions } = existsSync(crdFolder) ? kserveKinds(authored, (name) => parts.get(name)) : { kinds: [], definitions: new Map<string, Schema>() };

  it('carries every kind and no other', () => {
    expect(kinds.map(({ kind, apiVersion }) => `${kind} ${apiVersion.split('/')[1] ?? ''}`).sort()).toEqual([...all.keys()].sort());
  });

  it.each([...all])('%s: each path, and what holds there', (key, crd) => {
    const own = kinds.find(({ kind, apiVersion }) => `${kind} ${apiVersion.split('/')[1] ?? ''}` === key);
    const part = (name: string): Schema | undefined => definitions.get(name) ?? parts.get(name);
    const [have, want] = [flat(own?.schema ?? {}, part), flat(crd, part)];
    expect([...want.keys()].filter((path) => !have.has(path))).toEqual([]);
    expect([...have.keys()].filter((path) => !want.has(path))).toEqual([]);
    expect([...want].filter(([path, said]) => have.get(path) !== said).map(([path, said]) => ({ path, want: said, have: have.get(path) }))).toEqual([]);
  });
});

describe('the words that only schemas/kserve has', () => {
  const read = (text: string, parts: Readonly<Record<string, Schema>> = {}): AuthoredKinds => kserveKinds([['a.yaml', text]], (name) => parts[name]);

  it('inlines the fields of a part, what is written beside it over them', () => {
    const pod: Schema = { type: 'object', required: ['containers'], properties: { containers: { type: 'array', items: { type: 'string' }, minItems: 1 }, nodeName: { type: 'string' }, os: { $ref: 'PodOS' } } };
    const { definitions } = read(`
definitions:
  Own:
    x-mllint-inline: PodSpec
    required: []
    properties:
      containers: { minItems: null, items: { $ref: Container } }
      nodeName: null
      os: { required: [name] }
      more: { type: integer, x-mllint-since: kserve 0.20 }
`, { PodSpec: pod, Container: { type: 'object' }, PodOS: { type: 'object', properties: { name: { type: 'string' } } } });
    expect(definitions.get('Own.serving.kserve.io')).toEqual({
      type: 'object',
      properties: {
        containers: { type: 'array', items: { $ref: 'Container' } },
        os: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
        more: { type: 'integer', 'x-mllint-since': 'kserve 0.20' },
      },
    });
  });

  it('makes variants of the parts on the way only', () => {
    const { definitions } = read(`
definitions:
  Whole: { type: object, properties: { one: { $ref: Half }, two: { $ref: Leaf } } }
  Half: { type: object, properties: { leaf: { $ref: Deep } } }
  Leaf: { type: string }
  Deep: { type: string, minLength: 1 }
  Other: { x-mllint-variant: { of: Whole, as: other, with: { Deep: Leaf } } }
  Loose: { x-mllint-loose: Whole }
`);
    const name = (part: string): string => `${part}.serving.kserve.io`;
    expect(definitions.get(name('Other'))).toEqual({ type: 'object', properties: { one: { $ref: name('Half.other') }, two: { $ref: name('Leaf') } } });
    expect(definitions.get(name('Half.other'))).toEqual({ type: 'object', properties: { leaf: { $ref: name('Leaf') } } });
    expect(definitions.get(name('Loose'))).toEqual({ type: 'object', properties: { one: { $ref: name('Half.loose') }, two: { $ref: name('Leaf') } } });
    expect(definitions.get(name('Deep.loose'))).toEqual({ type: 'string' });
    expect([...definitions.keys()].sort()).toEqual(['Deep', 'Deep.loose', 'Half', 'Half.loose', 'Half.other', 'Leaf', 'Loose', 'Other', 'Whole'].map(name).sort());
  });

  it.each([
    ['a part that nothing defines', 'definitions: { Own: { properties: { one: { $ref: Nothing } } } }', 'no part is called Nothing'],
    ['a part that holds itself', 'definitions: { Own: { x-mllint-inline: Two }, Two: { x-mllint-inline: Own } }', 'holds the fields of itself'],
    ['a kind without a source', 'apiVersion: serving.kserve.io/v1\nkind: Own\nschema: {}', 'a.yaml needs an apiVersion of serving.kserve.io, a source and a schema'],
  ])('refuses %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
