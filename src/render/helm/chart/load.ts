/** A chart as it lies in a folder. Follows pkg/chart/v2/loader/{directory,load}.go of helm/helm. */
import { SourceFile, startOf } from '../../../source.ts';
import { isUnreadable, type Snapshot } from '../../../snapshot/snapshot.ts';
import { chartError, RenderError } from '../errors.ts';
import { ReadSet } from '../read-set.ts';
import { ignoreRules, type Ignores } from './ignore.ts';
import { readMetadata, type Metadata } from './metadata.ts';

/** A file of a chart, named as Helm names it: relative to the chart's folder. */
export interface ChartFile {
  readonly name: string;
  /** In the snapshot. */
  readonly path: string;
}

export interface LoadedChart {
  readonly folder: string;
  /** Chart.yaml. */
  readonly file: SourceFile;
  readonly metadata: Metadata;
  readonly valuesFile: SourceFile | undefined;
  /** values.schema.json is there; it is not applied here. */
  readonly schemaFile: SourceFile | undefined;
  readonly templates: readonly ChartFile[];
  readonly files: readonly ChartFile[];
  readonly dependencies: readonly LoadedChart[];
  /** Packed subcharts, which are not read. */
  readonly archives: readonly ChartFile[];
}

/** What loading needs. */
export interface Loading {
  readonly snapshot: Snapshot;
  readonly reads: ReadSet;
}

interface Known {
  readonly chart: LoadedChart;
  readonly reads: ReadSet;
}

const loaded = new WeakMap<Snapshot, Map<string, Known>>();

/** Loads the chart in a folder with the charts below it, once for a snapshot; throws a RenderError with Helm's message. */
export function loadChart(folder: string, { snapshot, reads }: Loading): LoadedChart {
  const charts = loaded.get(snapshot) ?? new Map<string, Known>();
  loaded.set(snapshot, charts);
  let known = charts.get(folder);
  if (!known) {
    const own = new ReadSet();
    known = { chart: loadFresh(folder, { snapshot, reads: own }), reads: own };
    charts.set(folder, known);
  }
  reads.add(known.reads);
  return known.chart;
}

function loadFresh(folder: string, loading: Loading): LoadedChart {
  const ignoreFile = readFile(inside(folder, '.helmignore'), loading);
  const found: ChartFile[] = [];
  collect({ folder, prefix: '', ignores: ignoreRules(ignoreFile), found }, loading);
  return buildChart(folder, found, loading);
}

function inside(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

interface Walk {
  readonly folder: string;
  /** Path below the chart, with a final slash, or nothing. */
  readonly prefix: string;
  readonly ignores: Ignores;
  readonly found: ChartFile[];
}

function collect({ folder, prefix, ignores, found }: Walk, loading: Loading): void {
  const { snapshot, reads } = loading;
  const here = prefix === '' ? folder : inside(folder, prefix.slice(0, -1));
  reads.listed(here);
  for (const entry of snapshot.entries(here)) {
    const name = prefix + entry;
    const path = inside(folder, name);
    const kind = snapshot.kind(path);
    if (kind === undefined || ignores(name, kind)) continue;
    if (kind === 'folder') collect({ folder, prefix: `${name}/`, ignores, found }, loading);
    else found.push({ name, path });
  }
}

/** A file's text; `undefined` where there is none. */
export function readFile(path: string, { snapshot, reads }: Loading): SourceFile | undefined {
  reads.file(path, snapshot.kind(path) !== undefined);
  const file = snapshot.file(path);
  if (isUnreadable(file)) throw new RenderError(`cannot load ${path}: it ${file.why}`, { kind: 'chart', at: startOf(new SourceFile(path, '')) });
  return file;
}

function buildChart(folder: string, found: readonly ChartFile[], loading: Loading): LoadedChart {
  const byName = new Map(found.map((file) => [file.name, file]));
  const read = (name: string): SourceFile | undefined => {
    const file = byName.get(name);
    return file && readFile(file.path, loading);
  };
  const file = read('Chart.yaml');
  if (!file) throw chartError('Chart.yaml file is missing', new SourceFile(inside(folder, 'Chart.yaml'), ''));
  const first = readMetadata(file);
  const requirements = first.apiVersion === 'v1' ? read('requirements.yaml') : undefined;
  const metadata = requirements ? readMetadata(file, requirements) : first;
  const isV1 = metadata.apiVersion === 'v1';
  const special = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json', ...(isV1 ? [] : ['requirements.yaml', 'requirements.lock'])]);
  const rest = found.filter(({ name }) => !special.has(name));
  const below = rest.filter(({ name }) => name.startsWith('charts/') && !name.endsWith('.prov'));
  return {
    folder,
    file,
    metadata,
    valuesFile: read('values.yaml'),
    schemaFile: read('values.schema.json'),
    templates: rest.filter(({ name }) => name.startsWith('templates/')),
    files: rest.filter(({ name }) => !name.startsWith('templates/') && (!name.startsWith('charts/') || name.endsWith('.prov'))),
    dependencies: subcharts(folder, below, metadata.name, loading),
    archives: below.filter(({ name }) => /^charts\/[^_.][^/]*\.tgz$/.test(name)),
  };
}

/** Folders in charts/ are charts; what starts with `_` or `.` is not. Loose files count for nothing. */
function subcharts(folder: string, below: readonly ChartFile[], parent: string, loading: Loading): LoadedChart[] {
  const groups = new Map<string, ChartFile[]>();
  for (const { name, path } of below) {
    const [, child = '', ...rest] = name.split('/');
    if (rest.length === 0 || child.startsWith('_') || child.startsWith('.')) continue;
    const group = groups.get(child) ?? [];
    group.push({ name: rest.join('/'), path });
    groups.set(child, group);
  }
  return [...groups].map(([child, files]) => {
    try {
      return buildChart(inside(folder, `charts/${child}`), files, loading);
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      throw new RenderError(`error unpacking subchart ${child} in ${parent}: ${error.message}`, error);
    }
  });
}
