/** Which environment something belongs to, and in what order environments stand. See product.md, "Environments". */
import type { Config, DeclaredEnvironment } from '../config/config.ts';
import { baseName, folderOf } from '../snapshot/snapshot.ts';
import { environmentIn, wellKnownStage } from './environment-name.ts';

/** What is known about a thing that stands in some environment. */
export interface Whereabouts {
  /** The `environment:` value or the key under `environments` of a contract file. */
  readonly contract?: string | undefined;
  /** Generator parameters `env`, `environment`, `stage`. */
  readonly parameters?: readonly string[];
  /** Value files and other files it is made of, the most specific last. */
  readonly files?: readonly string[];
  /** The folder it is made of. */
  readonly folder?: string | undefined;
  readonly namespace?: string | undefined;
  readonly application?: string | undefined;
  readonly cluster?: string | undefined;
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
    return { find: (whereabouts) => firstHit(whereabouts, (name) => name, environmentIn), stageOf: wellKnownStage, declared: () => undefined };
  }
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  const named = (text: string): string | undefined => (byName.has(text) ? text : undefined);
  const within = (text: string): string | undefined => longestWithin(text, [...byName.keys()]);
  return {
    find: (whereabouts) => matched(whereabouts, environments) ?? firstHit(whereabouts, named, within),
    stageOf: (name) => byName.get(name)?.stage,
    declared: (name) => byName.get(name),
  };
}

/** Looks in the places of product.md, in their order; `exact` reads names that are one, `within` names inside longer ones. */
function firstHit(
  { contract, parameters = [], files = [], folder, namespace, application, cluster }: Whereabouts,
  exact: (text: string) => string | undefined,
  within: (text: string) => string | undefined,
): string | undefined {
  const known = (text: string | undefined): string | undefined => (text && within(text) !== undefined ? exact(text) : undefined);
  const candidates: (() => string | undefined)[] = [
    () => known(contract),
    () => first(parameters, known),
    () => first([...files].reverse(), (file) => fileHit(file, within)),
    () => first([...files.map(folderOf), folder ?? ''].flatMap((path) => path.split('/')).reverse(), within),
    () => (namespace ? within(namespace) : undefined),
    () => (application ? within(application) : undefined),
    () => (cluster ? within(cluster) : undefined),
  ];
  return first(candidates, (candidate) => candidate());
}

/** `values-prod.yaml`, `prod.yaml`, `values.prod.yaml`; names such as `deployment.yaml` hold no environment's word. */
function fileHit(path: string, within: (text: string) => string | undefined): string | undefined {
  const stem = baseName(path).replace(/\.(?:ya?ml|json)$/i, '');
  const suffix = /^values[-_.](.+)$/.exec(stem)?.[1];
  return within(suffix ?? stem);
}

function matched({ files = [], folder, namespace, application, cluster }: Whereabouts, environments: readonly DeclaredEnvironment[]): string | undefined {
  const paths = folder === undefined ? files : [...files, folder];
  return environments.find(({ match }) =>
    paths.some((path) => match.paths.matches(path)) ||
    (application !== undefined && match.applications.matches(application)) ||
    (namespace !== undefined && match.namespaces.matches(namespace)) ||
    (cluster !== undefined && match.clusters.matches(cluster)))?.name;
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
