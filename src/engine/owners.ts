/** To whom a value belongs: which environment, Application, object and model a finding names. */
import type { ResourceName } from '../finding.ts';
import { addTo } from '../groups.ts';
import type { Application, ChartRelease, Environment, KustomizationPart, Manifest, Repository, ServedModel, Values } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import { supposedApplications } from './subjects.ts';

/** Names for a finding. */
export interface Owners {
  readonly environments: readonly string[];
  readonly applications: readonly string[];
  readonly resources: readonly ResourceName[];
  readonly models: readonly string[];
}

export type OwnersOf = (at: Node) => Owners;

interface Owner {
  readonly path: readonly (string | number)[];
  readonly owners: Owners;
}

/** Finds owners by the document that a value stands in. */
export function ownersIn(repository: Repository): OwnersOf {
  const byRoot = new Map<Node, Owner[]>();
  const add = (root: Node, owners: Owners): void => {
    addTo(byRoot, root.root, { path: root.path, owners });
  };
  for (const release of repository.charts.flatMap(({ releases }) => releases)) {
    for (const values of release.values) add(values, releaseOwners(release));
  }
  for (const part of repository.kustomizations.flatMap(({ parts }) => parts)) {
    const roots = [part.root, ...part.targets.map(({ target }) => target.root), ...part.replacedLists.map(({ patch }) => patch.root)];
    for (const root of new Set(roots)) add(root, partOwners(part));
  }
  const modelsOf = groupModels(repository.models);
  for (const manifest of repository.manifests) add(manifest.root, manifestOwners(manifest, modelsOf.get(manifest) ?? []));
  for (const values of repository.values) add(values.root, valuesOwners(values, modelsOf.get(values) ?? []));
  for (const { promoted, environment, name } of repository.models) {
    if (promoted) add(promoted.at, { environments: names(environment), applications: [], resources: [], models: [name] });
  }
  for (const application of [...repository.applications, ...supposedApplications(repository)]) add(application.root, applicationOwners(application));
  for (const set of repository.applicationSets) add(set.root, joinOwners(set.applications.map(applicationOwners)));
  return (at) => {
    const owners = byRoot.get(at.root)?.filter(({ path }) => path.every((step, index) => at.path[index] === step)).map((owner) => owner.owners);
    return joinOwners(owners ?? ownersOfTemplate(repository, at));
  };
}

/** Actions of templates belong to the release in which they did what is reported. */
function ownersOfTemplate({ charts }: Repository, at: Node): Owners[] {
  return charts.flatMap(({ releases }) => releases).filter(({ templates }) => templates.owns(at)).map(releaseOwners);
}

function releaseOwners({ application, environment }: ChartRelease): Owners {
  return { environments: names(environment), applications: names(application), resources: [], models: [] };
}

function partOwners({ application, environment }: KustomizationPart): Owners {
  return { environments: names(environment), applications: names(application), resources: [], models: [] };
}

/** All names of several, each once, in the order given. */
export function joinOwners(all: readonly Owners[]): Owners {
  const [only] = all;
  if (all.length === 1 && only) return only;
  const resources = new Map(all.flatMap((owners) => owners.resources).map((resource) => [JSON.stringify(resource), resource]));
  return {
    environments: [...new Set(all.flatMap((owners) => owners.environments))],
    applications: [...new Set(all.flatMap((owners) => owners.applications))],
    resources: [...resources.values()],
    models: [...new Set(all.flatMap((owners) => owners.models))],
  };
}

function groupModels(models: readonly ServedModel[]): Map<Manifest | Values, string[]> {
  const groups = new Map<Manifest | Values, string[]>();
  for (const { from, name } of models) addTo(groups, from, name);
  return groups;
}

export function manifestOwners({ apiVersion, kind, namespace, name, environment, application }: Manifest, models: readonly string[]): Owners {
  const resource = { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name: name ?? '' };
  return { environments: names(environment), applications: names(application), resources: name === undefined ? [] : [resource], models };
}

function valuesOwners({ environment, name }: Values, models: readonly string[]): Owners {
  const own = models.length === 0 && name.isKnown && name.written !== undefined && name.written !== '' ? [name.written] : models;
  return { environments: names(environment), applications: [], resources: [], models: own };
}

function applicationOwners({ name, environment, models }: Application): Owners {
  return { environments: names(environment), applications: [name], resources: [], models: [...new Set(models.map((model) => model.name))] };
}

function names(named: Environment | Application | undefined): string[] {
  return named ? [named.name] : [];
}
