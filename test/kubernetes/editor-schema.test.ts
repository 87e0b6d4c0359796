/** What `mllint schema --format json` prints is a JSON Schema that a strict implementation takes, and that knows right from wrong. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { carriedKinds, schemaOf } from '../../src/kubernetes/schema/catalog.ts';
import { editorPartSchema, editorSchema } from '../../src/kubernetes/schema/editor-schema.ts';
import { kindNames, namedPart } from '../../src/kubernetes/schema/named-part.ts';

function check(name: string): (data: unknown) => boolean {
  const part = namedPart(name);
  if ('problem' in part) throw new Error(part.problem);
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, strictTypes: false, validateFormats: false, logger: false });
  const validate = ajv.compile(part.path.length === 0 ? editorSchema(part.kind) : editorPartSchema(part.schema, name));
  return (data) => validate(data) === true;
}

describe('schemas for editors', () => {
  it('are right for every carried kind in its preferred version, which its name leads to', () => {
    const names = kindNames();
    expect(names.length).toBe(carriedKinds().size);
    const broken = names.filter((name) => {
      const part = namedPart(name);
      return 'problem' in part || schemaOf(part.kind.apiVersion, part.kind.kind) !== part.kind;
    });
    expect(broken).toEqual([]);
  });

  it.each(['InferenceService', 'Application.argoproj.io', 'Deployment', 'PrometheusRule', 'CustomResourceDefinition', 'Gateway.gateway.networking.k8s.io', 'ScaledObject'])('compiles %s', (name) => {
    expect(check(name)({ apiVersion: 'v1', kind: 'Other' })).toBe(false);
  });

  it('refuse what is unknown, of another type or out of bounds, and take the rest', () => {
    const route = check('HTTPRoute');
    const object = (rule: object): object => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a', labels: { any: 'thing' } }, spec: { rules: [rule] } });
    expect(route(object({ backendRefs: [{ name: 'a', port: 80, weight: 1 }] }))).toBe(true);
    expect(route(object({ backendRefs: [{ name: 'a', port: 80, weigth: 1 }] }))).toBe(false);
    expect(route(object({ backendRefs: [{ name: 'a', port: 80, weight: -1 }] }))).toBe(false);
    expect(route(object({ backendRefs: [{ port: 80 }] }))).toBe(false);
    expect(route({ ...object({}), metadata: { lables: {} } })).toBe(false);
  });

  it('take quantities and numbers or texts in both forms', () => {
    const resources = check('Pod.spec.containers');
    expect(resources([{ name: 'a', image: 'a', resources: { limits: { cpu: 1, memory: '1Gi' } } }])).toBe(true);
    expect(resources([{ name: 'a', image: 'a', livenessProbe: { httpGet: { port: 'http' } } }])).toBe(true);
    expect(resources([{ name: 'a', image: 'a', livenessProbe: { httpGet: { port: true } } }])).toBe(false);
  });
});

describe('names of kinds', () => {
  it.each([
    ['service', 'v1'], ['Service.serving.knative.dev', 'serving.knative.dev/v1'], ['Ingress', 'networking.k8s.io/v1'], ['Deployment.apps.spec', 'apps/v1'],
    ['apps/v1beta2/Deployment', 'apps/v1beta2'], ['v1/Pod.spec.containers[0].image', 'v1'],
  ])('%s is in %s', (name, apiVersion) => {
    const part = namedPart(name);
    expect('problem' in part ? part.problem : part.kind.apiVersion).toBe(apiVersion);
  });

  it.each(['__proto__', 'constructor', 'Pod.constructor', 'Pod.spec.__proto__', '/', '.', '', 'v9/Pod', 'Pod.metadata.labels'])('%s does not break anything', (name) => {
    const part = namedPart(name);
    if (name !== 'Pod.metadata.labels') expect('problem' in part).toBe(true);
    else expect('problem' in part).toBe(false);
  });
});
