/** Environment folders that no Application reads, found by the likeness to those beside them that one does read. */
import type { Config } from '../config/config.ts';
import type { UncoveredFolder } from '../model.ts';
import { documentsOf } from '../render/documents.ts';
import { environmentFinder, type EnvironmentFinder } from '../serving/environment.ts';
import { folderOf, foldersAbove, isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { compareText } from '../source.ts';
import { Node } from '../yaml/node.ts';
import type { Deployment } from './loop.ts';

/** Longer ones are no layout that anybody keeps, and each folder of a path is looked at. */
const MAX_PATH = 500;

/**
 * `environments/staging` where Applications read `environments/dev/values.yaml` and nothing below `environments/staging`,
 * although `environments/staging/values.yaml` exists; and `environments/staging/fraud` beside `environments/dev/fraud` likewise. In the order of the folders.
 */
export function findUncoveredFolders({ applications, supposed }: Deployment, snapshot: Snapshot, config: Config): UncoveredFolder[] {
  // What a wrong name was meant to be is reached as soon as that mistake is repaired.
  const named = [...applications, ...supposed].flatMap(({ rendered }) => [...rendered.reads, ...rendered.references.flatMap(({ path, near }) => [path, ...near])]);
  const reached = new Set(named.filter((path) => path.length <= MAX_PATH));
  const environmentOf = environmentOfFolder(environmentFinder(config));
  const deployedFolders = new Set([...reached, ...[...reached].flatMap(foldersAbove)]);
  const layouts = environmentLayouts(reached, environmentOf);
  const found = new Map<string, UncoveredFolder>();
  for (const { parent, rest, deployed } of layouts) {
    for (const name of snapshot.entries(parent)) {
      const whole = joined(parent, name);
      // What other models have of the environment may well be deployed.
      const folder = deployedFolders.has(whole) ? folderOf(`${whole}/${rest}`) : whole;
      const environment = deployedFolders.has(folder) || found.has(folder) ? undefined : environmentOf(whole, parent);
      if (environment === undefined || deployed.has(environment)) continue;
      const at = firstDocument(`${whole}/${rest}`, snapshot);
      if (at) found.set(folder, { folder, environment, at, deployed: [...deployed].sort(compareText) });
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.folder, b.folder));
}

/** Folders of environments that stand beside each other, and what is read in each of them. */
interface Layout {
  readonly parent: string;
  /** The path of a file below the environment's folder. */
  readonly rest: string;
  readonly deployed: Set<string>;
}

type EnvironmentOf = (folder: string, parent: string) => string | undefined;

function environmentLayouts(reached: ReadonlySet<string>, environmentOf: EnvironmentOf): Layout[] {
  const layouts = new Map<string, Layout>();
  for (const path of reached) {
    const segments = path.split('/');
    for (let index = 0; index < segments.length - 1; index += 1) {
      const parent = segments.slice(0, index).join('/');
      const environment = environmentOf(segments.slice(0, index + 1).join('/'), parent);
      if (environment === undefined) continue;
      const rest = segments.slice(index + 1).join('/');
      const layout = layouts.get(`${parent}\0${rest}`) ?? { parent, rest, deployed: new Set() };
      layout.deployed.add(environment);
      layouts.set(`${parent}\0${rest}`, layout);
    }
  }
  return [...layouts.values()];
}

/** The environment that the last segment of a path speaks of, and not only one above it. */
function environmentOfFolder(finder: EnvironmentFinder): EnvironmentOf {
  const known = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (!known.has(folder)) known.set(folder, finder.find({ folder }));
    return known.get(folder);
  };
  return (folder, parent) => (find(folder) === find(parent) ? undefined : find(folder));
}

function firstDocument(path: string, snapshot: Snapshot): Node | undefined {
  const file = snapshot.kind(path) === 'file' && /\.ya?ml$/i.test(path) ? snapshot.file(path) : undefined;
  if (file === undefined || isUnreadable(file)) return undefined;
  const root = documentsOf(file)[0]?.parsed?.root;
  return root && Node.root(root);
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
