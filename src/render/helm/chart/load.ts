/** A chart as it lies in a folder, or packed beside its parent. Follows pkg/chart/v2/loader/{directory,load}.go of helm/helm. */
import { SourceFile, startOf } from '../../../source.ts';
import { baseName, type Snapshot } from '../../../snapshot/snapshot.ts';
import { chartError, RenderError } from '../errors.ts';
import { ReadSet } from '../read-set.ts';
import { readChartFile, type ChartFile, type Loading } from './chart-file.ts';
import { ignoreRules, type Ignores } from './ignore.ts';
import { readMetadata, type Metadata } from './metadata.ts';
import { unpackedFiles } from './unpack.ts';

export interface LoadedChart {
  readonly folder: string;
  /** Chart.yaml. */
  readonly file: SourceFile;
  readonly metadata: Metadata;
  readonly valuesFile: SourceFile | undefined;
  /** values.schema.json. */
  readonly schemaFile: SourceFile | undefined;
  readonly templates: readonly ChartFile[];
  readonly files: readonly ChartFile[];
  readonly dependencies: readonly LoadedChart[];
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
  const ignoreFile = readChartFile({ name: '.helmignore', path: inside(folder, '.helmignore') }, loading);
  const found: ChartFile[] = [];
  collect({ folder, prefix: '', ignores: ignoreRules(ignoreFile), found }, loading);
  return buildChart(folder, found, { loading, depth: 0 });
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

/** Links may show a folder within itself many times over. */
const MAX_FILES = 20_000;

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
    if (found.length > MAX_FILES) throw new RenderError(`the chart holds more than ${MAX_FILES} files`, { kind: 'limit', at: startOf(new SourceFile(inside(folder, 'Chart.yaml'), '')) });
  }
}

interface Building {
  readonly loading: Loading;
  /** Archives within archives. */
  readonly depth: number;
}

function buildChart(folder: string, found: readonly ChartFile[], building: Building): LoadedChart {
  const byName = new Map(found.map((file) => [file.name, file]));
  const read = (name: string): SourceFile | undefined => {
    const file = byName.get(name);
    return file && readChartFile(file, building.loading);
  };
  const file = read('Chart.yaml');
  if (!file) throw chartError('Chart.yaml file is missing', new SourceFile(inside(folder, 'Chart.yaml'), ''));
  const metadata = readMetadata(file, read('requirements.yaml'));
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
    dependencies: subcharts({ folder, file, metadata }, below, building),
  };
}

type Parent = Pick<LoadedChart, 'folder' | 'file' | 'metadata'>;

/** What lies in charts/ is a chart, in a folder or packed, unless its name starts with `_` or `.`. */
function subcharts(parent: Parent, below: readonly ChartFile[], building: Building): LoadedChart[] {
  const groups = new Map<string, ChartFile[]>();
  for (const file of below) {
    const name = file.name.slice('charts/'.length);
    const [child = ''] = name.split('/');
    if (child.startsWith('_') || child.startsWith('.')) continue;
    const group = groups.get(child) ?? [];
    group.push({ ...file, name });
    groups.set(child, group);
  }
  return [...groups].map(([child, files]) => {
    try {
      return child.endsWith('.tgz') ? packedChart(parent, files, building) : folderChart(parent, child, files, building);
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      throw new RenderError(`error unpacking subchart ${child} in ${parent.metadata.name}: ${error.message}`, error);
    }
  });
}

function folderChart({ folder }: Parent, child: string, files: readonly ChartFile[], building: Building): LoadedChart {
  const own = files.filter(({ name }) => name.includes('/')).map((file) => ({ ...file, name: file.name.slice(child.length + 1) }));
  return buildChart(inside(folder, `charts/${child}`), own, building);
}

function packedChart({ file, metadata }: Parent, [archive, ...others]: readonly ChartFile[], { loading, depth }: Building): LoadedChart {
  if (!archive || others.length > 0 || archive.name.includes('/')) throw chartError(`expected a packed chart, got ${archive?.name ?? 'nothing'}`, file);
  const dependency = metadata.dependencies.find(({ name }) => isNamedAfter(archive.name, name));
  const at = file.shownAt ?? dependency?.at ?? startOf(file);
  return buildChart(archive.path, unpackedFiles(archive, { at, depth, loading }), { loading, depth: depth + 1 });
}

/** `helm package` names archives `<chart>-<version>.tgz`. */
function isNamedAfter(archive: string, chart: string): boolean {
  return chart !== '' && baseName(archive).startsWith(`${chart}-`) && /^v?[0-9]/.test(archive.slice(chart.length + 1));
}
