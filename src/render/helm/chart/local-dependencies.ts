/**
 * Charts that Chart.yaml takes from a folder of this repository (`repository: file://../lib`), as `helm dependency build` packs them into charts/.
 * Follows pkg/downloader/manager.go and internal/resolver/resolver.go of helm/helm. Their own missing charts stay missing, as there.
 */
import { joinPath } from '../../../snapshot/snapshot.ts';
import { RenderError } from '../errors.ts';
import { isCompatibleRange } from '../semver/constraint.ts';
import type { Loading } from './chart-file.ts';
import { loadChart, type LoadedChart } from './load.ts';
import type { Dependency } from './metadata.ts';

const SCHEME = 'file://';

/** The chart with what it misses, as far as that lies here; throws a RenderError where the folder is no such chart. */
export function withLocalDependencies(chart: LoadedChart, loading: Loading): LoadedChart {
  const missing = missingDependencies(chart);
  const found = missing.flatMap((dependency) => localChart(chart.folder, dependency, loading) ?? []);
  return found.length === 0 ? chart : { ...chart, dependencies: [...chart.dependencies, ...found] };
}

/** `CheckDependencies`: what Chart.yaml names and charts/ does not hold. */
export function missingDependencies({ metadata, dependencies }: LoadedChart): Dependency[] {
  return metadata.dependencies.filter((one) => !dependencies.some((child) => child.metadata.name === one.name));
}

/** Nothing for what lies elsewhere. */
function localChart(folder: string, { name, version, repository, at }: Dependency, loading: Loading): LoadedChart | undefined {
  const path = repository.startsWith(SCHEME) ? repository.slice(SCHEME.length) : undefined;
  const target = path === undefined || path.startsWith('/') ? undefined : joinPath(folder, path);
  if (target === undefined) return undefined;
  if (loading.snapshot.kind(target) !== 'folder') throw new RenderError(`directory ${target} of dependency ${name} not found`, { kind: 'subchart', at });
  const chart = loadChart(target, loading);
  if (isCompatibleRange(version, chart.metadata.version)) return chart;
  const wanted = `${target} holds version ${chart.metadata.version}, not ${version}`;
  throw new RenderError(`can't get a valid version for dependency ${name}: ${wanted}`, { kind: 'subchart', at });
}
