/** What is committed below schemas/kinds and schemas/definitions holds together. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referencesIn, visitSchemas } from '../../src/dev/schemas/walk.ts';
import { filesIn } from '../../src/dev/write.ts';
import type { Schema } from '../../src/kubernetes/schema/schema.ts';
import { compileRe2 } from '../../src/re2.ts';
import { holdsRules } from '../../src/cel/rules-below.ts';
import { definition, isRuled } from '../../src/kubernetes/schema/catalog.ts';
import { unchecked } from '../../src/unchecked.ts';
import { committedDefinitions, committedKind, committedKinds, schemaFolder } from './committed.ts';

const kinds = committedKinds();
const definitions = committedDefinitions();
const names = filesIn(`${schemaFolder}/definitions`).map((path) => path.replace(/\.json$/, ''));
const all: readonly (readonly [name: string, schema: Schema])[] = [
  ...kinds.map(({ apiVersion, kind, schema }) => [`${apiVersion} ${kind}`, schema] as const),
  ...names.map((name) => [name, definitions(name) ?? {}] as const),
];

/** Every place whose schema fails a check, as `<kind or part> <path>`. */
function placesWhere(isWrong: (schema: Schema) => boolean): string[] {
  const places: string[] = [];
  for (const [name, schema] of all) visitSchemas(schema, (each, path) => void (isWrong(each) && places.push(`${name} ${path}`)));
  return places;
}

describe('committed schemas', () => {
  it('name only parts that are there, and every part is named', () => {
    const named = new Set(all.flatMap(([, schema]) => referencesIn(schema)));
    expect([...named].filter((name) => definitions(name) === undefined)).toEqual([]);
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });

  it('have patterns that RE2 compiles', () => {
    const compiles = (pattern: string): boolean => {
      try {
        return compileRe2(pattern) !== undefined;
      } catch {
        return false;
      }
    };
    expect(placesWhere(({ pattern }) => pattern !== undefined && !compiles(pattern))).toEqual([]);
  });

  it('hold no sentence of upstream, only our own messages of rules', () => {
    expect(placesWhere((schema) => schema.description !== undefined)).toEqual([]);
    const isOurs = (message: string | undefined): boolean => message !== undefined && !/^[A-Z][a-z]+ |[a-z]\.$/.test(message);
    expect(placesWhere(({ 'x-kubernetes-validations': rules = [] }) => !rules.every(({ message }) => isOurs(message)))).toEqual([]);
  });

  it('say what an object, a list and a map hold', () => {
    const isOpen = (schema: Schema): boolean => schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-int-or-string'] === true;
    expect(placesWhere((schema) => schema.type === 'array' && !schema.items && !isOpen(schema))).toEqual([]);
    expect(placesWhere((schema) => schema.type !== undefined && schema.type !== 'object' && schema.properties !== undefined)).toEqual([]);
  });

  it('require only fields that they have', () => {
    expect(placesWhere(({ properties, required = [] }) => properties !== undefined && required.some((name) => !Object.hasOwn(properties, name)))).toEqual([]);
  });

  it('have list-map keys that are fields of the items', () => {
    const fieldsOf = (schema: Schema | undefined): Readonly<Record<string, Schema>> => (schema?.$ref === undefined ? schema?.properties : fieldsOf(definitions(schema.$ref))) ?? {};
    expect(placesWhere(({ items, 'x-kubernetes-list-map-keys': keys = [] }) => keys.some((key) => !Object.hasOwn(fieldsOf(items), key)))).toEqual([]);
  });

  it('name versions of products', () => {
    const isVersion = (text: string): boolean => /^(?:kubernetes|kserve|argocd|istio|gateway-api|gateway-api-experimental|prometheus-operator|knative|keda) \d+\.\d+$/.test(text);
    expect(placesWhere(({ 'x-mllint-since': since, 'x-mllint-until': until }) => [since, until].some((text) => text !== undefined && !isVersion(text)))).toEqual([]);
  });

  it('name where each kind comes from, with its version', () => {
    expect(kinds.filter(({ source }) => !/^(?:@?[a-z-]+\/)?[a-z-]+@\w[\w.]*$/.test(source)).map(({ kind, source }) => `${kind} ${source}`)).toEqual([]);
    expect(kinds.filter(({ isBuiltIn, source }) => isBuiltIn !== source.startsWith('kubernetes-models@')).map(({ kind }) => kind)).toEqual([]);
  });

  it('are listed in the index, each version once', () => {
    const index = unchecked<Record<string, { readonly versions: readonly string[]; readonly scope: string }>>(JSON.parse(readFileSync(`${schemaFolder}/kinds/index.json`, 'utf8')));
    const listed = Object.entries(index).flatMap(([key, { versions }]) => versions.map((version) => [key, version] as const));
    expect(listed.filter(([key, version]) => !committedKind(key.split('.').slice(1).join('.'), version, key.split('.')[0] ?? '')).map(String)).toEqual([]);
    expect(listed).toHaveLength(kinds.length);
    expect(index['Deployment.apps']).toEqual({ versions: ['v1', 'v1beta2', 'v1beta1'], ruled: ['v1', 'v1beta2', 'v1beta1'], scope: 'Namespaced' });
    expect(index['Node']?.scope).toBe('Cluster');
  });

  it('say in the index which of them hold rules in CEL', () => {
    const ruled = kinds.filter(({ schema }) => holdsRules(schema, definition)).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect(kinds.filter(({ apiVersion, kind }) => isRuled(apiVersion, kind)).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual(ruled);
    expect(ruled).toContain('gateway.networking.k8s.io/v1 HTTPRoute');
    expect(ruled).not.toContain('serving.kserve.io/v1beta1 InferenceService');
  });

  it('carry the kinds that were promised', () => {
    const promised = [
      'v1 Pod', 'apps/v1 Deployment', 'batch/v1 CronJob', 'argoproj.io/v1alpha1 Application', 'argoproj.io/v1alpha1 ApplicationSet', 'argoproj.io/v1alpha1 AppProject',
      ...['v1', 'v1beta1', 'v1alpha3'].flatMap((version) => ['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar'].map((kind) => `networking.istio.io/${version} ${kind}`)),
      'monitoring.coreos.com/v1 PrometheusRule', 'monitoring.coreos.com/v1 ServiceMonitor', 'monitoring.coreos.com/v1 PodMonitor',
      'gateway.networking.k8s.io/v1 HTTPRoute', 'gateway.networking.k8s.io/v1 TCPRoute', 'gateway.networking.k8s.io/v1 Gateway', 'serving.knative.dev/v1 Service', 'keda.sh/v1alpha1 ScaledObject',
      'serving.kserve.io/v1beta1 InferenceService', 'serving.kserve.io/v1alpha2 LLMInferenceService',
    ];
    const carried = new Set(kinds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
    expect(promised.filter((each) => !carried.has(each))).toEqual([]);
  });
});
