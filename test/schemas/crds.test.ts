/** Every CRD at hand beside what is committed, at its version: every path, and everything that the API server checks there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { filesIn } from '../../src/dev/write.ts';
import type { Schema } from '../../src/kubernetes/schema/schema.ts';
import { unchecked } from '../../src/unchecked.ts';
import { atVersion, type Versions } from './at-version.ts';
import { committedDefinitions, committedKind } from './committed.ts';
import { differences, placesOf } from './comparison.ts';

const folder = fileURLToPath(new URL('../../../shared/crds', import.meta.url));

/** Which versions the CRDs of a folder are of: the releases that have exactly their fields, where they do not say it. */
const VERSIONS: readonly (readonly [folder: string, versions: Versions])[] = [
  ['argocd/v2.14.21/', { argocd: '2.14' }],
  ['argocd/v3.3.14/', { argocd: '3.3' }],
  ['argocd/v3.5.1/', { argocd: '3.5' }],
  ['gateway-api/', { 'gateway-api': '1.6', 'gateway-api-experimental': '0' }],
  ['istio/', { istio: '1.31' }],
  ['kserve/', { kserve: '0.21' }], // the main branch after 0.20
  ['prometheus/', { 'prometheus-operator': '0.93' }],
];

/** Where we say something else on purpose. */
const DELIBERATE: readonly { readonly of: string; readonly places: RegExp; readonly because: string }[] = [
  {
    of: 'argocd/v2.14.21/',
    places: /syncSource\.path (?:minLength|pattern): |^\.spec\.description maxLength: /,
    because: 'Argo CD 3 bounds these; one schema stands for all its versions, and what it bounds does not work before either',
  },
  {
    of: 'gateway-api/',
    places: /^\.spec\.parentRefs x-kubernetes-validations: /,
    because: 'the experimental channel tells parents by their port, too, and which channel a cluster has is not known',
  },
  {
    of: 'gateway-api/',
    places: /filters\[\]\.type enum: ours .*"ExternalAuth\\".*/,
    because: 'ExternalAuth is a type of filter in the experimental channel',
  },
  ...['gateway-api/', 'kserve/'].map((of) => ({
    of,
    places: /[mM]odifier\.(?:add|set)\[\]\.value pattern: /,
    because: 'no header holds a line break; the experimental channel refuses one, and implementations drop the route',
  })),
  {
    of: 'kserve/',
    places: /^\.spec\.canary\[\]\.predictor\.\w+(?:\.(?:liveness|readiness)Probe\.(?:httpGet|tcpSocket))? required: ours nothing, /,
    because: 'the defaulting webhook writes these with every field that Go does not omit, before the schema is looked at',
  },
];

interface Crd {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

interface Case {
  readonly title: string;
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: Schema;
}

/** One case for each version of each CRD; KServe's minimal CRDs say nothing of fields. */
function cases(): Case[] {
  const paths = filesIn(folder).filter((path) => path.endsWith('.yaml') && !path.includes('/minimal/'));
  return paths.flatMap((path) => parseAllDocuments(readFileSync(`${folder}/${path}`, 'utf8')).flatMap((document) => {
    const { kind, spec } = unchecked<Crd>(document.toJS());
    if (kind !== 'CustomResourceDefinition') return [];
    return spec.versions.map(({ name, schema }) => ({ title: `${path} ${name}`, path, group: spec.group, version: name, kind: spec.names.kind, schema: schema.openAPIV3Schema }));
  }));
}

describe.skipIf(!existsSync(folder))('schemas beside CRDs', { timeout: 60_000 }, () => {
  const definitions = committedDefinitions();
  const all = existsSync(folder) ? cases() : [];
  const used = new Set<RegExp>();

  it.each(all.map((each) => [each.title, each] as const))('%s', (_, { path, group, version, kind, schema }) => {
    const carried = committedKind(group, version, kind);
    const [, versions = undefined] = VERSIONS.find(([start]) => path.startsWith(start)) ?? [];
    expect(versions, `the versions of ${path}`).toBeDefined();
    const ours = atVersion(carried?.schema ?? {}, definitions, versions ?? {});
    const found = differences(placesOf(ours.schema, ours.definitions), placesOf(schema, () => undefined));
    expect(found.filter((line) => {
      const reason = DELIBERATE.find(({ of, places }) => path.startsWith(of) && places.test(line));
      if (reason) used.add(reason.places);
      return !reason;
    })).toEqual([]);
  });

  it('differs on purpose only where it still does', () => {
    expect(DELIBERATE.filter(({ places }) => !used.has(places)).map(({ because }) => because)).toEqual([]);
  });
});
