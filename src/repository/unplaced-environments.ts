/** Names that stand where environments are named, and have no place in the order: they take part in no rule about it, and that is said once. */
import type { Config } from '../config/config.ts';
import type { Claim } from '../serving/contract.ts';
import { environmentFinder } from '../serving/environment.ts';
import { baseName, folderOf, type Snapshot } from '../snapshot/snapshot.ts';
import { compareText } from '../source.ts';
import type { Deployment } from './loop.ts';

/** Folders whose folders are environments. */
const PARENTS: ReadonlySet<string> = new Set(['environments', 'environment', 'envs', 'env']);
/** What environments have in common stands beside them. */
const SHARED: ReadonlySet<string> = new Set(['base', 'bases', 'common', 'shared', 'default', 'defaults', 'global', 'all', 'template', 'templates', 'modules', 'components', 'values', 'charts', 'clusters']);
/** More are counted. */
const MAX_NAMES = 5;

export interface NamingPlaces {
  readonly claims: readonly Claim[];
  readonly deployment: Pick<Deployment, 'applications'>;
  readonly snapshot: Snapshot;
}

/** The note about them; nothing where every name has its place. */
export function unplacedEnvironments({ claims, deployment, snapshot }: NamingPlaces, config: Config): string | undefined {
  const { find } = environmentFinder(config);
  const named = [
    ...claims.flatMap(({ environmentName }) => environmentName ?? []),
    ...deployment.applications.flatMap(({ parameters }) => ['env', 'environment', 'stage'].flatMap((name) => parameters.get(name)?.text ?? [])),
  ].filter((name) => name !== '' && !SHARED.has(name) && find({ contract: name }) === undefined);
  const names = [...new Set([...named, ...foldersBeside(snapshot, (name) => find({ folder: name }))])].sort(compareText);
  if (names.length === 0) return undefined;
  const shown = names.slice(0, MAX_NAMES).map((name) => JSON.stringify(name)).join(', ');
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const [have, them] = names.length === 1 ? ['has', 'it'] : ['have', 'them'];
  return `${shown}${more} ${have} no place in the order of environments, so that no rule compares ${them} with others; \`environments\` in mllint.yaml gives ${them} one`;
}

/** `envs/load` beside `envs/dev`; only where another folder there is an environment. */
function foldersBeside(snapshot: Snapshot, environmentOf: (name: string) => string | undefined): string[] {
  const parents = new Set<string>();
  for (const path of snapshot.files) {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) if (PARENTS.has(baseName(folder))) parents.add(folder);
  }
  return [...parents].flatMap((parent) => {
    const folders = snapshot.entries(parent).filter((name) => snapshot.kind(`${parent}/${name}`) === 'folder' && !SHARED.has(name));
    const unplaced = folders.filter((name) => environmentOf(name) === undefined);
    return unplaced.length < folders.length ? unplaced : [];
  });
}
