import { addTo, defineRule, groupOf, type Application, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { areAppliedTogether, argoOrigins, isArgoDeclaration, type ArgoOrigin } from '../shared/argo-origins.ts';
import { placeholdersIn } from '../shared/placeholders.ts';

export default defineRule({
  id: 'argocd/resource-owned-once',
  on: 'repository',
  title: 'One object in a cluster is rendered once, by one Application',
  why: 'Two Applications that own one object overwrite each other with every sync, and one of them prunes what the other needs.',
  severity: 'error',

  *check(repository) {
    const originOf = argoOrigins(repository);
    for (const pairs of byPlace(sharedObjects(repository).values())) {
      const [[{ before, later }]] = pairs;
      const at = placeOf(pairs[0]);
      yield {
        at,
        message: `${objectsOf(pairs[0])} ${pairs[0].length === 1 ? 'is' : 'are'} ${pairs.length === 1 ? ownersOf(before, later) : manyOwners(pairs)}`,
        related: [{ at: isOneTemplate(pairs[0]) ? destinationOf(before.application) : metadataName(before.manifest), message: `rendered by ${before.application.name}, too` }],
        ...severityOf(originOf(before.application), originOf(later.application)),
      };
    }
  },
});

type Shares = [Shared, ...Shared[]];

/** Applications of one template that all own the same are one mistake. */
function byPlace(shared: Iterable<Shared[]>): [Shares, ...Shares[]][] {
  const groups = new Map<string, [Shares, ...Shares[]]>();
  for (const [first, ...others] of shared) {
    if (!first) continue;
    const pair: Shares = [first, ...others];
    const { file, range } = placeOf(pair).at;
    const key = [file.path, range.start, first.before.application.namespace ?? '', first.before.application.name].join('\0');
    const group = groups.get(key);
    if (group) group.push(pair);
    else groups.set(key, [pair]);
  }
  return [...groups.values()];
}

function placeOf(shared: Shares): Node {
  const [{ later }] = shared;
  return isOneTemplate(shared) ? destinationOf(later.application) : metadataName(later.manifest);
}

function isOneTemplate([{ before, later }]: Shares): boolean {
  return isSamePlace(metadataName(before.manifest), metadataName(later.manifest));
}

function objectsOf(shared: Shares): string {
  const others = shared.length === 1 ? '' : ` and ${shared.length - 1} more ${shared.length === 2 ? 'object' : 'objects'}`;
  return `${titleOf(shared[0].later.manifest)}${others}`;
}

const MAX_NAMES = 3;

function manyOwners(pairs: readonly Shares[]): string {
  const names = [...new Set(pairs.flatMap(([{ before, later }]) => [before.application.name, later.application.name]))];
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return `rendered by each of ${names.slice(0, MAX_NAMES).join(', ')}${more}`;
}

interface Owned {
  readonly application: Application;
  readonly manifest: Manifest;
}

interface Shared {
  readonly before: Owned;
  readonly later: Owned;
}

/** Objects with two owners, by the pair of them. */
function sharedObjects({ applications }: Repository): Map<string, Shared[]> {
  const first = new Map<string, Owned & { readonly index: number }>();
  const shared = new Map<string, Shared[]>();
  for (const [index, application] of applications.entries()) {
    const cluster = clusterOf(application);
    if (cluster === undefined) continue;
    for (const manifest of application.manifests) {
      if (manifest.name === undefined || isArgoDeclaration(manifest)) continue;
      const key = [cluster, groupOf(manifest.apiVersion), manifest.kind, manifest.namespace ?? '', manifest.name].join('\0');
      const before = first.get(key);
      if (!before) first.set(key, { application, manifest, index });
      else if (areTwo(before, { application, manifest })) addTo(shared, `${before.index}-${index}`, { before, later: { application, manifest } });
    }
  }
  return shared;
}

/** Within one source it is a matter of the chart or folder, and Applications of one name are argocd/applications-unique's. */
function areTwo(before: Owned, later: Owned): boolean {
  if (before.application === later.application) return before.manifest.source !== later.manifest.source;
  return before.application.name !== later.application.name || before.application.namespace !== later.application.namespace;
}

const IN_CLUSTER = 'https://kubernetes.default.svc';

/** A name and a server may mean the same cluster; nobody can say so here, save for Argo CD's own. */
function clusterOf(application: Application): string | undefined {
  const { server = '', name = '' } = application.destination;
  if (placeholdersIn(`${server} ${name} ${application.destination.namespace ?? ''}`, application).length > 0) return undefined;
  if (server !== '') return server.replace(/\/+$/, '');
  return name === '' ? undefined : name === 'in-cluster' ? IN_CLUSTER : `name ${name}`;
}

/** Files far from each other may be alternatives of which only one is applied. */
function severityOf(before: ArgoOrigin, later: ArgoOrigin): Pick<Problem, 'severity'> {
  return areAppliedTogether(before, later) ? {} : { severity: 'warning' };
}

function titleOf({ kind, name = '', namespace }: Manifest): string {
  return `${kind} ${name}${namespace === undefined ? '' : ` in ${namespace}`}`;
}

function ownersOf(before: Owned, later: Owned): string {
  if (before.application === later.application) return `rendered by two sources of Application ${later.application.name}`;
  return `rendered by Application ${later.application.name} and by ${before.application.name}`;
}

function metadataName({ root }: Manifest): Node {
  return root.get('metadata', 'name');
}

function destinationOf({ root }: Application): Node {
  const destination = root.get('spec', 'destination');
  const namespace = destination.get('namespace');
  return namespace.exists ? namespace : destination;
}

function isSamePlace(a: Node, b: Node): boolean {
  return a.at.file.path === b.at.file.path && a.at.range.start === b.at.range.start;
}
