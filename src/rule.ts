/** All that a rule may import, as `#rule`. */
import type {
  Application, ApplicationSet, Change, Chart, Environment, Kustomization, Manifest, Repository, Move, ServedModel, Surroundings, Values,
} from './model.ts';
import type { Fix, Problem, Severity, TextEdit } from './finding.ts';
import type { OptionSet, ValuesOf } from './option.ts';
import { unchecked } from './unchecked.ts';
import type { Node } from './yaml/node.ts';

export { boolean, integer, number, text, textList, type Option, type OptionSet, type ValuesOf } from './option.ts';
export type { Fix, Problem, Severity, TextEdit } from './finding.ts';
export type {
  Application, ApplicationSet, ApplicationSource, CanaryShare, Change, Chart, ChartRelease, ClusterFacts, CodeOwners, Declared, Document, DocumentDifference,
  EmptySource, Environment, EnvironmentDifference, Frozen, Kustomization,
  KustomizationPart, Manifest, ModelSource, ModelUri, Move, MovedVersion, MoveKind, MutableReference, Origin, OwnerRule, Placement, Proof, ReleaseTemplates, ReplacedList,
  Repository, SelectedImage, SelectedTarget, ServedModel, SourceReference, StaleReference, Stay, Surroundings, TemplatePlace, UncoveredFolder, Upstream, UriSegment,
  UriVersion, ValueDifference, Values, Workflow,
} from './model.ts';
export { Node, type Path } from './yaml/node.ts';
export { stringsBelow } from './yaml/strings.ts';
export { addItem, moveKey, removeKey, renameKey, setKey, setValue } from './yaml/edit.ts';
export { instantText, lengthBetween, lengthText, shortCommit } from './instant.ts';
export { addTo, grouped } from './groups.ts';
export { onceFor } from './once.ts';
export { apiFactsIn, apiFactsOf, compareApiVersions, type ApiFact } from './kubernetes/api-versions/facts.ts';
export { manifestsByKind } from './kubernetes/by-kind.ts';
export { groupOf, isManifest, kindKey, knownText } from './kubernetes/identity.ts';
export { objectsOf } from './kubernetes/same-object.ts';
export { isPatchPath } from './kubernetes/patch-path.ts';
export { isClusterScoped } from './kubernetes/scope.ts';
export { schemaMistakes } from './kubernetes/schema/check.ts';
export { celProblems, expressionProblems } from './cel/manifest.ts';
export { DEFINITION_KIND, definedKinds, refusedSchemas } from './kubernetes/schema/custom-definitions.ts';
export { TooManySteps } from './kubernetes/schema/inspect.ts';
export type { Mistake } from './kubernetes/schema/mistake.ts';
export { canonicalQuantity, compareQuantities, parseQuantity, quantityRatio, type Quantity } from './kubernetes/quantity.ts';
export { parseModelUri, parseVersion } from './serving/model-uri.ts';
export { compareVersions, isSameForm, isSameVersion, type VersionText } from './serving/version-form.ts';
export { DEPLOYMENT_MODE, DEPLOYMENT_MODES, deploymentMode, modeAnnotation, modeSource, type DeploymentMode } from './serving/traffic/deployment-mode.ts';
export {
  coversHost, fullHost, hostsOverlap, isLabel, mayBeSame, serviceOfHost, shortenedService, type ServiceName,
} from './serving/traffic/hosts.ts';
export { kserveServices, namesMeantFor, SERVICE_MAKERS } from './serving/traffic/kserve-services.ts';
export {
  backendKind, destinationsOf, GATEWAY_ROUTES, gatewayRulesOf, routesOf, routeTitle, type Route,
} from './serving/traffic/routes.ts';
export { SERVICE_KINDS, serviceIndex, type ServiceIndex } from './serving/traffic/service-index.ts';
export { weightOf } from './serving/traffic/weights.ts';
export { fitsGlob } from './globs/fits-glob.ts';
export { pathPattern } from './globs/path-match.ts';
export { PatternError } from './globs/pattern-error.ts';
export { isWildcard } from './globs/wildcards.ts';
export { folderOf, joinPath } from './snapshot/snapshot.ts';
export { compileRe2 } from './re2.ts';
export { suggest } from './spelling.ts';

/** Ends a check that would take too long, after everything else was said: the rest is unverified at the node. `why` and `needs` are clauses. */
export class NotLookedAt extends Error {
  override readonly name = 'NotLookedAt';
  readonly node: Node;
  readonly needs: string;

  constructor(node: Node, why: string, needs: string) {
    super(why);
    this.node = node;
    this.needs = needs;
  }
}

/** What a rule can look at; the kind decides when it runs and what it is given. */
export interface Subjects {
  values: Values;
  manifest: Manifest;
  model: ServedModel;
  chart: Chart;
  kustomization: Kustomization;
  application: Application;
  applicationSet: ApplicationSet;
  environment: Environment;
  surroundings: Surroundings;
  repository: Repository;
  /** Only there with a base. */
  change: Change;
}

/** A rule as its file states it. */
export interface RuleDefinition<S extends keyof Subjects, O extends OptionSet> {
  readonly id: `${string}/${string}`;
  readonly on: S;
  /** `Kind.group` (or `Kind` for the core group). For manifests the kinds it looks at, absent means every kind; for all others the loose ones it reads. */
  readonly kinds?: readonly string[];
  /** For surroundings: kinds that are only looked up. Those without anything of {@link kinds} are not looked at. */
  readonly beside?: readonly string[];
  /** For manifests of every kind: looks at each by itself, so that those that no other rule reads are parsed when it comes to them, and dropped. */
  readonly holdsNone?: boolean;
  /** It reads manifests of every kind, although it is on something else. */
  readonly readsAll?: boolean;
  /** What holds. */
  readonly title: string;
  /** What goes wrong otherwise. */
  readonly why: string;
  readonly severity: Severity;
  readonly fixable?: boolean;
  /** Only on in the preset `strict`. */
  readonly strictOnly?: boolean;
  /** Says what a tree alone, or its history, shows; with a base the gates decide instead. */
  readonly withoutBase?: boolean;
  /** Ignores comments: only exceptions reach it. */
  readonly locked?: boolean;
  /** Reasons from what is absent: what it finds where the subject is partial is not reported, and that is said. */
  readonly needsAll?: boolean;
  /** Speaks of everything there is: at a place where another rule speaks as loud it keeps silent, and where one of these speaks at all. */
  readonly yieldsTo?: readonly string[];
  readonly options?: O;
  check(subject: Subjects[S], options: ValuesOf<O>): Iterable<Problem>;
}

/** A rule as the engine holds it. */
export interface Rule extends Omit<RuleDefinition<keyof Subjects, OptionSet>, 'check' | 'options'> {
  readonly options: OptionSet;
  check(subject: unknown, options: unknown): Iterable<Problem>;
  /** For gates: what they say of each move that they decide about. */
  judge?(change: Change): Iterable<Judgement>;
}

/** What a gate says of a move. */
export interface Judgement {
  readonly move: Move;
  readonly isOpen: boolean;
  /** When a closed gate opens by itself; absent where time alone opens nothing. */
  readonly opensAt?: Date;
  /** What was found, as a clause: what proves that it may pass, or what is missing. */
  readonly evidence: string;
  /** What holds it back, where that is not the version. */
  readonly at?: Node;
}

/** A rule that lets a move pass or not: what it holds back is a finding, and reports also say why it let something pass. */
export function defineGate({ judge, ...gate }: Omit<RuleDefinition<'change', Record<never, never>>, 'on' | 'check' | 'options' | 'locked'> & Required<Pick<Rule, 'judge'>>): Rule {
  return {
    ...gate,
    on: 'change',
    locked: true,
    options: {},
    judge,
    *check(subject) {
      for (const { move, isOpen, evidence, at = move.at } of judge(unchecked<Change>(subject))) if (!isOpen) yield { at, message: evidence };
    },
  };
}

/** Defines a rule; the types of subject and options follow from `on` and `options`. */
export function defineRule<S extends keyof Subjects, O extends OptionSet = Record<never, never>>(definition: RuleDefinition<S, O>): Rule {
  const { check, options, ...rest } = definition;
  return {
    ...rest,
    options: options ?? {},
    check: (subject, values) => check(unchecked<Subjects[S]>(subject), unchecked<ValuesOf<O>>(values)),
  };
}

/** What a stage itself can find; it has page, severity and fixtures like a rule. */
export interface Condition {
  readonly id: `${string}/${string}`;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  readonly fixable?: boolean;
  /** Silent at a place where one of these rules speaks; unlike a rule, not where others do. */
  readonly yieldsTo?: readonly string[];
}

export function defineCondition(condition: Condition): Condition {
  return condition;
}

/** A fix of the given edits; nothing where an edit was not possible at the author's place. */
export function fixOf(title: string, safety: Fix['safety'], ...edits: readonly (readonly TextEdit[] | undefined)[]): Fix | undefined {
  const all: TextEdit[] = [];
  for (const part of edits) {
    if (!part || part.length === 0) return undefined;
    all.push(...part);
  }
  return { title, safety, edits: all };
}
