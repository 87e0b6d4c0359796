/** What is served of a model, as it is compared between environments and over time. See rules.md, "Identity". */
import type { ModelSource, ServedModel, UriVersion } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import { versionKey } from './version-form.ts';

/** What is promoted: the version of a model, or its URI where that holds none. */
export interface Artifact {
  /** Equal for the same version, whatever bucket or prefix it lies in. */
  readonly key: string;
  /** For people: the version without a leading `v`, else the URI. */
  readonly text: string;
  readonly version?: string;
  readonly uri?: string;
  /** It names another artifact tomorrow: it proves nothing. */
  readonly isMutable: boolean;
  /** Where the version stands. */
  readonly at: Node;
}

export interface ModelState {
  /** Absent where it is not known, or only in the history. */
  readonly stable?: Artifact;
  readonly canary?: { readonly percent: number; readonly artifact?: Artifact };
  /** The manifest names the canary only: the stable version is the last that stood there before. */
  readonly isStableInHistory: boolean;
  /** Something could not be read. */
  readonly isUnknown: boolean;
}

/** The state that the manifest or the values of a model ask for. */
export function modelState(model: ServedModel): ModelState {
  const stable = stableArtifact(model);
  const percent = model.canary?.percent.isKnown === true ? model.canary.percent.number : undefined;
  const isUnknown = (stable === undefined && isNamed(model)) || (model.canary !== undefined && model.canary.percent.exists && percent === undefined);
  const settled = { isStableInHistory: false, isUnknown, ...(stable ? { stable } : {}) };
  if (model.promoted || !model.canary || percent === undefined) return settled;
  const { source } = model.canary;
  if (source) {
    const artifact = artifactOf([source]);
    return { ...settled, isUnknown: isUnknown || artifact === undefined, canary: { percent, ...(artifact ? { artifact } : {}) } };
  }
  if (percent >= 100) return settled;
  return { canary: { percent, ...(stable ? { artifact: stable } : {}) }, isStableInHistory: true, isUnknown };
}

function isNamed({ promoted, sources }: ServedModel): boolean {
  return promoted !== undefined || mainSources(sources).length > 0;
}

function stableArtifact({ promoted, sources }: ServedModel): Artifact | undefined {
  const main = mainSources(sources);
  if (!promoted) return artifactOf(main);
  if (!promoted.version) return undefined;
  const uri = main[0]?.uri.isKnown === true ? main[0].uri.text : undefined;
  return { ...ofVersions([promoted.version]), ...(uri === undefined ? {} : { uri }), isMutable: promoted.isMutable === true, at: promoted.at };
}

/** What the model is loaded from. Transformers and explainers load no version of it; of several variables nobody knows which is served. */
export function mainSources(sources: readonly ModelSource[]): readonly ModelSource[] {
  const named = sources.filter(({ role }) => role === 'predictor' || role === 'values');
  if (named.length > 0) return named;
  const variables = sources.filter(({ role }) => role === 'environment variable');
  return variables.length === 1 ? variables : [];
}

/** A model of several sources is promoted as a whole. Nothing where one of them cannot be read. */
function artifactOf(sources: readonly ModelSource[]): Artifact | undefined {
  const [first] = sources;
  const uris = sources.map(({ uri }) => (uri.isKnown && uri.text !== undefined && uri.text.trim() !== '' ? uri.text.trim() : undefined));
  if (!first || !uris.every((uri) => uri !== undefined)) return undefined;
  const versions = sources.map(({ parsed }) => parsed.version);
  const isMutable = sources.some(({ parsed }) => parsed.mutable !== undefined);
  const uri = uris.join(' + ');
  if (!versions.every((version) => version !== undefined)) return { key: `uri ${uri}`, text: uri, uri, isMutable, at: first.uri };
  const [version] = versions;
  return { ...ofVersions(versions), uri, isMutable, at: version ? first.uri.part(version.start, version.end) : first.uri };
}

function ofVersions(versions: readonly UriVersion[]): Pick<Artifact, 'key' | 'text' | 'version'> {
  const text = versions.map((version) => plainVersion(version.text)).join(' + ');
  return { key: `version ${versions.map(versionKey).join(' + ')}`, text, version: text };
}

/** `v47` and `47` are one version. */
export function plainVersion(text: string): string {
  return text.replace(/^v(?=\d)/, '');
}
