import { defineRule, groupOf, type Application, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { scopeOf } from '../shared/api-groups.ts';
import { permitsDestination, permitsSource, refusingList, type ObjectKind, type Target } from '../shared/app-project.ts';
import { placeholdersIn } from '../shared/placeholders.ts';

const MAX_NAMED = 5;

export default defineRule({
  id: 'argocd/project',
  on: 'repository',
  kinds: ['AppProject.argoproj.io'],
  title: 'The AppProject allows what its Applications do',
  why: 'Argo CD refuses the Application, or fails its sync, after the review: nothing more is deployed.',
  severity: 'warning',

  *check(repository) {
    const projects = projectsOf(repository);
    const sources = new Map<string, Refusal[]>();
    for (const application of repository.applications) {
      const candidates = projectsFor(application, projects);
      if (candidates.length === 0) continue;
      for (const refusal of refusedSources(application, candidates)) {
        const key = `${nameOf(refusal.project)}\0${refusal.repoURL}`;
        sources.set(key, [...(sources.get(key) ?? []), refusal]);
      }
      yield* destinationProblems(application, candidates);
      yield* kindProblems(application, candidates);
    }
    for (const refusals of sources.values()) yield* sourceProblems(refusals);
  },
});

/** Projects by name. What allows nothing at all is a patch, an excerpt, or locked so that nobody uses it. */
function projectsOf({ manifests }: Repository): Map<string, Manifest[]> {
  const projects = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const { apiVersion, kind, name, root } = manifest;
    const isProject = kind === 'AppProject' && groupOf(apiVersion) === 'argoproj.io' && name !== undefined;
    if (!isProject || root.get('spec', 'sourceRepos').items().length === 0 || root.get('spec', 'destinations').items().length === 0) continue;
    projects.set(name, [...(projects.get(name) ?? []), manifest]);
  }
  return projects;
}

/** Several of one name may be for several Argo CDs: only what all of them refuse is refused. */
function projectsFor({ root, namespace }: Application, projects: ReadonlyMap<string, readonly Manifest[]>): Node[] {
  const named = root.get('spec', 'project');
  const all = (named.isKnown ? projects.get(named.text || 'default') : undefined) ?? [];
  const near = all.filter((project) => namespace === undefined || project.namespace === undefined || project.namespace === namespace);
  return (near.length > 0 ? near : all).map((project) => project.root);
}

/** A repository that a project does not allow an Application. */
interface Refusal {
  readonly project: Node;
  readonly repoURL: string;
  readonly at: Node;
}

function* refusedSources(application: Application, projects: readonly Node[]): Iterable<Refusal> {
  const [project] = projects;
  for (const { node, repoURL } of application.sources) {
    if (!project || repoURL === undefined || placeholdersIn(repoURL, application).length > 0) continue;
    if (!projects.some((one) => permitsSource(one, repoURL))) yield { project, repoURL, at: node.get('repoURL') };
  }
}

/** What several Applications need is missing in the project; what one needs may be wrong in the Application. */
function* sourceProblems(refusals: readonly Refusal[]): Iterable<Problem> {
  const places = [...new Map(refusals.map((one) => [`${one.at.at.file.path}:${one.at.at.range.start}`, one])).values()];
  const [first] = places;
  if (!first) return;
  const { project, repoURL } = first;
  if (places.length === 1) {
    for (const { at } of refusals) yield refused(at, `repoURL ${repoURL} is not one of`, [project], 'sourceRepos');
    return;
  }
  yield {
    at: project.get('spec', 'sourceRepos'),
    message: `the sourceRepos of AppProject ${nameOf(project)} do not allow ${repoURL}, the repoURL of ${places.length} sources`,
    related: places.slice(0, MAX_NAMED).map(({ at }) => ({ at, message: 'one of them' })),
  };
}

/** Where the name of a cluster is given nobody knows its server here, and the other way round. */
function targetOf({ destination: { server, name, namespace } }: Application): Target {
  const url = name === 'in-cluster' ? 'https://kubernetes.default.svc' : server;
  return { server: url?.replace(/\/+$/, ''), name, namespace };
}

function* destinationProblems(application: Application, projects: readonly Node[]): Iterable<Problem> {
  const target = targetOf(application);
  const { server, name, namespace } = application.destination;
  if ((server === undefined) === (name === undefined)) return;
  if (placeholdersIn(`${server ?? ''} ${name ?? ''} ${namespace ?? ''}`, application).length > 0) return;
  const isPermitted = (place: Target): boolean => projects.some((project) => permitsDestination(project, place));
  const destination = application.root.get('spec', 'destination');
  const at = isPermitted({ ...target, namespace: undefined }) ? destination.get('namespace') : destination.get(name === undefined ? 'server' : 'name');
  if (!isPermitted(target)) {
    yield refused(at, `${name ?? server ?? ''}${namespace === undefined ? '' : `, namespace ${namespace},`} is not one of`, projects, 'destinations');
    return;
  }
  const seen = new Set([namespace]);
  for (const manifest of application.manifests) {
    if (manifest.namespace === undefined || seen.has(manifest.namespace)) continue;
    seen.add(manifest.namespace);
    if (isPermitted({ ...target, namespace: manifest.namespace })) continue;
    yield refused(manifest.root.get('metadata', 'namespace'), `namespace ${manifest.namespace} of ${manifest.kind} ${manifest.name ?? ''} is not one of`, projects, 'destinations');
  }
}

/** One finding a kind. */
function* kindProblems(application: Application, projects: readonly Node[]): Iterable<Problem> {
  const seen = new Set<string>();
  const allowed = new Set<string>();
  for (const manifest of application.manifests) {
    const key = `${manifest.kind}.${groupOf(manifest.apiVersion)}`;
    // Only the cluster-wide lists look at names.
    const exact = scopeOf(manifest) === 'namespace' ? key : `${key}/${manifest.name ?? ''}`;
    if (seen.has(key) || allowed.has(exact)) continue;
    const problem = kindProblem(manifest.root.get('kind'), manifest, projects);
    (problem ? seen : allowed).add(problem ? key : exact);
    if (problem) yield problem;
  }
  const option = application.root.get('spec', 'syncPolicy', 'syncOptions').items().find((item) => item.isKnown && item.text === 'CreateNamespace=true');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: application.destination.namespace ?? '' };
  const problem = option && !seen.has('Namespace.') ? kindProblem(option, namespace, projects) : undefined;
  if (problem) yield { ...problem, message: `CreateNamespace=true, but ${problem.message}` };
}

function kindProblem(at: Node, object: ObjectKind, projects: readonly Node[]): Problem | undefined {
  const [list, ...others] = projects.map((project) => refusingList(project, object));
  const [project] = projects;
  if (!list || !project || others.some((other) => other === undefined)) return undefined;
  const key = String(list.path.at(-1));
  const why = key.endsWith('Blacklist') ? `is in ${key} of` : `is not in ${key} of`;
  const group = groupOf(object.apiVersion);
  return {
    at,
    message: `kind ${object.kind}${group === '' ? '' : ` of ${group}`} ${why} AppProject ${nameOf(project)}`,
    related: [{ at: list, message: list.exists ? 'the list' : `there is no ${key}` }],
  };
}

function refused(at: Node, what: string, projects: readonly Node[], key: 'sourceRepos' | 'destinations'): Problem {
  const [project] = projects;
  const list = project?.get('spec', key);
  const allowed = list ? list.items().slice(0, MAX_NAMED).map(described) : [];
  const rest = (list?.items().length ?? 0) > MAX_NAMED ? ', …' : '';
  return {
    at,
    message: `${what} the ${key} of AppProject ${project ? nameOf(project) : ''}: ${allowed.length === 0 ? 'there are none' : allowed.join(', ') + rest}`,
    ...(list ? { related: [{ at: list, message: 'what the project allows' }] } : {}),
  };
}

/** An entry of a list on one line: a URL, or `cluster/namespace`. */
function described(item: Node): string {
  if (item.kind === 'scalar') return item.isKnown ? (item.written ?? '') : 'a value that is not known';
  const part = (key: string): string => (item.get(key).isKnown ? (item.get(key).text ?? '') : '?');
  return `${part('name') || part('server')}/${part('namespace')}`;
}

function nameOf(project: Node): string {
  return project.get('metadata', 'name').text ?? '';
}
