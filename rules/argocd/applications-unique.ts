import { defineRule, grouped, type Application, type ApplicationSet, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { areAppliedTogether, argoOrigins, isArgoDeclaration, type ArgoOrigin } from '../shared/argo-origins.ts';
import { placeholdersIn } from '../shared/placeholders.ts';

/** What Helm allows for a release, whose name is that of the Application. */
const MAX_RELEASE_NAME = 53;
const MAX_SHOWN = 100;
const MAX_NAMES = 3;
const MAX_RELATED = 30;

export default defineRule({
  id: 'argocd/applications-unique',
  on: 'repository',
  title: 'Every Application has a name of its own, which Helm can use',
  why: 'Of two Applications of one name a set creates neither, and elsewhere the one that is applied last replaces the other with all it deploys.',
  severity: 'error',

  *check(repository) {
    for (const set of repository.applicationSets) yield* sameNameInSet(set);
    for (const parent of repository.applications) yield* sameNameInParent(parent);
    yield* sameNameElsewhere(repository);
    const isLoose = looseIn(repository);
    const written = new Map(repository.applications.flatMap((one) => (one.applicationSet === undefined && isLoose(one) ? [[keyOf(one), one] as const] : [])));
    if (written.size > 0) for (const set of repository.applicationSets) yield* writtenToo(set, { isLoose, written });
    const charts = new Set(repository.charts.map(({ folder }) => folder));
    for (const application of repository.applications) {
      const name = nameOf(application);
      if (application.name.length > MAX_RELEASE_NAME && hasLongRelease(application, charts)) {
        yield { at: name, message: `"${application.name.slice(0, MAX_SHOWN)}${application.name.length > MAX_SHOWN ? '…' : ''}" has ${application.name.length} characters, more than the ${MAX_RELEASE_NAME} that Helm allows for a release without \`helm.releaseName\`` };
      }
    }
  },
});

/** The controller drops all of them. One template gives all names, so all that it gives twice is one finding. */
function* sameNameInSet(set: ApplicationSet): Iterable<Problem> {
  const groups = sameName(set.applications.filter(isNamed), ({ name }) => name);
  const [[first, ...others] = []] = groups;
  const last = others.at(-1);
  if (!first || !last) return;
  // Of several names it is not one element that stands twice: the template leaves something out.
  const template = groups.length > 1 ? set.root.get('spec', 'template', 'metadata', 'name') : undefined;
  yield template?.exists ? { at: template, message: sharedNames(groups) } : { at: nameOf(last), message: sharedNames(groups), ...earlier(nameOf(first), nameOf(last)) };
}

function sharedNames(groups: readonly (readonly Application[])[]): string {
  const [first = []] = groups;
  if (groups.length === 1) return `${first.length} Applications of the set are named "${first[0]?.name ?? ''}": none of them is created`;
  const names = groups.slice(0, MAX_NAMES).map(([application]) => `"${application?.name ?? ''}"`).join(', ');
  const rest = groups.length > MAX_NAMES ? ` and ${groups.length - MAX_NAMES} more` : '';
  return `${groups.length} names stand for several Applications of the set each (${names}${rest}): none of these is created`;
}

function* sameNameInParent(parent: Application): Iterable<Problem> {
  const declared = parent.manifests.filter((manifest) => isArgoDeclaration(manifest) && manifest.name !== undefined);
  for (const [first, ...others] of sameName(declared, ({ kind, namespace = '', name = '' }) => `${kind} ${namespace}/${name}`)) {
    const last = others.at(-1);
    if (!first || !last) continue;
    const [before, at] = [metadataName(first), metadataName(last)];
    yield { at, message: `Application ${parent.name} renders ${last.kind} "${last.name ?? ''}" more than once: the last one wins`, ...earlier(before, at) };
  }
}

/** Files beside each other; elsewhere, and where both do the same, they may be alternatives. */
function* sameNameElsewhere(repository: Repository): Iterable<Problem> {
  const originOf = argoOrigins(repository);
  for (const group of sameName(repository.applications.filter(isNamed), keyOf)) {
    for (const [index, later] of group.entries()) {
      const origin = originOf(later);
      const first = group.slice(0, index).find((other) => isAnother(other, later) && !isSaid(originOf(other), origin) && areTogether(originOf(other), origin, originOf));
      if (!first) continue;
      yield {
        at: nameOf(later),
        message: `"${later.name}" is the name of another Application, too: the one that is applied last replaces it`,
        severity: 'warning',
        ...earlier(nameOf(first), nameOf(later)),
      };
    }
  }
}

/**
 * A set of which every Application also stands in a file of its own: the files are left from before, and whoever applies them and the set has
 * two owners for one Application. One alone may be an alternative.
 */
function* writtenToo(set: ApplicationSet, { isLoose, written }: { isLoose: (application: Application) => boolean; written: ReadonlyMap<string, Application> }): Iterable<Problem> {
  const generated = [...set.applications, ...set.supposed].filter(isNamed);
  if (new Set(generated.map(({ name }) => name)).size < 2 || !generated.every(isLoose)) return;
  const twins = [...new Set(generated.flatMap((one) => written.get(keyOf(one)) ?? []))];
  const [first, ...others] = twins;
  if (first === undefined || !generated.every((one) => written.has(keyOf(one)))) return;
  yield {
    at: nameOf(first),
    message: `"${first.name}"${others.length === 0 ? '' : ` and ${others.length} more`} also come out of ApplicationSet "${set.name}", which creates no others: the files and the set overwrite each other`,
    severity: 'warning',
    related: [{ at: nameOf(set), message: 'the set' }, ...others.slice(0, MAX_RELATED).map((other) => ({ at: nameOf(other), message: `"${other.name}"` }))],
  };
}

/** Applications that no other Application renders. */
function looseIn(repository: Repository): (application: Application) => boolean {
  const originOf = argoOrigins(repository);
  return (application) => originOf(application).parent === undefined;
}

function keyOf({ namespace = '', name }: Application): string {
  return `${namespace}/${name}`;
}

/** In one cluster at once, also as children of two parents that are. */
function areTogether(a: ArgoOrigin, b: ArgoOrigin, originOf: (application: Application) => ArgoOrigin): boolean {
  if (areAppliedTogether(a, b)) return true;
  const [one, other] = [a.parent, b.parent];
  if (!one || !other || clusterOf(one) !== clusterOf(other) || one.environment?.name !== other.environment?.name) return false;
  return areAppliedTogether(originOf(one), originOf(other));
}

/** Where its children go that name no namespace of their own. */
function clusterOf({ destination: { server = '', name = '', namespace = '' } }: Application): string {
  return JSON.stringify([server, name, namespace]);
}

/** Two that one parent renders as they are. */
function isSaid(a: ArgoOrigin, b: ArgoOrigin): boolean {
  return a.parent !== undefined && a.parent === b.parent && a.isPlain && b.isPlain;
}

/** Two of one set are reported as such; a set of the same name is the other one's next version. */
function isAnother(a: Application, b: Application): boolean {
  if (a.applicationSet || b.applicationSet) {
    if (a.applicationSet?.name === b.applicationSet?.name) return false;
  } else if (a.root === b.root) return false;
  return purposeOf(a) !== purposeOf(b);
}

/** What it deploys, and where to. */
function purposeOf({ sources, destination: { server = '', name = '', namespace = '' } }: Application): string {
  return JSON.stringify([server, name, namespace, sources.map(({ repoURL, path, chart }) => [repoURL, path, chart])]);
}

/** What is left of a template is for argocd/parameters-resolved. */
function isNamed(application: Application): boolean {
  return application.name !== '' && placeholdersIn(application.name, application).length === 0;
}

function sameName<T>(all: readonly T[], key: (one: T) => string): T[][] {
  return [...grouped(all, key).values()].filter((group) => group.length > 1);
}

function nameOf({ root }: Application | ApplicationSet): Node {
  return root.get('metadata', 'name');
}

function metadataName({ root }: Manifest): Node {
  return root.get('metadata', 'name');
}

/** Nothing is gained by naming the same place twice. */
function earlier(first: Node, last: Node): Pick<Problem, 'related'> {
  const isSame = first.at.file === last.at.file && first.at.range.start === last.at.range.start;
  return isSame ? {} : { related: [{ at: first, message: 'the same name' }] };
}

/** Charts, wherever they come from, whose release is named for the Application. */
function hasLongRelease(application: Application, charts: ReadonlySet<string>): boolean {
  if (placeholdersIn(application.name, application).length > 0) return false;
  return application.sources.some(({ node, chart, path }) => {
    const helm = node.get('helm');
    if ((helm.get('releaseName').value ?? '') !== '') return false;
    const isHere = application.references.some((reference) => reference.what === 'path' && reference.at.path.join('.') === node.get('path').path.join('.') && charts.has(reference.path));
    return chart !== undefined || isHere || (path !== undefined && helm.entries().some(([, value]) => !value.isNull));
  });
}
