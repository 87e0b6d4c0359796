/** What an AppProject permits. Follows argo-cd, pkg/apis/application/v1alpha1/app_project_types.go (37ee0097). */
import { fitsGlob, groupOf, isWildcard, pathPattern, PatternError, type Node } from '#rule';
import { scopeOf } from './api-groups.ts';
import { comparableGitUrl } from './git-url.ts';

/** More entries, and more with globs, than any list of a project has; a longer list is not looked at, as if it allowed everything. */
const MAX_ENTRIES = 1000;
const MAX_GLOBS = 50;

function isTooLong(list: Node): boolean {
  const items = list.items();
  if (items.length > MAX_ENTRIES) return true;
  const texts = (item: Node): Node[] => (item.kind === 'mapping' ? item.entries().map(([, value]) => value) : [item]);
  return items.filter((item) => texts(item).some((text) => text.isKnown && text.text !== '*' && isWildcard(text.text ?? ''))).length > MAX_GLOBS;
}

/** Whether a repository is one of `sourceRepos`; nothing is refused for an entry that cannot be read. `IsSourcePermitted`. */
export function permitsSource(project: Node, repoURL: string): boolean {
  const url = comparableGitUrl(repoURL);
  let isMatched = false;
  const list = project.get('spec', 'sourceRepos');
  if (isTooLong(list)) return true;
  for (const item of list.items()) {
    const pattern = textOf(item);
    if (pattern === undefined) return true;
    const isDenied = pattern.startsWith('!');
    const fits = fitsPattern(`${isDenied ? '!' : ''}${comparableGitUrl(isDenied ? pattern.slice(1) : pattern)}`, url, '/');
    if (!fits && isDenied) return false;
    isMatched ||= fits;
  }
  return isMatched;
}

/** A place in a cluster; what is not known is absent, and then whatever suits the project. */
export interface Target {
  readonly server?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/** Whether a cluster and namespace are one of `destinations`. `isDestinationMatched`. */
export function permitsDestination(project: Node, target: Target): boolean {
  let isMatched = false;
  const list = project.get('spec', 'destinations');
  if (isTooLong(list)) return true;
  for (const item of list.items()) {
    const [server, name, namespace] = [entryOf(item, 'server'), entryOf(item, 'name'), entryOf(item, 'namespace')];
    const fitsName = fitsEntry(name, target.name);
    const fitsServer = fitsEntry(server, target.server);
    const fitsNamespace = fitsEntry(namespace, target.namespace);
    if ((fitsName || fitsServer) && fitsNamespace) isMatched = true;
    else if (!fitsName && name?.startsWith('!')) return false;
    else if (!fitsServer && server?.startsWith('!') && fitsNamespace) return false;
    else if (!fitsNamespace && namespace?.startsWith('!') && fitsServer) return false;
  }
  return isMatched;
}

export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
}

/** Which list of the project refuses a kind. `IsGroupKindNamePermitted`; where nobody knows whether it needs a namespace, both lists must refuse. */
export function refusingList(project: Node, object: ObjectKind): Node | undefined {
  const scope = scopeOf(object);
  const namespaced = scope === 'cluster' ? undefined : refusal(project, object, 'namespace');
  const clusterWide = scope === 'namespace' ? undefined : refusal(project, object, 'cluster');
  if (scope !== undefined) return namespaced ?? clusterWide;
  return namespaced && clusterWide ? namespaced : undefined;
}

function refusal(project: Node, object: ObjectKind, scope: 'namespace' | 'cluster'): Node | undefined {
  const allowed = project.get('spec', `${scope}ResourceWhitelist`);
  const denied = project.get('spec', `${scope}ResourceBlacklist`);
  const isOpen = scope === 'namespace' && (!allowed.exists || allowed.isNull);
  if (!isOpen && !isListed(allowed, object)) return allowed;
  return denied.items().slice(0, MAX_ENTRIES).some((item) => isKnown(item) && fitsKind(item, object)) ? denied : undefined;
}

function isListed(list: Node, object: ObjectKind): boolean {
  const items = list.items();
  return items.length > MAX_ENTRIES || items.some((item) => !isKnown(item) || fitsKind(item, object));
}

function isKnown(item: Node): boolean {
  return ['group', 'kind', 'name'].every((key) => item.get(key).isKnown);
}

/** Cluster-wide entries may name the object. */
function fitsKind(item: Node, { apiVersion, kind, name = '' }: ObjectKind): boolean {
  const wanted = item.get('name').text ?? '';
  const isNamed = wanted === '' || fitsPath(wanted, name);
  return isNamed && fitsPath(item.get('kind').text ?? '', kind) && fitsPath(item.get('group').text ?? '', groupOf(apiVersion));
}

function fitsPath(pattern: string, text: string): boolean {
  if (pattern === '*' || pattern === text) return true;
  try {
    return pathPattern(pattern.slice(0, 500))(text);
  } catch (error) {
    if (error instanceof PatternError) return false;
    throw error;
  }
}

function entryOf(item: Node, key: string): string | undefined {
  const node = item.get(key);
  return node.isKnown ? (node.text ?? '') : undefined;
}

/** What is unknown on either side may fit; a cluster that is surely not named so fits no name. */
function fitsEntry(pattern: string | undefined, value: string | undefined): boolean {
  if (pattern === undefined) return true;
  return value === undefined ? pattern !== '' : value !== '' && fitsPattern(pattern, value);
}

function fitsPattern(pattern: string, value: string, separator?: string): boolean {
  const options = separator === undefined ? {} : { separator };
  if (pattern.startsWith('!')) return !fitsGlob(pattern.slice(1), value, options);
  return pattern === '*' || fitsGlob(pattern, value, options);
}

function textOf(node: Node): string | undefined {
  return node.isKnown ? (node.text ?? '') : undefined;
}
