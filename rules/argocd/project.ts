import { addTo, defineRule, groupOf, type Application, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { scopeOf } from '../shared/api-groups.ts';
import { permitsDestination, permitsSource, refusingList, type ObjectKind, type Target } from '../shared/app-project.ts';
import { placeholdersIn } from '../shared/placeholders.ts';
import { kindTitle, nameOfProject, refusalProblems, type Refused } from '../shared/project-refusals.ts';
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
    const refused: Refused[] = [];
    for (const application of repository.applications) {
      const candidates = projectsFor(application, projects);
      if (!candidates) continue;
      for (const refusal of refusedSources(application, candidates.projects)) {
        const key = `${nameOfProject(refusal.project)}\0${refusal.repoURL}`;
        addTo(sources, key, refusal);
      }
      refused.push(...refusedDestinations(application, candidates), ...refusedKinds(application, candidates));
    }
    for (const refusals of sources.values()) yield* sourceProblems(refusals);
    yield* refusalProblems(refused);
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
    for (const { at } of refusals) yield refusedBy(at, `repoURL ${repoURL} is not one of`, project.get('spec', 'sourceRepos'), project);
    return;
  }
  yield {
    at: project.get('spec', 'sourceRepos'),
    message: `the sourceRepos of AppProject ${nameOfProject(project)} do not allow ${repoURL}, the repoURL of ${places.length} sources`,
    related: places.slice(0, MAX_NAMED).map(({ at }) => ({ at, message: 'one of them' })),
  };
}

/** Where the name of a cluster is given nobody knows its server here, and the other way round. */
function targetOf({ destination: { server, name, namespace } }: Application): Target {
  const url = name === 'in-cluster' ? 'https://kubernetes.default.svc' : server;
  return { server: url?.replace(/\/+$/, ''), name, namespace };
}

function* refusedDestinations(application: Application, { projects: [project], permits }: Candidates): Iterable<Refused> {
  const target = targetOf(application);
  const { server, name, namespace } = application.destination;
  if (!project || (server === undefined) === (name === undefined)) return;
  if (placeholdersIn(`${server ?? ''} ${name ?? ''} ${namespace ?? ''}`, application).length > 0) return;
  const destination = application.root.get('spec', 'destination');
  const isCluster = permits({ ...target, namespace: undefined });
  const at = isCluster ? destination.get('namespace') : destination.get(name === undefined ? 'server' : 'name');
  const list = project.get('spec', 'destinations');
  const cluster = name ?? server ?? '';
  if (!permits(target)) {
    const alone = refusedBy(at, `${cluster}${namespace === undefined ? '' : `, namespace ${namespace},`} is not one of`, list, project);
    yield { project, list, at, alone, ...(isCluster ? { what: namespace ?? '', noun: 'namespaces' } : { what: `${cluster}/${namespace ?? '*'}`, noun: 'places' }) };
    return;
  }
  const seen = new Set([namespace]);
  for (const { namespace: other, kind, name: title = '', root } of application.manifests) {
    if (other === undefined || seen.has(other)) continue;
    seen.add(other);
    if (permits({ ...target, namespace: other })) continue;
    const written = root.get('metadata', 'namespace');
    const alone = refusedBy(written, `namespace ${other} of ${kind} ${title} is not one of`, list, project);
    yield { project, list, at: written, alone, what: other, noun: 'namespaces' };
  }
}

/** One a kind. */
function* refusedKinds(application: Application, candidates: Candidates): Iterable<Refused> {
  const seen = new Set<string>();
  for (const manifest of application.manifests) {
    const key = `${manifest.kind}.${groupOf(manifest.apiVersion)}`;
    if (seen.has(key)) continue;
    const refused = refusedKind(manifest.root.get('kind'), namedWhereAsked(manifest), candidates);
    if (!refused) continue;
    seen.add(key);
    yield refused;
  }
  const option = application.root.get('spec', 'syncPolicy', 'syncOptions').items().find((item) => item.isKnown && item.text === 'CreateNamespace=true');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: application.destination.namespace ?? '' };
  const refused = option && !seen.has('Namespace.') ? refusedKind(option, namespace, candidates) : undefined;
  if (refused) yield { ...refused, alone: { ...refused.alone, message: `CreateNamespace=true, but ${refused.alone.message}` } };
}

/** Only the cluster-wide lists look at names. */
function namedWhereAsked({ apiVersion, kind, name }: Manifest): ObjectKind {
  return scopeOf({ apiVersion, kind }) === 'namespace' || name === undefined ? { apiVersion, kind } : { apiVersion, kind, name };
}

function refusedKind(at: Node, object: ObjectKind, { projects: [project], refusing }: Candidates): Refused | undefined {
  const list = refusing(object);
  if (!list || !project) return undefined;
  const key = String(list.path.at(-1));
  const why = key.endsWith('Blacklist') ? `is in ${key} of` : `is not in ${key} of`;
  const what = kindTitle(object.apiVersion, object.kind);
  const message = `kind ${what} ${why} AppProject ${nameOfProject(project)}`;
  return { project, list, at, what, noun: 'kinds', alone: { at, message, related: [{ at: list, message: list.exists ? 'the list' : `there is no ${key}` }] } };
}

function refusedBy(at: Node, what: string, list: Node, project: Node): Problem {
  const items = list.items();
  const allowed = items.slice(0, MAX_NAMED).map(described);
  const rest = items.length > MAX_NAMED ? ', …' : '';
  return {
    at,
    message: `${what} the ${String(list.path.at(-1))} of AppProject ${nameOfProject(project)}: ${allowed.length === 0 ? 'there are none' : allowed.join(', ') + rest}`,
    related: [{ at: list, message: 'what the project allows' }],
  };
}

/** An entry of a list on one line: a URL, or `cluster/namespace`. */
function described(item: Node): string {
  if (item.kind === 'scalar') return item.isKnown ? (item.written ?? '') : 'a value that is not known';
  const part = (key: string): string => (item.get(key).isKnown ? (item.get(key).text ?? '') : '?');
  return `${part('name') || part('server')}/${part('namespace')}`;
}
