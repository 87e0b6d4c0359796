/** Which folders are charts, and which files belong to them. */
import type { Chart } from '../model.ts';
import { baseName, folderOf, isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { Node } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';

/** Charts of the repository that are no part of another chart, in the order of their folders. */
export function findCharts(snapshot: Snapshot): Chart[] {
  const folders = snapshot.files.filter((path) => baseName(path) === 'Chart.yaml').map(folderOf);
  const charts = new Set(folders);
  return folders.filter((folder) => !isPartOfChart(folder, charts)).flatMap((folder) => chartAt(snapshot, folder) ?? []);
}

function isPartOfChart(folder: string, charts: ReadonlySet<string>): boolean {
  for (let path = folder; path !== ''; path = folderOf(path)) {
    const name = baseName(path);
    if ((name === 'charts' || name === 'templates') && charts.has(folderOf(path))) return true;
  }
  return false;
}

function chartAt(snapshot: Snapshot, folder: string): Chart | undefined {
  const file = snapshot.file(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`);
  if (file === undefined || isUnreadable(file)) return undefined;
  const tree = parseYaml(file).documents[0]?.root;
  if (!tree) return undefined;
  const metadata = Node.root(tree);
  return { folder, name: metadata.get('name').text ?? baseName(folder), metadata, releases: [] };
}

const CHART_FOLDERS = new Set(['templates', 'charts', 'crds', 'ci']);
const CHART_FILES = /^(?:Chart|requirements|values(?:[-_.].+)?)\.(?:ya?ml|lock|schema\.json)$/;

/** Says which files are parts of a chart rather than manifests: templates, sub-charts, CRDs, values. */
export function chartFiles(snapshot: Snapshot): (path: string) => boolean {
  const folders = new Set(snapshot.files.filter((path) => baseName(path) === 'Chart.yaml').map(folderOf));
  return (path) => {
    if (folders.has(folderOf(path)) && CHART_FILES.test(baseName(path))) return true;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (CHART_FOLDERS.has(baseName(folder)) && folders.has(folderOf(folder))) return true;
    }
    return false;
  };
}

/** Says which files are `values.yaml` and its like beside the Chart.yaml of a chart that is no part of another. */
export function chartValueFiles(snapshot: Snapshot): (path: string) => boolean {
  const folders = new Set(snapshot.files.filter((path) => baseName(path) === 'Chart.yaml').map(folderOf));
  return (path) => {
    const folder = folderOf(path);
    return /^values(?:[-_.].+)?\.ya?ml$/.test(baseName(path)) && folders.has(folder) && !isPartOfChart(folder, folders);
  };
}

/**
 * Says which texts are templates rather than YAML: with actions in them, below `templates/` or inside of a chart,
 * which may read any file through `.Files` and `tpl`. Nobody can read them as YAML, and nobody should.
 */
export function templateTexts(snapshot: Snapshot): (path: string, text: string) => boolean {
  const charts = new Set(snapshot.files.filter((path) => baseName(path) === 'Chart.yaml').map(folderOf));
  return (path, text) => text.includes('{{') && (/(?:^|\/)templates\//.test(path) || isInside(path, charts));
}

function isInside(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (folders.has(folder)) return true;
    if (folder === '') return false;
  }
}
