/** The words everyone shares: what a GitOps repository holds and what its environments would serve. */
import type { Unverified } from './finding.ts';
import type { Application, ApplicationSet, ApplicationSource } from './model/application.ts';
import type { EnvironmentPolicy } from './model/environment-policy.ts';
import type { Origin } from './model/change.ts';
import type { Chart } from './model/chart.ts';
import type { Kustomization, NameAffixes } from './model/kustomization.ts';
import type { CodeOwners, Declared, UncoveredFolder, Workflow } from './model/repository-files.ts';
import type { ServedModel } from './model/served-model.ts';
import type { Values } from './model/values.ts';
import type { KindSchema } from './kubernetes/schema/schema.ts';
import type { SourceFile } from './source.ts';
import type { Node } from './yaml/node.ts';

export type { ApplicationSource, Application, Placement, EmptySource, SourceReference, ApplicationSet } from './model/application.ts';
export type {
  ModelUri, UriSegment, UriVersion, VersionForm, MutableReference, ModelSource, PromotedVersion, ModelPolicy, ServedModel,
} from './model/served-model.ts';
export type { CanaryShare, Change, Frozen, Move, MoveKind, MovedVersion, Origin, Proof, Stay, Upstream } from './model/change.ts';
export type { Difference, Document, DocumentDifference, EnvironmentDifference, ValueDifference } from './model/difference.ts';
export type { CanaryPolicy, Duration, EnvironmentPolicy, Freeze } from './model/environment-policy.ts';
export type { ContractProblem, Values } from './model/values.ts';
export type { Chart, ChartRelease, TemplatePlace, ReleaseTemplates } from './model/chart.ts';
export type { BuildNotes, Kustomization, KustomizationPart, NameAffixes, ReplacedList, SelectedImage, SelectedTarget, StaleReference } from './model/kustomization.ts';
export type { UnreadableFile, UncoveredFolder, Declared, Workflow, CodeOwners, OwnerRule } from './model/repository-files.ts';

/** What is known about the cluster that an environment runs in; absent means not declared. */
export interface ClusterFacts {
  readonly kubernetes?: string;
  readonly kserve?: string;
  readonly argocd?: string;
  readonly istio?: string;
  readonly deploymentMode?: string;
  readonly apiVersions?: readonly string[];
}

/** Kinds that the repository itself defines, or of which the configuration has schemas. */
export interface CustomDefinitions {
  /** Of one kind in one version; several where environments have definitions of their own. */
  of(apiVersion: string, kind: string): readonly KindSchema[];
  /** Why a further schema that is there for a kind cannot be used. */
  problemsOf(apiVersion: string, kind: string): readonly { readonly path: string; readonly why: string }[];
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
  /** What a chart without an Application gave in one go has one of these in common. */
  readonly render?: object;
  /** What kustomizations added to the name that its author gave it. */
  readonly affixes?: NameAffixes;
  readonly environment?: Environment;
  readonly cluster: ClusterFacts;
  /** What CustomResourceDefinitions of the repository define; absent where nobody collected them. */
  readonly definitions?: CustomDefinitions;
  /** Was held against the carried schema of its kind when it was read, rules in CEL included, and fits where no version of its product is declared. */
  readonly fits?: true;
  /** The file it stands in, or the template it was rendered from. */
  readonly file: SourceFile;
}

/** An environment and what it would hold after the merge. */
export interface Environment {
  readonly name: string;
  /** 0 is the first; absent where the environment has no place in the order. Equal stages are regions. */
  readonly stage?: number;
  /** Whether another environment stands before or after it: one of this repository, or, by its name, one elsewhere. `dev` alone is no stage of anything. */
  readonly isStaged?: boolean;
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
  /** What exists although it is not here. */
  readonly declared: Declared;
  /** Something of it could not be read or rendered: absence proves nothing. */
  readonly isPartial: boolean;
}

/** Manifests that nothing needs to hold. */
export interface ScannedManifests {
  /** Parses them anew, one after the other. */
  read(): Iterable<Manifest>;
  /** Which objects they are, without parsing anything. */
  headers(): Iterable<Pick<Manifest, 'apiVersion' | 'kind' | 'definitions'>>;
}

export interface Repository {
  /** In the order of stages, then of names. */
  readonly environments: readonly Environment[];
  /** Of every environment and of none. */
  readonly models: readonly ServedModel[];
  readonly manifests: readonly Manifest[];
  /** Loose ones beside {@link manifests}, of kinds of which no rule needs to hold any. */
  readonly scanned: ScannedManifests;
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
  /** Of versions of later stages that stand in no earlier one; absent where there is no history to ask, or a base decides. */
  readonly origins?: readonly Origin[];
  readonly isPartial: boolean;
  readonly unverified: readonly Unverified[];
}
