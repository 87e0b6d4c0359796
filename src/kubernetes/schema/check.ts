/** What is wrong with a manifest by the schema of its kind. */
import type { ClusterFacts, Manifest } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import { knownText } from '../identity.ts';
import { adapted } from './adapted.ts';
import { definition, schemaOf, validatorOf } from './catalog.ts';
import { inspect, missingMistake } from './inspect.ts';
import type { Mistake, Step } from './mistake.ts';
import { validatorData } from './plain-data.ts';
import type { KindSchema } from './schema.ts';
import type { DeclaredVersions } from './versions.ts';

/** The mistakes of a manifest, one for each thing that is wrong; `undefined` where nobody knows a schema of its kind. */
export function schemaMistakes(manifest: Manifest): readonly Mistake[] | undefined {
  const { apiVersion, kind, root: { tree } } = manifest;
  const own = manifest.definitions?.of(apiVersion, kind) ?? [];
  const carried = schemaOf(apiVersion, kind);
  if (!tree || (!carried && own.length === 0) || isNotApplied(manifest.root)) return undefined;
  if (!carried) return fewest(own.map((schema) => mistakesBy(schema, manifest)));
  const versions = declaredVersions(manifest.cluster);
  if (versions.size === 0 && validatorOf(apiVersion, kind)?.(validatorData(tree)) === true) return [];
  return mistakesBy(carried, manifest, versions).filter(({ about, path }) => about !== 'unknown' || !own.some((schema) => knowsField(schema, path)));
}

/** Whether there is anything to hold an object of a kind against. */
export function hasSchema({ apiVersion, kind, definitions }: Pick<Manifest, 'apiVersion' | 'kind' | 'definitions'>): boolean {
  return schemaOf(apiVersion, kind) !== undefined || (definitions?.of(apiVersion, kind) ?? []).length > 0;
}

/** Patches of kustomize, and what SOPS encrypted: something else is applied, not this document. */
function isNotApplied(root: Node): boolean {
  return root.has('$patch') || root.get('sops').kind === 'mapping';
}

/** What is laid over an object that is there already lacks nothing: without a name, called a patch, or applied by the server beside other authors. */
export function isPart({ name, kind, root, file }: Manifest): boolean {
  if (name === undefined && !root.get('metadata', 'generateName').exists) return true;
  if (kind === 'Application' && !['destination', 'source', 'sources'].some((field) => root.get('spec').has(field))) return true;
  const options = knownText(root.get('metadata', 'annotations', 'argocd.argoproj.io/sync-options')) ?? '';
  return /patch/i.test(file.path.slice(file.path.lastIndexOf('/') + 1)) || /(?:^|\/)patches\//.test(file.path) || options.split(',').some((option) => option.trim() === 'ServerSideApply=true');
}

function mistakesBy(schema: KindSchema, manifest: Manifest, versions?: DeclaredVersions): readonly Mistake[] {
  const { root: { tree }, kind } = manifest;
  if (!tree) return [];
  const isFragment = isPart(manifest);
  const { isBuiltIn, keepsUnknown = false } = schema;
  const mistakes = inspect(schema.schema, tree, { definitions: definition, isBuiltIn, keepsUnknown, kind, isFragment, ...(versions ? { versions } : {}) });
  return onceEach(mistakes.map((mistake) => adapted(mistake, manifest)), kind);
}

/** Where several definitions of one kind are at hand, an object needs to fit one of them. */
function fewest(all: readonly (readonly Mistake[])[]): readonly Mistake[] {
  return all.reduce((best, one) => (one.length < best.length ? one : best));
}

/** One mistake, one finding: a field that was meant is not missing, and it is what makes its mapping of no form. */
export function onceEach(mistakes: readonly Mistake[], kind: string): Mistake[] {
  const unknown = mistakes.filter(({ about }) => about === 'unknown');
  if (unknown.length === 0) return [...mistakes];
  const meant = new Set(unknown.flatMap(({ meant: paths = [] }) => paths.map(keyOf)));
  const touched = new Set(unknown.flatMap(({ path, meant: paths = [] }) => [path, ...paths].map((one) => keyOf(one.slice(0, -1)))));
  return mistakes.flatMap((mistake): Mistake[] => {
    const { about, path, missing = [], place } = mistake;
    if (about === 'form') return touched.has(keyOf(path)) ? [] : [mistake];
    if (about !== 'required' || !place) return [mistake];
    const left = missing.filter((field) => !isMeant(keyOf([...path, field]), meant));
    return left.length === missing.length ? [mistake] : left.length === 0 ? [] : [missingMistake(place, left, kind)];
  });
}

/** The field itself, or something below it that stands elsewhere. */
function isMeant(key: string, meant: ReadonlySet<string>): boolean {
  return meant.has(key) || [...meant].some((one) => one.startsWith(`${key.slice(0, -1)},`));
}

function keyOf(path: readonly Step[]): string {
  return JSON.stringify(path);
}

function knowsField({ schema, keepsUnknown }: KindSchema, path: readonly Step[]): boolean {
  let at = schema;
  for (const step of path) {
    const next = typeof step === 'number' ? at.items : at.properties && Object.hasOwn(at.properties, step) ? at.properties[step] : undefined;
    if (!next) return keepsUnknown === true && step === path.at(-1);
    at = next;
  }
  return true;
}

/** What is known of the cluster, by the names that schemas give to products. */
function declaredVersions({ kubernetes, kserve, argocd, istio }: ClusterFacts): DeclaredVersions {
  const facts: readonly (readonly [string, string | undefined])[] = [['kubernetes', kubernetes], ['kserve', kserve], ['argocd', argocd], ['istio', istio]];
  return new Map(facts.flatMap(([product, version]) => (version === undefined ? [] : [[product, version] as const])));
}
