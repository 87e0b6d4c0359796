/** What is wrong with a manifest by the schema of its kind. */
import type { ClusterFacts, Manifest } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import { knownText } from '../identity.ts';
import { isPatchPath } from '../patch-path.ts';
import { adapted } from './adapted.ts';
import { definition, isCarried, schemaOf } from './catalog.ts';
import { inspect, missingMistake } from './inspect.ts';
import type { Mistake, Step } from './mistake.ts';
import type { KindSchema } from './schema.ts';
import { verdictOf } from './verdict.ts';
import type { DeclaredVersions } from './versions.ts';

/** The mistakes of a manifest, one for each thing that is wrong; `undefined` where nobody knows a schema of its kind. */
export function schemaMistakes(manifest: Manifest): readonly Mistake[] | undefined {
  const versions = declaredVersions(manifest.cluster);
  if (manifest.fits === true && versions.size === 0) return [];
  const { apiVersion, kind, root: { tree } } = manifest;
  if (!tree || isNotApplied(manifest.root)) return undefined;
  if (versions.size === 0 && (verdictOf(manifest) ?? 'refused') !== 'refused') return [];
  const carried = schemaOf(apiVersion, kind);
  if (!carried) return fewest(definedIn(manifest).map((schema) => mistakesBy(schema, manifest)));
  const mistakes = mistakesBy(carried, manifest, versions);
  if (!mistakes.some(isUnknownField)) return mistakes;
  const own = definedIn(manifest);
  return mistakes.filter((mistake) => !isUnknownField(mistake) || !own.some((schema) => knowsField(schema, mistake.path)));
}

function isUnknownField({ about }: Mistake): boolean {
  return about === 'unknown';
}

/** The schemas of which an object has to fit one: that which is carried, else those of the repository. */
export function kindsFor(manifest: Pick<Manifest, 'apiVersion' | 'kind' | 'definitions'>): readonly KindSchema[] {
  const carried = schemaOf(manifest.apiVersion, manifest.kind);
  return carried ? [carried] : definedIn(manifest);
}

/** Whether there is anything to hold an object of a kind against. */
export function hasSchema(manifest: Pick<Manifest, 'apiVersion' | 'kind' | 'definitions'>): boolean {
  return isCarried(manifest.apiVersion, manifest.kind) || definedIn(manifest).length > 0;
}

/** Those of the repository: definitions of a group are read when somebody asks. */
function definedIn({ apiVersion, kind, definitions }: Pick<Manifest, 'apiVersion' | 'kind' | 'definitions'>): readonly KindSchema[] {
  return definitions?.of(apiVersion, kind) ?? [];
}

/** Patches of kustomize, and what SOPS encrypted: something else is applied, not this document. */
function isNotApplied(root: Node): boolean {
  return root.has('$patch') || root.get('sops').kind === 'mapping';
}

/** What is laid over an object that is there already lacks nothing: without a name, called a patch, applied by the server beside other authors, or metadata of a class that the cluster has. */
export function isPart({ name, kind, root, file }: Pick<Manifest, 'name' | 'kind' | 'root' | 'file'>): boolean {
  if (kind.endsWith('Class') && isMetadataAlone(root)) return true;
  if (name === undefined && !root.get('metadata', 'generateName').exists) return true;
  if (kind === 'Application' && !['destination', 'source', 'sources', 'sourceHydrator'].some((field) => root.get('spec').has(field))) return true;
  const options = knownText(root.get('metadata', 'annotations', 'argocd.argoproj.io/sync-options')) ?? '';
  return isPatchPath(file.path) || options.split(',').some((option) => option.trim() === 'ServerSideApply=true');
}

/** Classes of storage, priorities and the like come with a cluster; a document that says labels or annotations and nothing else is laid over the one that is there. */
function isMetadataAlone(root: Node): boolean {
  return root.entries().every(([field]) => field === 'apiVersion' || field === 'kind' || field === 'metadata') && ['labels', 'annotations'].some((field) => root.get('metadata', field).kind === 'mapping');
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
function fewest([first, ...others]: readonly (readonly Mistake[])[]): readonly Mistake[] | undefined {
  return first && others.reduce((best, one) => (one.length < best.length ? one : best), first);
}

/** One mistake, one finding: a field that was meant is not missing, and it is what makes its mapping of no form. */
export function onceEach(mistakes: readonly Mistake[], kind: string): Mistake[] {
  const unknown = mistakes.filter(isUnknownField);
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

const NOTHING_DECLARED: DeclaredVersions = new Map();

/** What is known of the cluster, by the names that schemas give to products. */
function declaredVersions({ kubernetes, kserve, argocd, istio }: ClusterFacts): DeclaredVersions {
  if ((kubernetes ?? kserve ?? argocd ?? istio) === undefined) return NOTHING_DECLARED; // the usual case, asked for every manifest
  const facts: readonly (readonly [string, string | undefined])[] = [['kubernetes', kubernetes], ['kserve', kserve], ['argocd', argocd], ['istio', istio]];
  return new Map(facts.flatMap(([product, version]) => (version === undefined ? [] : [[product, version] as const])));
}
