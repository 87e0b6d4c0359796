/** What an environment shall serve of a model, and the URIs and labels that say so there. */
import type { ContractSettings, UriSettings } from '../config/config.ts';
import type { ModelSource } from '../model.ts';
import { plainVersion, type Artifact } from '../serving/model-state.ts';
import type { Node } from '../yaml/node.ts';

/** A version as it stands where it is taken from. */
export interface WantedVersion {
  readonly key: string;
  /** For people. */
  readonly text: string;
  /** Without a leading `v`, one for each source; empty where a URI holds none. */
  readonly versions: readonly string[];
  /** One for each source; empty where only the version is known. */
  readonly uris: readonly string[];
  /** The `version` that stood beside the URI. */
  readonly label?: string;
  /** The environment it is taken from. */
  readonly from: string;
  /** The URIs are those of the environment itself, and are restored as they stood. */
  readonly isRestored: boolean;
}

/** What stands after the change. */
export interface Wanted {
  /** Absent where the stable version stays. */
  readonly stable?: WantedVersion;
  /** Absent where there is no canary afterwards. */
  readonly canary?: { readonly version: WantedVersion; readonly percent: number };
}

export interface WantedFrom {
  readonly environment: string;
  readonly isRestored: boolean;
  readonly contract: ContractSettings;
}

export function wantedVersion(artifact: Artifact, { environment, isRestored, contract }: WantedFrom): WantedVersion {
  const { key, text, version, uri } = artifact;
  const label = labelBeside(artifact.at, contract);
  return { key, text, versions: version?.split(' + ') ?? [], uris: uri?.split(' + ') ?? [], ...(label === undefined ? {} : { label }), from: environment, isRestored };
}

/** The `version` of the contract beside a URI in it, or in its canary. */
function labelBeside(at: Node, { paths }: ContractSettings): string | undefined {
  const own = at.path.length >= paths.uri.length && paths.uri.every((step, index) => at.path.at(index - paths.uri.length) === step);
  const isCanary = at.path.at(-2) === 'canary' && at.path.at(-1) === 'storageUri';
  const label = own ? at.root.get(...at.path.slice(0, -paths.uri.length), ...paths.version) : isCanary ? at.root.get(...at.path.slice(0, -1), 'version') : undefined;
  return label?.kind === 'scalar' && label.isKnown ? label.written : undefined;
}

/** Which bucket an environment has. */
export interface Place {
  readonly environment: string;
  readonly mirrors: UriSettings['mirrors'];
}

/**
 * The URI of a version in an environment: as it stood there, else what a mirror makes of that in the environment it is taken from, else the
 * environment's own with only the version replaced.
 */
export function wantedUri(source: Pick<ModelSource, 'uri' | 'parsed'>, index: number, wanted: WantedVersion, place: Place): string | undefined {
  const [given, version] = [wanted.uris[index], wanted.versions[index]];
  if (wanted.isRestored && given !== undefined) return given;
  const mirrored = given === undefined ? undefined : mirroredUri(given, wanted.from, place);
  if (mirrored !== undefined) return mirrored;
  const own = source.uri.isKnown ? source.uri.text?.trim() : undefined;
  const at = source.parsed.version;
  if (own === undefined || version === undefined || !at) return given;
  return own.slice(0, at.start) + styledVersion(rawVersion(version, given), at.text) + own.slice(at.end);
}

/** The longest mirror counts. */
function mirroredUri(uri: string, from: string, { environment, mirrors }: Place): string | undefined {
  const named = mirrors.filter((mirror) => mirror.includes('{env}')).map((mirror) => ({ mirror, prefix: mirror.replaceAll('{env}', from) }));
  const [longest] = named.filter(({ prefix }) => uri.startsWith(prefix)).sort((a, b) => b.prefix.length - a.prefix.length);
  return longest && longest.mirror.replaceAll('{env}', environment) + uri.slice(longest.prefix.length);
}

/** As the URI spells it: with its `v`, if it has one. */
function rawVersion(version: string, uri = ''): string {
  return uri.split(/[/:@?=&#]/).find((segment) => segment !== version && plainVersion(segment) === version) ?? version;
}

/** The version in the form of the one that it replaces: with or without a `v`. */
export function styledVersion(version: string, old: string): string {
  const [next, before] = [/^v?(?=\d)/i.exec(version)?.[0], /^v?(?=\d)/i.exec(old)?.[0]];
  return next === undefined || before === undefined ? version : before + version.slice(next.length);
}
