/** Discover and render alternate until nothing new appears: Applications may come out of folders, charts and parents. */
import { destinationOf, sourcesOf } from '../argocd/application.ts';
import { argoRole, isFragment } from '../argocd/discover.ts';
import { expandApplicationSet, type ExpandedSet, type GeneratedApplication, type GoTemplateDialect } from '../argocd/expand.ts';
import { findHere, type Here, type RepositoryFacts } from '../argocd/this-repository.ts';
import type { Raised, Unverified } from '../finding.ts';
import { identityOf, knownText } from '../kubernetes/identity.ts';
import type { ApplicationSource } from '../model.ts';
import type { Rendered, RenderedObject } from '../render/rendered.ts';
import { renderSource, type SourceContext } from '../render/source.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Node } from '../yaml/node.ts';

/** More rounds than any sane repository nests parents. */
const MAX_ROUNDS = 8;

/** An Application with what its sources gave. */
export interface DeployedApplication {
  readonly root: Node;
  readonly name: string;
  readonly sources: readonly ApplicationSource[];
  readonly parameters: ReadonlyMap<string, Node>;
  readonly set?: DeployedSet;
  readonly rendered: Rendered;
}

export interface DeployedSet {
  readonly root: Node;
  readonly expanded: ExpandedSet;
}

export interface Deployment {
  readonly applications: readonly DeployedApplication[];
  readonly sets: readonly DeployedSet[];
  /** The repoURL taken for this repository, if nothing said which it is. */
  readonly assumed?: string;
  readonly raised: readonly Raised[];
  readonly unverified: readonly Unverified[];
}

const NO_FACTS: RepositoryFacts = { remotes: [], self: [], prefix: '' };

interface Pending extends GeneratedApplication {
  readonly set?: DeployedSet;
}

export interface LoopContext {
  readonly snapshot: Snapshot;
  /** Asked only where an Application names a source. */
  readonly facts: () => RepositoryFacts;
  readonly renderHelm: (here: Here) => SourceContext['renderHelm'];
  readonly goTemplate: GoTemplateDialect | undefined;
}

/** Deploys everything that the given objects lead to. */
export function deploy(objects: readonly RenderedObject[], context: LoopContext): Deployment {
  const seen = new Set<string>();
  const { goTemplate } = context;
  const sets: DeployedSet[] = [];
  const applications: DeployedApplication[] = [];
  const raised: Raised[] = [];
  const unverified: Unverified[] = [];
  let found = discover(objects, seen, { sets, goTemplate });
  const sources = found.flatMap(({ root }) => sourcesOf(root));
  const here = findHere(sources, sources.length > 0 ? context.facts() : NO_FACTS, context.snapshot);
  const sourceContext: SourceContext = { snapshot: context.snapshot, here, renderHelm: context.renderHelm(here) };
  for (let round = 0; found.length > 0; round += 1) {
    if (round === MAX_ROUNDS) {
      unverified.push(...found.map(tooDeep));
      break;
    }
    const deployed = found.map((pending) => deployApplication(pending, sourceContext));
    applications.push(...deployed);
    found = discover(deployed.flatMap(({ rendered }) => rendered.objects), seen, { sets, goTemplate });
  }
  for (const set of sets) reportExpansion(set, raised, unverified);
  return { applications, sets, ...(here.assumed === undefined ? {} : { assumed: here.assumed }), raised, unverified };
}

function discover(objects: readonly RenderedObject[], seen: Set<string>, { sets, goTemplate }: { sets: DeployedSet[]; goTemplate: LoopContext['goTemplate'] }): Pending[] {
  const found: Pending[] = [];
  for (const { root, file } of objects) {
    const identity = identityOf(root);
    const role = identity && argoRole(identity);
    const key = `${file.path}#${root.tree?.start ?? 0}#${identity?.namespace ?? ''}/${identity?.name ?? ''}`;
    if (role === undefined || seen.has(key)) continue;
    seen.add(key);
    if (role === 'application' && !isFragment(root)) found.push({ root, parameters: new Map() });
    if (role !== 'applicationSet') continue;
    const set: DeployedSet = { root, expanded: expandApplicationSet(root, goTemplate) };
    sets.push(set);
    found.push(...set.expanded.applications.map((application) => ({ ...application, set })));
  }
  return found;
}

function deployApplication(pending: Pending, context: SourceContext): DeployedApplication {
  const { root } = pending;
  const name = knownText(root.get('metadata', 'name')) ?? '';
  const sources = sourcesOf(root);
  const namespace = destinationOf(root).namespace ?? '';
  const nameNode = root.get('metadata', 'name');
  const namespaceNode = root.get('spec', 'destination', 'namespace');
  const rendered = sources.map((source) => renderSource({ name, namespace, nameNode, namespaceNode, source, sources }, context));
  return { ...pending, name, sources, rendered: joined(rendered) };
}

function joined(parts: readonly Rendered[]): Rendered {
  return {
    objects: parts.flatMap((part) => part.objects),
    reads: new Set(parts.flatMap((part) => [...part.reads])),
    references: parts.flatMap((part) => part.references),
    raised: parts.flatMap((part) => part.raised),
    unverified: parts.flatMap((part) => part.unverified),
    isComplete: parts.every((part) => part.isComplete),
  };
}

function reportExpansion({ root, expanded }: DeployedSet, raised: Raised[], unverified: Unverified[]): void {
  const name = knownText(root.get('metadata', 'name')) ?? 'without a name';
  for (const { at, why, needs } of expanded.unexpandable) unverified.push({ at: at.at, what: `ApplicationSet ${name}`, why, needs });
  for (const { at, message } of expanded.errors) {
    raised.push({ rule: 'argocd/generator-expands', at: at.at, pieces: at.pieces, message: `the set creates nothing: ${message}`, path: at.path });
  }
}

function tooDeep({ root }: Pending): Unverified {
  return {
    at: root.at,
    what: `Application ${knownText(root.get('metadata', 'name')) ?? ''}`,
    why: `it appears only after ${MAX_ROUNDS} rounds of rendering`,
    needs: 'fewer levels of parents',
  };
}
