/** Charts that no Application deploys: rendered once for each of their environments' value files. */
import type { Raised, Unverified } from '../finding.ts';
import type { Chart } from '../model.ts';
import type { LooseRelease } from '../render/helm-source.ts';
import type { Rendered } from '../render/rendered.ts';
import type { Whereabouts } from '../serving/environment.ts';
import { folderOf, isUnreadable, joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import { environmentValues } from './environment-values.ts';
import type { StandaloneRelease } from './parts.ts';

/** Renders a chart outside of any Application; where it stands says for which cluster. */
export type RenderRelease = (release: Omit<LooseRelease, 'cluster'> & { readonly place: Whereabouts }) => Rendered;

export interface StandaloneOptions {
  readonly snapshot: Snapshot;
  readonly charts: readonly Chart[];
  /** Files that an Application has read: their charts are deployed. */
  readonly inputs: ReadonlySet<string>;
  readonly render: RenderRelease;
  /** The environment that the path of a value file speaks of. */
  readonly environmentOf: (path: string) => string | undefined;
}

export interface StandaloneResult {
  readonly releases: readonly StandaloneRelease[];
  readonly raised: readonly Raised[];
  readonly unverified: readonly Unverified[];
}

export function renderStandalone(options: StandaloneOptions): StandaloneResult {
  const { render, inputs } = options;
  const charts = options.charts.filter(({ folder, metadata }) => !inputs.has(inFolder(folder, 'Chart.yaml')) && metadata.get('type').text !== 'library');
  const valueFiles = environmentValues({ ...options, charts });
  const parts = partsOf(charts);
  const releases: StandaloneRelease[] = [];
  const raised: Raised[] = [];
  const unverified: Unverified[] = [];
  for (const chart of charts) {
    const files = valueFiles.get(chart.folder) ?? [];
    if (files.length === 0 && parts.has(chart.folder)) continue;
    for (const valueFile of files.length > 0 ? files : [undefined]) {
      const valueFilesHere = valueFile === undefined ? [] : [valueFile];
      const isMeant = valueFile !== undefined && folderOf(valueFile) === chart.folder;
      const place = { folder: chart.folder, valueFiles: valueFilesHere };
      const rendered = render({ folder: chart.folder, name: chart.name, valueFiles: valueFilesHere, place });
      releases.push({ ...(isMeant ? rendered : withoutGuesses(rendered, chart)), folder: chart.folder, ...(valueFile === undefined ? {} : { valueFile }) });
      unverified.push(...rendered.unverified);
      for (const one of rendered.raised) {
        if (isWhateverTheValues(one, chart)) raised.push(one);
        else if (isMeant) raised.push(inEnvironment(valueFile, one, options));
        else unverified.push(withSupposedValues(chart, valueFile, one));
      }
    }
  }
  return { releases, raised, unverified };
}

/** Charts that others take in from their folder (`repository: file://../lib`): they are rendered there, with the values that they get there. */
function partsOf(charts: readonly Chart[]): ReadonlySet<string> {
  return new Set(charts.flatMap(({ folder, metadata }) => metadata.get('dependencies').items().flatMap((dependency) => {
    const repository = dependency.get('repository');
    const written = repository.isKnown ? (repository.text ?? '') : '';
    return written.startsWith('file://') ? (joinPath(folder, written.slice('file://'.length)) ?? []) : [];
  })));
}

function inEnvironment(valueFile: string, raised: Raised, { snapshot, environmentOf }: StandaloneOptions): Raised {
  const environment = environmentOf(valueFile);
  const file = snapshot.file(valueFile);
  const related = file === undefined || isUnreadable(file) ? [] : [{ at: { file, range: { start: 0, end: 0 } }, message: 'the values that it is rendered with' }];
  return { ...raised, ...(environment === undefined ? {} : { environments: [environment] }), related: [...(raised.related ?? []), ...related] };
}

/** Of values with which a chart does not render nobody can say what else they make of it. */
function withoutGuesses(rendered: Rendered, chart: Chart): Rendered {
  return rendered.raised.every((one) => isWhateverTheValues(one, chart)) ? rendered : { ...rendered, objects: [], releases: [] };
}

/** What is wrong with a chart whatever values it is given: templates of others in its own, and a key that they write twice themselves. */
function isWhateverTheValues({ rule, at, related = [] }: Raised, { folder }: Chart): boolean {
  if (rule === 'helm/foreign-template') return true;
  return rule === 'repository/unique-keys' && [at, ...related.map((first) => first.at)].every(({ file }) => isTemplateOf(folder, file.path));
}

function isTemplateOf(folder: string, path: string): boolean {
  return path.startsWith(inFolder(folder, 'templates/')) || path.startsWith(inFolder(folder, 'charts/'));
}

/** A chart may need values that only its users know: that it does not render with its own, or with what seem to be its values, is no mistake. */
function withSupposedValues(chart: Chart, valueFile: string | undefined, { at, message }: Raised): Unverified {
  const values = valueFile === undefined ? 'its own values alone' : valueFile;
  return { at, what: `chart ${chart.name}`, why: `it does not render with ${values}: ${message}`, needs: 'the values it is deployed with' };
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
