/** Charts that no Application deploys: rendered once for each of their environments' value files. */
import type { Raised, Unverified } from '../finding.ts';
import type { Chart } from '../model.ts';
import type { Rendered } from '../render/rendered.ts';
import { environmentIn } from '../serving/environment-name.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { StandaloneRelease } from './parts.ts';

/** Renders a chart outside of any Application, `valueFiles` over its own values. */
export type RenderRelease = (release: { readonly folder: string; readonly name: string; readonly valueFiles: readonly string[] }) => Rendered;

export interface StandaloneOptions {
  readonly snapshot: Snapshot;
  readonly charts: readonly Chart[];
  /** Files that an Application has read: their charts are deployed. */
  readonly inputs: ReadonlySet<string>;
  readonly render: RenderRelease;
}

export interface StandaloneResult {
  readonly releases: readonly StandaloneRelease[];
  readonly raised: readonly Raised[];
  readonly unverified: readonly Unverified[];
}

export function renderStandalone({ snapshot, charts, inputs, render }: StandaloneOptions): StandaloneResult {
  const releases: StandaloneRelease[] = [];
  const raised: Raised[] = [];
  const unverified: Unverified[] = [];
  for (const chart of charts) {
    if (inputs.has(inFolder(chart.folder, 'Chart.yaml')) || chart.metadata.get('type').text === 'library') continue;
    const files = environmentFiles(snapshot, chart.folder);
    for (const valueFile of files.length > 0 ? files : [undefined]) {
      const rendered = render({ folder: chart.folder, name: chart.name, valueFiles: valueFile === undefined ? [] : [valueFile] });
      releases.push({ ...rendered, folder: chart.folder, ...(valueFile === undefined ? {} : { valueFile }) });
      unverified.push(...rendered.unverified);
      for (const one of rendered.raised) {
        if (valueFile === undefined && one.rule !== ANY_VALUES) unverified.push(withOwnValues(chart, one));
        else raised.push(one);
      }
    }
  }
  return { releases, raised, unverified };
}

/** What breaks a chart whatever values it is given. */
const ANY_VALUES = 'helm/foreign-template';

/** `values-prod.yaml` and its like beside Chart.yaml. */
function environmentFiles(snapshot: Snapshot, folder: string): string[] {
  return snapshot
    .entries(folder)
    .filter((name) => {
      const suffix = /^values[-_.](.+)\.ya?ml$/.exec(name)?.[1];
      return suffix !== undefined && environmentIn(suffix) !== undefined;
    })
    .map((name) => inFolder(folder, name));
}

/** A chart may need values that only its users know: that it does not render with its own is no mistake. */
function withOwnValues(chart: Chart, { at, message }: Raised): Unverified {
  return { at, what: `chart ${chart.name}`, why: `it does not render with its own values alone: ${message}`, needs: 'the values it is deployed with' };
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
