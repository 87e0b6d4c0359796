/** The table of API versions: consistent in itself, and as the source of k8s.io/api and the API of Kubernetes say, where those are at hand. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allApiFacts, apiFactsIn, apiFactsOf, compareApiVersions, type ApiFact } from '../../src/kubernetes/api-versions/facts.ts';
import { groupOf } from '../../src/kubernetes/identity.ts';
import { unchecked } from '../../src/unchecked.ts';

const modules = join(process.env.GOMODCACHE ?? join(homedir(), 'go/pkg/mod'), 'k8s.io');

describe('the table', () => {
  it('says everything once', () => {
    const keys = allApiFacts().map(({ apiVersion, kind }) => `${apiVersion}/${kind}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('has every version begin before it is deprecated, and be deprecated before it goes', () => {
    const wrong = allApiFacts().filter(({ since, deprecated, removed }) => {
      const minors = [since, deprecated, removed].flatMap((version) => (version === undefined ? [] : [Number(version.split('.')[0]) * 1000 + Number(version.split('.')[1])]));
      return minors.some((minor, index) => index > 0 && minor <= (minors[index - 1] ?? 0));
    });
    expect(wrong).toEqual([]);
  });

  it('names replacements that it knows', () => {
    const replacements = allApiFacts().flatMap(({ now, kind }) => (now === undefined || now.includes(' ') ? [] : [{ now, kind }]));
    expect(replacements.filter(({ now, kind }) => !apiFactsOf(kind).some(({ apiVersion, removed }) => apiVersion === now && removed === undefined))).toEqual([]);
    expect(replacements.length).toBeGreaterThan(5);
  });

  it('finds kinds and groups by name, and nothing by the names of properties', () => {
    expect(apiFactsOf('constructor')).toEqual([]);
    expect(apiFactsIn('__proto__')).toEqual([]);
    expect(apiFactsOf('DeploymentList').map(({ kind }) => kind)).toContain('Deployment');
  });

  it('orders versions as an API server does', () => {
    const sorted = ['v1', 'foo10', 'v10', 'v1alpha1', 'v2', 'v1beta2', 'v11alpha2', 'v1beta1', 'v3beta1'].sort((one, other) => compareApiVersions(`g/${other}`, `g/${one}`));
    expect(sorted).toEqual(['v10', 'v2', 'v1', 'v3beta1', 'v1beta2', 'v1beta1', 'v11alpha2', 'v1alpha1', 'foo10']);
  });
});

/** From 1.31 on: alpha versions that were gone by then are in no table. */
const sources = existsSync(modules) ? readdirSync(modules).filter((name) => name.startsWith('api@v0.') && Number(name.split('.')[1]) >= 31).sort() : [];

describe.skipIf(sources.length === 0)('beside the markers of k8s.io/api', () => {
  it.each(sources)('%s says the same', (source) => {
    const marked = lifetimesIn(join(modules, source));
    expect(marked.length).toBeGreaterThan(50); // older releases mark fewer kinds
    const different = marked.flatMap((marker) => {
      const fact = apiFactsOf(marker.kind).find(({ apiVersion, kind }) => apiVersion === marker.apiVersion && kind === marker.kind);
      if (!fact) return [`${marker.apiVersion} ${marker.kind} is not in the table`];
      // Dates were moved later on: what the newest release says counts.
      return (source === sources.at(-1) ? (['deprecated', 'removed'] as const) : []).flatMap((key) => (fact[key] === marker[key] ? [] : [`${marker.apiVersion} ${marker.kind}: ${key} ${marker[key] ?? ''}, not ${fact[key] ?? ''}`]));
    });
    expect(different).toEqual([]);
  });
});

/** Objects of calls and inner types, which no manifest is. */
const NO_OBJECTS = /Options$|^(?:DeploymentRollback|Scale|PodStatusResult|RangeAllocation|SerializedReference|APIGroupDiscovery|ImageReview)$/;

interface Marker {
  readonly apiVersion: string;
  readonly kind: string;
  readonly deprecated?: string;
  readonly removed?: string;
}

function lifetimesIn(folder: string): Marker[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === 'zz_generated.prerelease-lifecycle.go')
    .flatMap(({ parentPath }) => markersIn(parentPath));
}

function markersIn(folder: string): Marker[] {
  const group = /const GroupName = "([^"]*)"/.exec(readFileSync(join(folder, 'register.go'), 'utf8'))?.[1] ?? '';
  const version = folder.split('/').at(-1) ?? '';
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const text = readFileSync(join(folder, 'zz_generated.prerelease-lifecycle.go'), 'utf8');
  const kinds = [...text.matchAll(/func \(in \*(\w+)\) APILifecycleIntroduced\(\)/g)].flatMap(([, kind = '']) => kind);
  const own = kinds.filter((kind) => !NO_OBJECTS.test(kind) && !(kind.endsWith('List') && kinds.includes(kind.slice(0, -'List'.length))));
  return own.map((kind) => {
    const [deprecated, removed] = [minorOf(text, kind, 'Deprecated'), minorOf(text, kind, 'Removed')];
    return { apiVersion, kind, ...(deprecated === undefined ? {} : { deprecated }), ...(removed === undefined ? {} : { removed }) };
  });
}

function minorOf(text: string, kind: string, what: string): string | undefined {
  const start = text.indexOf(`func (in *${kind}) APILifecycle${what}()`);
  const [, major, minor] = start < 0 ? [] : (/return (\d+), (\d+)/.exec(text.slice(start)) ?? []);
  return major === undefined ? undefined : `${major}.${minor ?? ''}`;
}

const api = join(modules, 'kubernetes@v1.36.1/api/openapi-spec/swagger.json');

interface Swagger {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-kubernetes-group-version-kind'?: Omit<Created, 'apiVersion'> }>>>>;
}

interface Created {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

describe.skipIf(!existsSync(api))('beside the API of Kubernetes 1.36', () => {
  it('everything that can be created is served, and nothing else', () => {
    const { paths } = unchecked<Swagger>(JSON.parse(readFileSync(api, 'utf8')));
    const made = Object.values(paths).flatMap(({ post }) => post?.['x-kubernetes-group-version-kind'] ?? []);
    const served = new Set(made.filter(({ kind }) => !NO_OBJECTS.test(kind)).map(({ group, version, kind }) => `${group === '' ? version : `${group}/${version}`} ${kind}`));
    const known = new Set(allApiFacts().filter((fact) => fact.product === 'Kubernetes' && isServedIn36(fact)).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
    expect([...served].filter((key) => !known.has(key))).toEqual([]);
    expect([...known].filter((key) => !served.has(key)).sort()).toEqual(['admission.k8s.io/v1 AdmissionReview', 'autoscaling/v1 Scale', 'v1 ComponentStatus', 'v1 List']);
    expect([...known].every((key) => apiFactsIn(groupOf(key.split(' ')[0] ?? '')).length > 0)).toBe(true);
  });
});

function isServedIn36({ since, removed }: ApiFact): boolean {
  const [first, gone] = [since ?? '1.0', removed ?? '1.99'].map((version) => Number(version.split('.')[1]));
  return (first ?? 0) <= 36 && (gone ?? 0) > 36;
}
