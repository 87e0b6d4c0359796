/** What a change reaches: the rendered difference says it, whatever the edit looks like. */
import { differenceOf } from '../diff/difference.ts';
import { differencesBetween } from '../diff/differences.ts';
import type { Finding } from '../finding.ts';
import { isManifest } from '../kubernetes/identity.ts';
import { grouped } from '../groups.ts';
import type { Application, DocumentDifference, Manifest, Repository } from '../model.ts';

/** Names, each once, in the order of stages. */
export interface Reach {
  readonly environments: readonly string[];
  readonly applications: readonly string[];
  readonly models: readonly string[];
}

export const NOWHERE: Reach = { environments: [], applications: [], models: [] };

/** What a finding is about: all that a fix of it should change. */
export function reachOfFindings(findings: readonly Finding[]): Reach {
  const names = (of: (finding: Finding) => readonly string[]): string[] => [...new Set(findings.flatMap(of))];
  return { environments: names(({ environments }) => environments), applications: names(({ applications }) => applications), models: names(({ models }) => models) };
}

/** What two states of a repository render differently, and the Applications that say something else themselves. */
export function reachBetween(before: Repository | undefined, after: Repository | undefined): Reach {
  if (!before || !after) return NOWHERE;
  const environments = new Set<string>();
  const applications = new Set<string>();
  const models = new Set<string>();
  const served = grouped([...before.models, ...after.models], ({ from }) => from);
  for (const { name, documents } of differencesBetween(before, after)) {
    for (const document of documents.flatMap((one) => (isCarried(one) ? [] : [one.before, one.after].filter((side) => side !== undefined)))) {
      if (name !== '') environments.add(name);
      if (isManifest(document) && document.application) applications.add(document.application.name);
      for (const model of served.get(document) ?? []) models.add(model.name);
    }
  }
  for (const { name, environment, models: own } of changedApplications(before, after)) {
    if (environment) environments.add(environment.name);
    applications.add(name);
    for (const model of own) models.add(model.name);
  }
  const order = [...after.environments, ...before.environments].map(({ name }) => name);
  return { environments: [...environments].sort((a, b) => order.indexOf(a) - order.indexOf(b)), applications: [...applications], models: [...models] };
}

/** An Application that another one carries is looked at itself: what carries it deploys nothing else. */
function isCarried({ before, after }: DocumentDifference): boolean {
  return before !== undefined && after !== undefined && [before, after].every((side) => isManifest(side) && isApplication(side));
}

function isApplication({ apiVersion, kind }: Manifest): boolean {
  return apiVersion.startsWith('argoproj.io/') && (kind === 'Application' || kind === 'ApplicationSet');
}

/** Those that are there before and after and differ, generated ones included; several of one name are compared one after the other. */
function changedApplications(before: Repository, after: Repository): Application[] {
  const keyOf = ({ namespace = '', name }: Application): string => `${namespace}/${name}`;
  const old = grouped(before.applications, keyOf);
  return [...grouped(after.applications, keyOf)].flatMap(([key, now]) => now.filter((one, index) => {
    const was = old.get(key)?.[index];
    return was !== undefined && differenceOf(was.root, one.root) !== undefined;
  }));
}

/**
 * The environments, else the Applications, that a fix changes although the problem is not there. What is found in no environment is in none: a fix that
 * changes what is deployed in one is looked at by a person first. What names environments and no Application is in all Applications of those.
 */
export function alsoChanged(reach: Reach, findings: readonly Finding[]): string[] {
  const meant = reachOfFindings(findings);
  const environments = reach.environments.filter((name) => !meant.environments.includes(name));
  if (environments.length > 0 || findings.some((finding) => finding.environments.length > 0 && finding.applications.length === 0)) return environments;
  return reach.applications.filter((name) => !meant.applications.includes(name));
}

/** The Applications that draw upon a file: what they name, and what is rendered of it. A change of another file does not change them. */
export type Feeds = (path: string) => readonly string[];

export function feedsIn(repository: Repository | undefined): Feeds {
  const drawn = (repository?.applications ?? []).map((application) => ({ name: application.name, ...drawnUpon(application) }));
  return (path) => drawn.flatMap(({ name, files, folders }) => (files.has(path) || folders.some((folder) => path.startsWith(folder)) ? [name] : []));
}

function drawnUpon({ root, references, manifests, parameters }: Application): { readonly files: ReadonlySet<string>; readonly folders: readonly string[] } {
  const own = manifests.filter((manifest) => !isApplication(manifest));
  const here = references.filter(({ what, found, isOutside }) => found && !isOutside && !(what === 'path' && own.length === 0 && manifests.length > 0));
  const written = [root, ...parameters.values(), ...own.map((manifest) => manifest.root)].flatMap(({ at, pieces }) => [at, ...pieces.flatMap((piece) => [piece.at, ...piece.through])]);
  return {
    files: new Set([...here.map(({ path }) => path), ...written.map(({ file }) => file.path)]),
    folders: here.flatMap(({ what, path }) => (what === 'path' ? [path === '' || path === '.' ? '' : `${path.replace(/\/$/, '')}/`] : [])),
  };
}
