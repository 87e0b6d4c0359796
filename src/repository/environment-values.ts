/** Value files of environments for charts that no Application deploys: a pipeline gives them to Helm, and says so nowhere that is read here. */
import type { Chart } from '../model.ts';
import { documentsOf } from '../render/documents.ts';
import { baseName, folderOf, isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { Node } from '../yaml/node.ts';

export interface EnvironmentValuesOptions {
  readonly snapshot: Snapshot;
  /** Charts that no Application deploys. */
  readonly charts: readonly Chart[];
  /** Files that something else reads. */
  readonly inputs: ReadonlySet<string>;
  /** The environment that the path of a value file speaks of. */
  readonly environmentOf: (path: string) => string | undefined;
}

/**
 * The value files of each chart, by its folder: `values-prod.yaml` and its like beside Chart.yaml; where there are none, files such as
 * `environments/prod/values.yaml` whose keys are those of this chart and of no other.
 */
export function environmentValues(options: EnvironmentValuesOptions): Map<string, readonly string[]> {
  const files = new Map<string, string[]>(options.charts.map(({ folder }) => [folder, filesBeside(folder, options)]));
  const without = options.charts.filter(({ folder }) => files.get(folder)?.length === 0);
  const known = without.map((chart) => ({ chart, keys: keysOf(chart, options.snapshot) }));
  for (const path of known.length === 0 ? [] : filesElsewhere(options)) {
    const keys = topLevelKeys(path, options.snapshot);
    const chart = keys.length === 0 ? undefined : chartOf(path, keys, known);
    if (chart) files.get(chart.folder)?.push(path);
  }
  return files;
}

function filesBeside(folder: string, { snapshot, environmentOf }: EnvironmentValuesOptions): string[] {
  return snapshot.entries(folder)
    .filter((name) => /^values[-_.].+\.ya?ml$/.test(name) && environmentOf(name) !== undefined)
    .map((name) => (folder === '' ? name : `${folder}/${name}`));
}

/** Files that are called like values, or like an environment, outside of every chart. */
function filesElsewhere({ snapshot, inputs, environmentOf }: EnvironmentValuesOptions): string[] {
  const chartFolders = new Set(snapshot.files.filter((path) => baseName(path) === 'Chart.yaml').map(folderOf));
  return snapshot.files.filter((path) => {
    const isCandidate = /\.ya?ml$/.test(path) && !inputs.has(path) && !isBelow(path, chartFolders);
    const isCalledSo = /^values(?:[-_.].+)?\.ya?ml$/.test(baseName(path)) || environmentOf(baseName(path)) !== undefined;
    return isCandidate && isCalledSo && environmentOf(path) !== undefined;
  });
}

function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (folders.has(folder)) return true;
    if (folder === '') return false;
  }
}

interface KnownKeys {
  readonly chart: Chart;
  readonly keys: ReadonlySet<string>;
}

/** The chart whose values have most of the keys, if that is one alone; one that the path names goes before all others. */
function chartOf(path: string, keys: readonly string[], charts: readonly KnownKeys[]): Chart | undefined {
  const segments = new Set(path.split('/'));
  const fitting = charts
    .map(({ chart, keys: known }) => ({ chart, share: keys.filter((key) => known.has(key)).length / keys.length, isNamed: segments.has(baseName(chart.folder)) || segments.has(chart.name) }))
    .filter(({ share }) => share > 0.5)
    .sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || b.share - a.share);
  const [best, second] = fitting;
  return best && (second === undefined || best.isNamed !== second.isNamed || best.share > second.share) ? best.chart : undefined;
}

/** What stands in the chart's own values, and the names of the charts that it depends on. */
function keysOf({ folder, metadata }: Chart, snapshot: Snapshot): ReadonlySet<string> {
  const dependencies = metadata.get('dependencies').items().flatMap((dependency) => [dependency.get('name'), dependency.get('alias')]);
  return new Set(['global', ...topLevelKeys(folder === '' ? 'values.yaml' : `${folder}/values.yaml`, snapshot), ...dependencies.flatMap(({ text }) => text ?? [])]);
}

/** Nothing for what is no mapping, and for what is an object of Kubernetes. */
function topLevelKeys(path: string, snapshot: Snapshot): readonly string[] {
  const file = snapshot.file(path);
  const documents = file === undefined || isUnreadable(file) ? [] : documentsOf(file);
  const [root] = documents.flatMap(({ parsed }) => (parsed?.root && parsed.problems.length === 0 ? [Node.root(parsed.root)] : []));
  if (!root || documents.length > 1 || root.kind !== 'mapping' || root.has('apiVersion') || root.has('kind')) return [];
  return root.keys().flatMap(({ written }) => written ?? []);
}
