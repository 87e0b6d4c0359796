/** Models, and the URIs and versions by which they are served. */
import type { Environment, Manifest } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import type { Application } from './application.ts';
import type { Values } from './values.ts';

/** What a model URI says, see serving/model-uri.ts. */
export interface ModelUri {
  /** As written, without `://`; empty for a path. */
  readonly scheme: string;
  /** Bucket, host, volume, owner of the repository: what stands before the path. */
  readonly authority: string;
  readonly segments: readonly UriSegment[];
  /** Every immutable version that is recognised, in the order of the text. */
  readonly versions: readonly UriVersion[];
  /** The one that identifies the artifact: a digest or revision before a number, of several numbers the last. */
  readonly version?: UriVersion;
  /** A stage, an alias or a missing tag where a version should be; absent where a recognised version silences the word. */
  readonly mutable?: MutableReference;
}

export interface UriSegment {
  readonly text: string;
  /** Offsets into the URI. */
  readonly start: number;
  readonly end: number;
  readonly role: 'path' | 'tag' | 'digest' | 'revision' | 'query';
}

export interface UriVersion {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly form: VersionForm;
}

/** How a version is spelt: `v47`, `1.10`, `2024-01-15`, `sha256:…`, a revision of the store, a run id or hash, a declared pattern. */
export type VersionForm = 'number' | 'dotted' | 'date' | 'digest' | 'revision' | 'identifier' | 'custom';

export interface MutableReference {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'stage' | 'alias' | 'run' | 'tag' | 'revision' | 'untagged';
}

/** One place where a served model names what it loads. */
export interface ModelSource {
  readonly uri: Node;
  /** A `version` beside it, as a contract file has it. */
  readonly version?: Node;
  readonly parsed: ModelUri;
  readonly role: 'predictor' | 'transformer' | 'explainer' | 'canary' | 'environment variable' | 'values';
}

/** The version that is promoted where the configuration names something else than the URI. */
export interface PromotedVersion {
  /** What a person would change, else the place where nothing could be made out. */
  readonly at: Node;
  /** Absent where it is not known or names none. */
  readonly version?: UriVersion;
  /** It is a word such as `latest`, which names something else tomorrow. */
  readonly isMutable?: boolean;
}

/** What the configuration says of a model. */
export interface ModelPolicy {
  readonly requestsPerMinute?: number;
  readonly sizeGiB?: number;
}

/** A model that an environment would serve. */
export interface ServedModel {
  readonly name: string;
  readonly namespace?: string;
  readonly environment?: Environment;
  readonly application?: Application;
  readonly from: Manifest | Values;
  readonly sources: readonly ModelSource[];
  /** The container resources of the predictor. */
  readonly resources: Node;
  readonly replicas: { readonly min: Node; readonly max: Node };
  readonly canary?: { readonly percent: Node; readonly source?: ModelSource };
  readonly runtime?: Node;
  /** Absent where the version is that in the URI. */
  readonly promoted?: PromotedVersion;
  readonly policy: ModelPolicy;
  /** Equal for the same model in different environments. */
  readonly family: string;
}
