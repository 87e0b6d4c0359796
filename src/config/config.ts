/** The configuration in force: plain data with every default filled in, and small functions over it. */
import type { SchemaFolders } from '../kubernetes/schema/schema-folders.ts';
import type { CanaryPolicy, ClusterFacts, Duration, Freeze } from '../model.ts';
import type { Location, SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { Condition, Rule } from '../rule.ts';
import type { Placed } from './reading.ts';
import type { Preset, RuleSetting, RuleSettings } from './rule-settings.ts';

export type { CanaryPolicy, Duration, Freeze } from '../model.ts';

/** What the author's globs of one place accept. Without globs nothing. */
export interface Matcher {
  readonly globs: readonly string[];
  matches(text: string): boolean;
}

export interface EnvironmentMatch {
  /** Matches a path and everything below it. */
  readonly paths: Matcher;
  readonly applications: Matcher;
  readonly namespaces: Matcher;
  readonly clusters: Matcher;
  readonly branch?: string;
}

/** An entry of `environments`. */
export interface DeclaredEnvironment {
  readonly name: string;
  /** 0 is the first: one more than the latest of `after`. Equal stages are regions. */
  readonly stage: number;
  /** The environments a version comes from: as written, else the entry before. */
  readonly after: readonly string[];
  readonly match: EnvironmentMatch;
  readonly availability: 'oneOf' | 'all';
  readonly requiredSoakTime?: Duration;
  readonly soak: 'current' | 'longest';
  readonly canary?: CanaryPolicy;
  readonly freeze: readonly Freeze[];
  /** What is declared for this environment over {@link Config.cluster}. */
  readonly cluster: ClusterFacts;
  /** The tree being read is that of its branch, see standing.ts. */
  readonly isHere?: boolean;
  readonly at: Location;
}

/** An entry of `models`. */
export interface DeclaredModel {
  readonly name: string;
  /** Names of served models that are this model; without `match` its own name. */
  readonly match: Matcher;
  /** Where the version that is promoted stands: `storageUri`, `image`, `chart` or `<file>#<path>`, in which `{env}` stands for the environment. */
  readonly versions: string;
  readonly requestsPerMinute?: number;
  readonly sizeGiB?: number;
  readonly at: Location;
}

/** An entry of `uris.versionPatterns`; matches a whole segment or tag. */
export interface VersionPattern {
  readonly source: string;
  matches(segment: string): boolean;
}

export interface UriSettings {
  /** Whether `"!defaults"` is absent. */
  readonly useDefaultPatterns: boolean;
  readonly versionPatterns: readonly VersionPattern[];
  readonly mirrors: readonly string[];
  /** Accepted besides those of KServe, without `://`. */
  readonly schemes: readonly string[];
  readonly bandwidth?: string;
}

export interface ContractSettings {
  /** Files that claim the contract, besides those with `model.storageUri`. */
  readonly files: Matcher;
  /** The JSON schema that replaces that of the contract. */
  readonly schema?: SourceFile;
  /** Paths inside the file, such as `[model, storageUri]`. */
  readonly paths: { readonly name: readonly string[]; readonly version: readonly string[]; readonly uri: readonly string[] };
}

/** An entry of `clusters`: inventory for the cluster generator. */
export interface DeclaredCluster {
  readonly name: string;
  readonly server?: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** An entry of `overrides`. */
export interface Override {
  /** The files it counts for; all without it. */
  readonly files?: Matcher;
  /** The environments it counts for; all where there are none. */
  readonly environments: readonly Placed<string>[];
  readonly rules: ReadonlyMap<string, RuleSetting>;
}

export interface Config {
  /** The file it was read from; absent where only defaults are in force. */
  readonly file?: SourceFile;
  readonly preset: Preset;
  /** The line that names it; absent where none does. */
  readonly presetAt?: Location;
  /** Absent: they are found from the repository. */
  readonly environments?: readonly DeclaredEnvironment[];
  readonly models: readonly DeclaredModel[];
  readonly uris: UriSettings;
  readonly contract: ContractSettings;
  readonly cluster: ClusterFacts;
  readonly clusters: readonly DeclaredCluster[];
  readonly repositories: { readonly self: readonly string[]; readonly map: ReadonlyMap<string, string> };
  readonly external: { readonly serviceAccounts: Matcher; readonly secrets: Matcher; readonly services: Matcher };
  /** Where further schemas of kinds lie; their files are of the policy. */
  readonly schemas: SchemaFolders;
  readonly rules: RuleSettings;
  readonly overrides: readonly Override[];
  /** The path of the file with exceptions. */
  readonly exceptions: string;
  /** Paths that are not read; a folder covers what lies below it. */
  readonly ignore: Matcher;
}

/** An entry of the file with exceptions: what it names must all fit a finding. */
export interface Exception {
  readonly rule: string;
  readonly path?: Matcher;
  /** `Kind/name` or `Kind/namespace/name`. */
  readonly resource?: Matcher;
  readonly model?: Matcher;
  readonly environment?: string;
  readonly reason: string;
  readonly owner?: string;
  /** The last day, `2027-01-31`. */
  readonly until?: string;
  /** The entry as it stands in the file. */
  readonly node: Node;
}

/** An entry of `mllint-baseline.yaml`: a finding that was there when the file was written. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** For readers. */
  readonly file?: string;
  readonly message?: string;
}

/** Something in the configuration that cannot be taken as it stands: exit code 2, shown with a code frame. */
export interface ConfigProblem {
  readonly at: Location;
  readonly message: string;
}

/** A key that is accepted but has no effect in this version. */
export interface NotYet {
  readonly at: Location;
  /** `environments[].freeze` */
  readonly key: string;
}

/** Rules that a configuration states. */
export interface OwnRules {
  readonly rules: readonly Rule[];
  /** What `mllint explain` says of each, by its id. */
  readonly pages: ReadonlyMap<string, string>;
  /** All that each says, by its id: what a change does to it can be told. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Those of mllint and those that the configuration states itself. */
  readonly rules: readonly (Rule | Condition)[];
  readonly own: OwnRules;
  /** The files that say it, as they are written; the nearest first. */
  readonly layers: readonly Node[];
  /** In the order of their file. */
  readonly exceptions: readonly Exception[];
  readonly baseline: readonly BaselineEntry[];
  readonly baselineFile?: SourceFile;
  readonly problems: readonly ConfigProblem[];
  readonly notYet: readonly NotYet[];
}
