/** The releases of charts that an environment gets: of an Application, or for a value file of an environment. */
import type { Chart, ChartRelease, Node, Repository } from '#rule';

export interface Release extends ChartRelease {
  readonly chart: Chart;
}

/** Not those with the chart's own values alone: nobody deploys them as they are. */
export function deployedReleases({ charts }: Pick<Repository, 'charts'>): Release[] {
  return charts.flatMap((chart) => chart.releases.filter(isDeployed).map((release) => ({ ...release, chart })));
}

export function isDeployed({ application, environment, values }: ChartRelease): boolean {
  return application !== undefined || (environment !== undefined && values.length > 0);
}

/** A chart that hands most of its values to the charts that it depends on. */
export function isWrapper({ metadata }: Chart): boolean {
  return metadata.get('dependencies').items().length > 0;
}

/** `a.b` as a template writes it. */
export function written(path: readonly string[]): string {
  return path.join('.');
}

/** Whether a value stands at a path, null included. */
export function holds(values: Node, path: readonly string[]): boolean {
  return values.get(...path).exists;
}
