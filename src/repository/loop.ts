/** Discover and render alternate until nothing new appears: Applications may come out of folders, charts and parents. */
import { destinationOf, sourcesOf } from '../argocd/application.ts';
import { argoRole, isFragment, isToBeCopied } from '../argocd/discover.ts';
import { expandApplicationSet, type ExpandedSet, type ExpandOptions, type GoTemplateDialect } from '../argocd/expand.ts';
import { Budget } from '../argocd/generators/budget.ts';
import { namedSources } from '../argocd/named-sources.ts';
import type { ControllerFacts } from '../argocd/controller-facts.ts';
import { findHere, type Here, type RepositoryFacts } from '../argocd/this-repository.ts';
import type { Raised, Unverified } from '../finding.ts';
import { identityOf, knownText } from '../kubernetes/identity.ts';
import type { ApplicationSource, EmptySource } from '../model.ts';
import { NOTHING_RENDERED, type Rendered, type RenderedObject } from '../render/rendered.ts';
import { renderSource, type SourceContext } from '../render/source.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { contentOf } from '../yaml/content.ts';
import type { Node } from '../yaml/node.ts';
import { findEmptySources } from './empty-sources.ts';
import type { StandaloneKustomization } from './kustomizations.ts';
import { notDeployed, pathsOf, withinLimits, type Pending } from './pending.ts';

/** More rounds than any sane repository nests parents. */
const MAX_ROUNDS = 8;
/** More than one Argo CD looks after. */
const MAX_APPLICATIONS = 10_000;

/** An Application with what its sources gave. */
export interface DeployedApplication {
  readonly root: Node;
  readonly name: string;
  readonly sources: readonly ApplicationSource[];
  readonly parameters: ReadonlyMap<string, Node>;
  readonly set?: DeployedSet;
  /** What all sources gave together. */
  readonly rendered: Rendered;
  /** What each source gave, in their order. */
  readonly parts: readonly Rendered[];
  readonly emptySources: readonly EmptySource[];
  readonly lineage: readonly string[];
}

export interface DeployedSet {
  readonly root: Node;
  readonly expanded: ExpandedSet;
}

export interface Deployment {
  readonly applications: readonly DeployedApplication[];
  /** What sets would create if a mistake in their elements, which is raised, were repaired. Of them only what is wrong with them is known. */
  readonly supposed: readonly DeployedApplication[];
  readonly sets: readonly DeployedSet[];
  /** The repoURL taken for this repository, if nothing said which it is. */
  readonly assumed?: string;
  readonly raised: readonly Raised[];
  readonly unverified: readonly Unverified[];
  /** Files that generators took parameters from. */
  readonly generatorReads: ReadonlySet<string>;
  /** Kustomizations that no Application deploys. */
  readonly kustomizations: readonly StandaloneKustomization[];
}

const NO_FACTS: RepositoryFacts = { remotes: [], self: [], prefix: '' };

export interface LoopContext {
  readonly snapshot: Snapshot;
  /** Asked only where an Application names a source. */
  readonly facts: () => RepositoryFacts;
  readonly renderHelm: (here: Here) => SourceContext['renderHelm'];
  readonly renderKustomize: SourceContext['renderKustomize'];
  /** Kustomizations that no other includes, as they are without an Application. */
  readonly kustomizations: readonly StandaloneKustomization[];
  /** Sets that are no YAML as they stand, without what makes them so, which is raised: what they create is supposed. */
  readonly unparsedSets: readonly RenderedObject[];
  readonly goTemplate: GoTemplateDialect | undefined;
  readonly controller: ControllerFacts;
}

/** Deploys everything that the given objects lead to. */
export function deploy(objects: readonly RenderedObject[], context: LoopContext): Deployment {
  const applications: DeployedApplication[] = [];
  const supposed: DeployedApplication[] = [];
  const raised: Raised[] = [];
  const unverified: Unverified[] = [];
  const surroundings = { snapshot: context.snapshot, goTemplate: context.goTemplate, budget: new Budget(), ...context.controller };
  const known = [...objects, ...context.unparsedSets, ...context.kustomizations.flatMap(({ rendered }) => rendered.objects)];
  const { sources, expanded } = namedSources(known.map(({ root }) => root), surroundings);
  const here = findHere(sources, sources.length > 0 ? context.facts() : NO_FACTS, context.snapshot);
  const discovery: Discovery = { seen: new Map(), sets: [], expanded, expansion: { ...surroundings, here } };
  const { renderKustomize } = context;
  const sourceContext: SourceContext = { snapshot: context.snapshot, here, renderHelm: context.renderHelm(here), renderKustomize };
  const undeployed = (): StandaloneKustomization[] => context.kustomizations.filter(({ path }) => !applications.some(({ rendered }) => rendered.reads.has(path)));
  const discoverUndeployed = (): Pending[] => discover(undeployed().flatMap(({ rendered }) => rendered.objects), [], discovery);
  let found = [...discover(objects, [], discovery), ...discover(context.unparsedSets, [], discovery).map((one) => ({ ...one, isSupposed: true }))];
  if (found.length === 0) found = discoverUndeployed();
  for (let round = 0; found.length > 0; round += 1) {
    if (round === MAX_ROUNDS) {
      unverified.push(...found.map((one) => notDeployed(one, `it appears only after ${MAX_ROUNDS} rounds of rendering`, 'fewer levels of parents')));
      break;
    }
    const { deployable, left } = withinLimits(found, { room: MAX_APPLICATIONS - applications.length - supposed.length, most: MAX_APPLICATIONS });
    unverified.push(...left);
    const deployed = deployable.filter((one) => one.isSupposed !== true).map((pending) => deployApplication(pending, sourceContext));
    applications.push(...deployed);
    supposed.push(...deployable.filter((one) => one.isSupposed === true).map((pending) => deployApplication(pending, sourceContext)));
    found = deployed.flatMap(({ rendered, lineage }) => discover(rendered.objects, lineage, discovery));
    if (found.length === 0) found = discoverUndeployed();
  }
  for (const set of discovery.sets) reportExpansion(set, raised, unverified);
  const generatorReads = new Set(discovery.sets.flatMap(({ expanded }) => [...expanded.reads]));
  return {
    applications, supposed, sets: discovery.sets, ...(here.assumed === undefined ? {} : { assumed: here.assumed }), raised, unverified, generatorReads,
    kustomizations: undeployed(),
  };
}

/** What was seen before, and how sets are expanded. */
interface Discovery {
  readonly seen: Seen;
  readonly sets: DeployedSet[];
  /** Sets that were expanded before anybody knew which repository this is. */
  readonly expanded: ReadonlyMap<Node, ExpandedSet>;
  readonly expansion: ExpandOptions;
}

function discover(objects: readonly RenderedObject[], lineage: readonly string[], { seen, sets, expanded, expansion }: Discovery): Pending[] {
  const found: Pending[] = [];
  for (const { root, file } of objects) {
    const identity = identityOf(root);
    const role = identity && argoRole(identity);
    if (!identity || role === undefined) continue;
    if (!isNew(root, `${file.path}#${root.tree?.start ?? 0}#${identity.namespace ?? ''}/${identity.name ?? ''}`, seen)) continue;
    if (role === 'application' && !isFragment(root) && !(lineage.length === 0 && isToBeCopied(root))) found.push({ root, parameters: new Map(), lineage });
    if (role !== 'applicationSet') continue;
    const set: DeployedSet = { root, expanded: expanded.get(root) ?? expandApplicationSet(root, expansion) };
    sets.push(set);
    for (const application of set.expanded.applications) found.push({ ...application, set, lineage });
    for (const application of set.expanded.supposed) found.push({ ...application, set, lineage, isSupposed: true });
  }
  return found;
}

/** What stands at one place, by that place: most of it once, so that its content is looked at when a second one comes. */
type Seen = Map<string, { readonly first: Node; contents?: Set<string> }>;

/** A template may give two Applications of one name, and overlays may make two of what stands in one file; what is alike is one, whoever renders the file. */
function isNew(root: Node, place: string, seen: Seen): boolean {
  const known = seen.get(place);
  if (!known) {
    seen.set(place, { first: root });
    return true;
  }
  known.contents ??= new Set([contentText(known.first)]);
  const { size } = known.contents;
  return known.contents.add(contentText(root)).size > size;
}

function contentText(root: Node): string {
  const { tree, trace: { traced } } = root;
  return tree && traced ? traced.text.slice(tree.start, tree.end) : contentOf(root);
}

function deployApplication(pending: Pending, context: SourceContext): DeployedApplication {
  const { root } = pending;
  const name = knownText(root.get('metadata', 'name')) ?? '';
  const sources = sourcesOf(root);
  const namespace = destinationOf(root).namespace ?? '';
  const nameNode = root.get('metadata', 'name');
  const namespaceNode = root.get('spec', 'destination', 'namespace');
  const spec = root.get('spec');
  const about = { name, namespace, nameNode, namespaceNode, projectNode: spec.get('project'), hasSeveralSources: spec.get('sources').items().length > 0, sources };
  const parts = sources.map((source) => renderSource({ ...about, source }, context));
  if (sources.length === 0 && !spec.get('sourceHydrator').exists) parts.push(withoutSource(name, spec));
  const emptySources = findEmptySources(sources, parts, context.snapshot);
  return { ...pending, name, sources, rendered: joined(parts, name), parts, emptySources, lineage: [...pending.lineage, ...pathsOf(root)] };
}

/** Argo CD takes it for an empty source, and refuses that. */
function withoutSource(name: string, spec: Node): Rendered {
  const at = spec.has('source') ? spec.get('source') : spec;
  const raised: Raised = { rule: 'argocd/source-renders', at: at.at, message: 'the Application has no source: it needs `repoURL`, and `path` or `chart`', applications: [name], path: at.path };
  return { ...NOTHING_RENDERED, raised: [raised], isComplete: false };
}

function joined(parts: readonly Rendered[], application: string): Rendered {
  return {
    objects: parts.flatMap((part) => part.objects),
    releases: parts.flatMap((part) => part.releases),
    kustomizations: parts.flatMap((part) => part.kustomizations),
    reads: new Set(parts.flatMap((part) => [...part.reads])),
    references: parts.flatMap((part) => part.references),
    raised: parts.flatMap((part) => part.raised),
    unverified: parts.flatMap((part) => part.unverified.map((one) => ({ ...one, application }))),
    isComplete: parts.every((part) => part.isComplete),
  };
}

function reportExpansion({ root, expanded }: DeployedSet, raised: Raised[], unverified: Unverified[]): void {
  const name = knownText(root.get('metadata', 'name')) ?? 'without a name';
  for (const { at, why, needs } of expanded.unexpandable) unverified.push({ at: at.at, what: `ApplicationSet ${name}`, why, needs });
  for (const { at, message, place, unknownKind } of expanded.errors) {
    if (unknownKind) unverified.push({ at: unknownKind.at, what: `ApplicationSet ${name}`, why: `${unknownKind.text ?? ''} is no generator`, needs: 'a generator that Argo CD knows' });
    else raised.push({ rule: 'argocd/generator-expands', at: place ?? at.at, pieces: at.pieces, message: `the set creates nothing: ${message}`, path: at.path });
  }
  for (const { at, message } of expanded.warnings) {
    raised.push({ rule: 'argocd/generator-expands', severity: 'warning', at: at.at, pieces: at.pieces, message, path: at.path });
  }
}
