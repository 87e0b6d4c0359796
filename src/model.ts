/** The words everyone shares: what a GitOps repository holds and what its environments would serve. */
import type { Unverified } from './finding.ts';
import type { Location, SourceFile } from './source.ts';
import type { Node } from './yaml/node.ts';

/** What is known about the cluster that an environment runs in; absent means not declared. */
export interface ClusterFacts {
  readonly kubernetes?: string;
  readonly kserve?: string;
  readonly argocd?: string;
  readonly istio?: string;
  readonly deploymentMode?: string;
  readonly apiVersions?: readonly string[];
}

/** One Kubernetes object: rendered for an environment, or loose. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent in fragments and where `generateName` is used. */
  readonly name?: string;
  readonly namespace?: string;
  readonly root: Node;
  readonly application?: Application;
  /** The source of the Application that it was rendered from. */
  readonly source?: ApplicationSource;
  /** The folder of the kustomization that builds it where no Application does. */
  readonly kustomization?: string;
  readonly environment?: Environment;
  readonly cluster: ClusterFacts;
  /** The file it stands in, or the template it was rendered from. */
  readonly file: SourceFile;
}

/** One source of an Application. */
export interface ApplicationSource {
  /** The entry of `spec.sources`, or `spec.source`. */
  readonly node: Node;
  readonly repoURL?: string;
  readonly targetRevision?: string;
  readonly path?: string;
  readonly chart?: string;
  readonly ref?: string;
}

/** An Application as Argo CD would see it, written or generated. */
export interface Application {
  readonly name: string;
  readonly namespace?: string;
  readonly root: Node;
  readonly sources: readonly ApplicationSource[];
  readonly destination: { readonly server?: string; readonly name?: string; readonly namespace?: string };
  /** The set that generated it. */
  readonly applicationSet?: ApplicationSet;
  /** String parameters of the generator, by name. */
  readonly parameters: ReadonlyMap<string, Node>;
  readonly environment?: Environment;
  /** The environment that its parameters, folder, namespace, name and cluster speak of, whatever its value files say. */
  readonly placement?: Placement;
  /** Sources that were rendered in full and gave nothing. */
  readonly emptySources: readonly EmptySource[];
  /** What its sources rendered; filled while the repository is read. */
  readonly manifests: readonly Manifest[];
  /** The served models among its manifests; where a source could not be rendered also those that its values claim. */
  readonly models: readonly ServedModel[];
  /** What its sources name, resolved in this repository; rules ask it instead of the file system. */
  readonly references: readonly SourceReference[];
  readonly cluster: ClusterFacts;
}

/** An environment by name, with the stage that the name has; equal stages are one stage. */
export interface Placement {
  readonly name: string;
  /** Absent where the environment has no place in the order. Not to be compared with `Environment.stage`, which counts without gaps. */
  readonly stage?: number;
}

/** A source that renders nothing. */
export interface EmptySource {
  readonly source: ApplicationSource;
  /** How it is rendered. */
  readonly type: 'chart' | 'folder';
  /** A sub-folder with manifests, which only `directory.recurse` reads. */
  readonly unread?: string;
}

/** A path that a source names and what stands there. */
export interface SourceReference {
  readonly at: Node;
  readonly what: 'path' | 'value file' | 'parameter file';
  /** Relative to the root; what was looked for. */
  readonly path: string;
  readonly found: boolean;
  /** Names that exist there and are near. */
  readonly near: readonly string[];
  /** Leaves the repository. */
  readonly isOutside: boolean;
  /** May be absent: the source has `ignoreMissingValueFiles`. */
  readonly isOptional?: boolean;
  /** The environment that the path of a value file speaks of. */
  readonly environment?: string;
}

export interface ApplicationSet {
  readonly name: string;
  readonly namespace?: string;
  readonly root: Node;
  readonly applications: readonly Application[];
  /** What it would create if a mistake in its elements, which is reported, were repaired. Rules look at them; they count for no environment. */
  readonly supposed: readonly Application[];
}

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

/** What does not fit the schema that the configuration gives the contract. */
export interface ContractProblem {
  readonly at: Node;
  readonly message: string;
}

/** A block of a value file that claims the values contract. */
export interface Values {
  readonly file: SourceFile;
  /** The file's own root, or the mapping under `environments.<name>`. */
  readonly root: Node;
  /** The name the contract or the layout gives. */
  readonly environmentName?: string;
  readonly environment?: Environment;
  /** The environment that the contract names, if it is one. */
  readonly stated?: Placement;
  /** The environment that the path of the file speaks of. */
  readonly placement?: Placement;
  /** Nodes of name, version and URI, also where `contract.paths` puts them elsewhere. */
  readonly name: Node;
  readonly version: Node;
  readonly uri: Node;
  /** Something rendered an InferenceService from the file: the rendered model is the model. */
  readonly isRendered: boolean;
  /** What another schema than that of the contract says; absent where there is none. */
  readonly schemaProblems?: readonly ContractProblem[];
}

export interface Chart {
  readonly folder: string;
  readonly name: string;
  readonly metadata: Node;
  /** Every time it was rendered without an error. */
  readonly releases: readonly ChartRelease[];
}

/** One render of a chart: for a source of an Application, for a value file beside it, or with its own values alone. */
export interface ChartRelease {
  readonly application?: Application;
  readonly environment?: Environment;
  /** What lies over the chart's own values, in the order in which it is applied: whole value files, and what an Application holds itself. */
  readonly values: readonly Node[];
  /** The chart's own values.yaml. */
  readonly ownValues?: Node;
  readonly manifests: readonly Manifest[];
  readonly templates: ReleaseTemplates;
}

/** A place in a template that did something in a release; `at` is the whole action. */
export interface TemplatePlace {
  readonly at: Node;
}

/** What the templates of a chart, and of the charts below it, do in one release. Found out when a rule asks; `*` in a path is every item. */
export interface ReleaseTemplates {
  /** Whether a template reads a value: with everything in it, only something in it, or nothing. What cannot be followed counts as read. */
  coverage(path: readonly string[]): 'all' | 'part' | 'none';
  /** The keys of a mapping that are read. */
  keysReadAt(path: readonly string[]): readonly string[];
  /** Where a key of this name is read. */
  pathsReadTo(key: string): readonly (readonly string[])[];
  /** Values that are missing and that actions printed with nothing to fall back to; of the chart's own templates only. */
  printed(isMissing: (path: readonly string[]) => boolean): readonly (TemplatePlace & { readonly path: readonly string[] })[];
  /** Fields of Helm's dot that Helm does not know: they print nothing. */
  readonly foreign: readonly (TemplatePlace & { readonly names: readonly string[] })[];
  /** Calls of functions that give another result each time. */
  readonly unstable: readonly (TemplatePlace & { readonly function: string })[];
  /** Whole numbers that an action printed as `1e+06` into a string. */
  readonly exponents: readonly (TemplatePlace & { readonly written: string; readonly printed: string; readonly value: Location })[];
  /** Whether a node is one of those above. */
  owns(node: Node): boolean;
}

/** A folder built by Kustomize. */
export interface Kustomization {
  readonly folder: string;
  readonly root: Node;
}

export interface EnvironmentPolicy {
  /** The declared environments that a version comes from; absent where none are declared: those of the stage before. */
  readonly after?: readonly string[];
  readonly requiredSoakTime?: string;
  readonly availability: 'oneOf' | 'all';
  /** Whether a completed stay counts as soaking, too. */
  readonly soak: 'current' | 'longest';
}

/** An environment and what it would hold after the merge. */
export interface Environment {
  readonly name: string;
  /** 0 is the first; absent where the environment has no place in the order. Equal stages are regions. */
  readonly stage?: number;
  readonly policy: EnvironmentPolicy;
  readonly manifests: readonly Manifest[];
  readonly models: readonly ServedModel[];
  readonly values: readonly Values[];
  /** Something of it could not be read or rendered: absence proves nothing. */
  readonly isPartial: boolean;
}

/** What names are looked up in: the manifests of one environment with those of none, or, for those of none, everything that was read. */
export interface Surroundings {
  /** Of the environment; empty for what belongs to none. */
  readonly name: string;
  /** The manifests that are looked at. */
  readonly own: readonly Manifest[];
  /** Everything that may stand beside them in a cluster. */
  readonly all: readonly Manifest[];
  /** Something of it could not be read or rendered: absence proves nothing. */
  readonly isPartial: boolean;
}

/** A file that is listed but is not what its readers need. */
export interface UnreadableFile {
  readonly at: Location;
  readonly message: string;
  /** Something reads it, or it holds apiVersion, kind and metadata: not only noise. */
  readonly matters: boolean;
}

/** A folder that looks like those of deployed environments, and that no Application reads. */
export interface UncoveredFolder {
  readonly folder: string;
  readonly environment: string;
  /** The first document of the file that Applications read in the folders beside it. */
  readonly at: Node;
  /** The environments of the folders beside it. */
  readonly deployed: readonly string[];
}

/** What the configuration says of things that the repository does not hold. */
export interface Declared {
  /** Schemes of model URIs besides those of KServe, without `://`. */
  readonly uriSchemes: readonly string[];
  /** Prefixes of URIs under which the same artifact lies; `{env}` stands for the environment. */
  readonly mirrors: readonly string[];
  /** Whether an object exists although it is not here. */
  isExternal(kind: 'ServiceAccount' | 'Secret' | 'Service', name: string): boolean;
}

/** A workflow of GitHub Actions. */
export interface Workflow {
  readonly file: SourceFile;
  readonly root: Node;
}

/** The file that says who has to review what. */
export interface CodeOwners {
  readonly file: SourceFile;
  /** The file as a whole. */
  readonly at: Node;
  /** In the order of the file; of those that match a path, the last counts. */
  readonly rules: readonly OwnerRule[];
}

export interface OwnerRule {
  readonly at: Node;
  /** As written, with `\\ ` for a space. */
  readonly pattern: string;
  /** Empty where nobody owns what matches. */
  readonly owners: readonly string[];
}

export interface Repository {
  /** In the order of stages, then of names. */
  readonly environments: readonly Environment[];
  /** Of every environment and of none. */
  readonly models: readonly ServedModel[];
  readonly manifests: readonly Manifest[];
  readonly values: readonly Values[];
  readonly charts: readonly Chart[];
  readonly kustomizations: readonly Kustomization[];
  readonly applications: readonly Application[];
  readonly applicationSets: readonly ApplicationSet[];
  /** Empty where something could not be read or rendered: what is meant may be deployed by just that; it is unverified then. */
  readonly uncoveredFolders: readonly UncoveredFolder[];
  readonly workflows: readonly Workflow[];
  readonly codeOwners?: CodeOwners;
  readonly declared: Declared;
  readonly isPartial: boolean;
  readonly unverified: readonly Unverified[];
}
