import { defineRule, type Application, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { groupOf } from '../shared/api-groups.ts';
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
    for (const application of repository.applications) {
      const candidates = projectsFor(application, projects);
      if (candidates.length === 0) continue;
      yield* sourceProblems(application, candidates);
      yield* destinationProblems(application, candidates);
      yield* kindProblems(application, candidates);
    }
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

function* sourceProblems(application: Application, projects: readonly Node[]): Iterable<Problem> {
  for (const { node, repoURL } of application.sources) {
    if (repoURL === undefined || placeholdersIn(repoURL, application).length > 0) continue;
    if (projects.some((project) => permitsSource(project, repoURL))) continue;
    yield refused(node.get('repoURL'), `repoURL ${repoURL} is not one of`, projects, 'sourceRepos');
  }
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
  for (const manifest of application.manifests) {
    const key = `${manifest.kind}.${groupOf(manifest.apiVersion)}`;
    const problem = seen.has(key) ? undefined : kindProblem(manifest.root.get('kind'), manifest, projects);
    if (!problem) continue;
    seen.add(key);
    yield problem;
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
