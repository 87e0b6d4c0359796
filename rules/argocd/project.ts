import { addTo, defineRule, groupOf, type Application, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { scopeOf } from '../shared/api-groups.ts';
import { permitsDestination, permitsSource, refusingList, type ObjectKind, type Target } from '../shared/app-project.ts';
import { placeholdersIn } from '../shared/placeholders.ts';
import { remembering } from '../shared/remembering.ts';

const MAX_NAMED = 5;

export default defineRule({
  id: 'argocd/project',
  on: 'repository',
  kinds: ['AppProject.argoproj.io'],
  title: 'The AppProject allows what its Applications do',
  why: 'Argo CD refuses the Application, or fails its sync, after the review: nothing more is deployed.',
  severity: 'warning',

  *check(repository) {
    const projects = candidatesOf(projectsOf(repository));
    const sources = new Map<string, Refusal[]>();
    for (const application of repository.applications) {
      const candidates = projectsFor(application, projects);
      if (!candidates) continue;
      for (const refusal of refusedSources(application, candidates.projects)) {
        const key = `${nameOf(refusal.project)}\0${refusal.repoURL}`;
        addTo(sources, key, refusal);
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
    addTo(projects, name, manifest);
  }
  return projects;
}

/** The projects that an Application may mean, and what was asked of them before: a thousand Applications ask the same. */
interface Candidates {
  readonly projects: readonly Node[];
  /** The list of the first project that refuses a kind, where all refuse it. */
  readonly refusing: (object: ObjectKind) => Node | undefined;
  readonly permits: (place: Target) => boolean;
}

/** Several of one name may be for several Argo CDs: only what all of them refuse is refused. */
function candidatesOf(projects: ReadonlyMap<string, readonly Manifest[]>): (name: string, namespace: string | undefined) => Candidates | undefined {
  const known = new Map<string, Candidates>();
  return (name, namespace) => {
    const all = projects.get(name);
    if (!all) return undefined;
    const near = all.filter((project) => namespace === undefined || project.namespace === undefined || project.namespace === namespace);
    const key = `${name}\0${namespace ?? ''}`;
    const candidates = known.get(key) ?? candidatesAmong((near.length > 0 ? near : all).map((project) => project.root));
    known.set(key, candidates);
    return candidates;
  };
}

function candidatesAmong(projects: readonly Node[]): Candidates {
  return {
    projects,
    refusing: remembering(({ apiVersion, kind, name }) => `${apiVersion}\0${kind}\0${name ?? ''}`, (object) => {
      const lists = projects.map((project) => refusingList(project, object));
      return lists.every((list) => list !== undefined) ? lists[0] : undefined;
    }),
    permits: remembering(({ server, name, namespace }) => JSON.stringify([server ?? null, name ?? null, namespace ?? null]), (place) =>
      projects.some((project) => permitsDestination(project, place))),
  };
}

function projectsFor({ root, namespace }: Application, candidates: ReturnType<typeof candidatesOf>): Candidates | undefined {
  const named = root.get('spec', 'project');
  return named.isKnown ? candidates(named.text || 'default', namespace) : undefined;
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

function* destinationProblems(application: Application, { projects, permits }: Candidates): Iterable<Problem> {
  const target = targetOf(application);
  const { server, name, namespace } = application.destination;
  if ((server === undefined) === (name === undefined)) return;
  if (placeholdersIn(`${server ?? ''} ${name ?? ''} ${namespace ?? ''}`, application).length > 0) return;
  const destination = application.root.get('spec', 'destination');
  const at = permits({ ...target, namespace: undefined }) ? destination.get('namespace') : destination.get(name === undefined ? 'server' : 'name');
  if (!permits(target)) {
    yield refused(at, `${name ?? server ?? ''}${namespace === undefined ? '' : `, namespace ${namespace},`} is not one of`, projects, 'destinations');
    return;
  }
  const seen = new Set([namespace]);
  for (const manifest of application.manifests) {
    if (manifest.namespace === undefined || seen.has(manifest.namespace)) continue;
    seen.add(manifest.namespace);
    if (permits({ ...target, namespace: manifest.namespace })) continue;
    yield refused(manifest.root.get('metadata', 'namespace'), `namespace ${manifest.namespace} of ${manifest.kind} ${manifest.name ?? ''} is not one of`, projects, 'destinations');
  }
}

/** One finding a kind. */
function* kindProblems(application: Application, candidates: Candidates): Iterable<Problem> {
  const seen = new Set<string>();
  for (const manifest of application.manifests) {
    const key = `${manifest.kind}.${groupOf(manifest.apiVersion)}`;
    if (seen.has(key)) continue;
    const problem = kindProblem(manifest.root.get('kind'), namedWhereAsked(manifest), candidates);
    if (!problem) continue;
    seen.add(key);
    yield problem;
  }
  const option = application.root.get('spec', 'syncPolicy', 'syncOptions').items().find((item) => item.isKnown && item.text === 'CreateNamespace=true');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: application.destination.namespace ?? '' };
  const problem = option && !seen.has('Namespace.') ? kindProblem(option, namespace, candidates) : undefined;
  if (problem) yield { ...problem, message: `CreateNamespace=true, but ${problem.message}` };
}

/** Only the cluster-wide lists look at names. */
function namedWhereAsked({ apiVersion, kind, name }: Manifest): ObjectKind {
  return scopeOf({ apiVersion, kind }) === 'namespace' || name === undefined ? { apiVersion, kind } : { apiVersion, kind, name };
}

function kindProblem(at: Node, object: ObjectKind, { projects, refusing }: Candidates): Problem | undefined {
  const list = refusing(object);
  const [project] = projects;
  if (!list || !project) return undefined;
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
