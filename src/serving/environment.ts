/** Which environment something belongs to, and in what order environments stand. See product.md, "Environments". */
import type { Config, DeclaredEnvironment } from '../config/config.ts';
import { baseName, folderOf } from '../snapshot/snapshot.ts';
import { environmentIn, environmentWordIn, wellKnownStage } from './environment-name.ts';

/** What is known about a thing that stands in some environment. */
export interface Whereabouts {
  /** The `environment:` value or the key under `environments` of a contract file. */
  readonly contract?: string | undefined;
  /** Generator parameters `env`, `environment`, `stage`. */
  readonly parameters?: readonly string[];
  /** Value files it is made of, the most specific last; their names count. */
  readonly valueFiles?: readonly string[];
  /** The folder it is made of, or stands in. */
  readonly folder?: string | undefined;
  /** The file it stands in; only `match.paths` looks at its name. */
  readonly path?: string | undefined;
  readonly namespace?: string | undefined;
  readonly application?: string | undefined;
  readonly cluster?: string | undefined;
  /** The revisions that its sources are taken at; only `match.branch` looks at them. */
  readonly branches?: readonly string[];
}

/** Names environments; the same answer for the same name. */
export interface EnvironmentFinder {
  find(whereabouts: Whereabouts): string | undefined;
  stageOf(name: string): number | undefined;
  declared(name: string): DeclaredEnvironment | undefined;
}

/** With `environments` in the configuration only those names count, else the well-known words. */
export function environmentFinder(config: Config): EnvironmentFinder {
  const { environments } = config;
  if (!environments) {
    const names: Names = { exact: (name) => name, within: environmentIn, word: environmentWordIn };
    return { find: (whereabouts) => firstHit(whereabouts, names), stageOf: wellKnownStage, declared: () => undefined };
  }
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  const within = (text: string): string | undefined => longestWithin(text, [...byName.keys()]);
  const names: Names = { exact: (text) => (byName.has(text) ? text : undefined), within, word: within };
  const here = environments.find(({ isHere }) => isHere);
  // In the tree of a branch a mere name is no other environment that has a branch: what that runs is there, and a name would lead past its gates.
  const isElsewhere = (name: string): boolean => here !== undefined && name !== here.name && byName.get(name)?.match.branch !== undefined;
  const named = (whereabouts: Whereabouts): string | undefined => {
    const name = firstHit(whereabouts, names);
    return name === undefined || isElsewhere(name) ? undefined : name;
  };
  return {
    find: (whereabouts) => matched(whereabouts, environments) ?? named(whereabouts),
    stageOf: (name) => byName.get(name)?.stage,
    declared: (name) => byName.get(name),
  };
}

interface Names {
  /** A text that is a name as a whole. */
  exact(text: string): string | undefined;
  /** A name inside a longer text, with what follows it: `prod-eu` is an environment of its own. */
  within(text: string): string | undefined;
  /** A name inside a longer text, without what follows it. */
  word(text: string): string | undefined;
}

/** Looks in the places of product.md, in their order. */
function firstHit(
  { contract, parameters = [], valueFiles = [], folder, namespace, application, cluster }: Whereabouts,
  { exact, within, word }: Names,
): string | undefined {
  const known = (text: string | undefined): string | undefined => (text && within(text) !== undefined ? exact(text) : undefined);
  const candidates: (() => string | undefined)[] = [
    () => known(contract),
    () => first(parameters, known),
    () => first([...valueFiles].reverse(), (file) => fileHit(file, within)),
    () => first([...valueFiles.map(folderOf), folder ?? ''].flatMap((path) => path.split('/')).reverse(), within),
    () => (namespace ? word(namespace) : undefined),
    () => (application ? word(application) : undefined),
    () => (cluster ? word(cluster) : undefined),
  ];
  return first(candidates, (candidate) => candidate());
}

/** `values-prod.yaml`, `prod.yaml`, `values.prod.yaml`; names such as `deployment.yaml` hold no environment's word. */
function fileHit(path: string, within: (text: string) => string | undefined): string | undefined {
  const stem = baseName(path).replace(/\.(?:ya?ml|json)$/i, '');
  const suffix = /^values[-_.](.+)$/.exec(stem)?.[1];
  return within(suffix ?? stem);
}

function matched({ valueFiles = [], folder, path, namespace, application, cluster, branches = [] }: Whereabouts, environments: readonly DeclaredEnvironment[]): string | undefined {
  const paths = [...valueFiles, folder, path].filter((one) => one !== undefined);
  return environments.find(({ match }) =>
    paths.some((one) => match.paths.matches(one)) ||
    (application !== undefined && match.applications.matches(application)) ||
    (namespace !== undefined && match.namespaces.matches(namespace)) ||
    (cluster !== undefined && match.clusters.matches(cluster)) ||
    branches.some((branch) => branch.replace(/^refs\/heads\//, '') === match.branch))?.name;
}

/** The longest declared name that stands in a text between word boundaries. */
function longestWithin(text: string, names: readonly string[]): string | undefined {
  const padded = `-${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-`;
  return names
    .filter((name) => padded.includes(`-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-`))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
