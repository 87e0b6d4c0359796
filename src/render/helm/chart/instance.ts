/** A chart in one render: its own copy of the values, the subcharts that are enabled. Follows pkg/chart/v2/util/dependencies.go of helm/helm. */
import { Nearness, startOf, type SourceFile } from '../../../source.ts';
import { Bool, Dict, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { copyDict } from '../functions/merging.ts';
import { printValue } from '../../go-template/fmt-print.ts';
import { RenderError } from '../errors.ts';
import type { HelmRelease } from '../profile.ts';
import { isCompatibleRange } from '../semver/constraint.ts';
import { coalesceValues, type ValuesHolder } from '../values/coalesce.ts';
import { coalesceTables, pathValue, tableAt, type Coalescing, type Warn } from '../values/merging.ts';
import { readValuesFile } from '../values/read.ts';
import type { LoadedChart } from './load.ts';
import type { Dependency } from './metadata.ts';

export interface ChartInstance extends ValuesHolder {
  readonly chart: LoadedChart;
  /** The alias, where the parent gives one. */
  readonly name: string;
  readonly file: SourceFile;
  values: Dict;
  dependencies: ChartInstance[];
  /** The entries of Chart.yaml that are enabled, under their final names. */
  declared: readonly Declared[] | undefined;
  parent: ChartInstance | undefined;
}

/** A dependency under the name that values give it. */
export interface Declared extends Dependency {
  readonly finalName: string;
  /** Its place in Chart.yaml. */
  readonly index: number;
}

const free = (): void => undefined;

/** Charts within each other, under all their aliases: what a chart of ten times ten times ten aliases would take. */
const MAX_INSTANCES = 1_000;

/** What the instances of one render may take together. */
export class Instances {
  readonly helm: HelmRelease;
  #count = 0;

  constructor(helm: HelmRelease) {
    this.helm = helm;
  }

  add({ file }: LoadedChart): void {
    this.#count += 1;
    if (this.#count > MAX_INSTANCES) throw new RenderError(`the chart has more than ${MAX_INSTANCES} subcharts under all their aliases`, { kind: 'limit', at: startOf(file) });
  }
}

/** A fresh tree of instances: values are read anew, since templates may change them. */
export function instantiate(chart: LoadedChart, instances: Instances, name = chart.metadata.name): ChartInstance {
  instances.add(chart);
  const values = chart.valuesFile ? readValuesFile(chart.valuesFile, Nearness.chartDefault, 'cannot load values.yaml: ', instances.helm) : new Dict();
  const { dependencies } = chart.metadata;
  const instance: ChartInstance = {
    chart, name, file: chart.file, values, dependencies: [], parent: undefined,
    declared: dependencies.length === 0 ? undefined : dependencies.map((one, index) => ({ ...one, index, finalName: one.alias === '' ? one.name : one.alias })),
  };
  adopt(instance, chart.dependencies.map((child) => instantiate(child, instances)));
  return instance;
}

function adopt(parent: ChartInstance, children: ChartInstance[]): void {
  parent.dependencies = children;
  for (const child of children) child.parent = parent;
}

/** `ChartFullPath`: `app/charts/db`. */
export function fullPath(instance: ChartInstance): string {
  return instance.parent ? `${fullPath(instance.parent)}/charts/${instance.name}` : instance.name;
}

/** `ProcessDependencies`: conditions, tags, aliases and import-values. */
export function processDependencies(root: ChartInstance, values: Dict, processing: Processing): void {
  enable(root, values, '', processing);
  importAll(root, processing);
}

export interface Processing {
  readonly warn: Warn;
  readonly helm: HelmRelease;
  readonly instances: Instances;
}

function enable(instance: ChartInstance, values: Dict, path: string, processing: Processing): void {
  const { declared } = instance;
  if (declared === undefined) return;
  adopt(instance, aliased(instance, declared, processing.instances));
  const coalesced = coalesceValues(instance, values, { warn: free, keepsNull: false, helm: processing.helm });
  const disabled = new Set(declared.filter((one) => !isEnabled(one, coalesced, path, processing.warn)).map((one) => one.finalName));
  const kept = instance.dependencies.filter((child) => !disabled.has(child.name));
  for (const child of kept) enable(child, coalesced, `${path}${child.name}.`, processing);
  const remaining = declared.filter((one) => !disabled.has(one.finalName));
  instance.declared = remaining.length === 0 ? undefined : remaining;
  adopt(instance, kept);
}

/** Charts that Chart.yaml does not name come first, then those it names, under their aliases. */
function aliased(instance: ChartInstance, declared: readonly Declared[], instances: Instances): ChartInstance[] {
  const fits = (child: ChartInstance, one: Declared): boolean => child.name === one.name && isCompatibleRange(one.version, child.chart.metadata.version);
  const undeclared = instance.dependencies.filter((child) => !declared.some((one) => fits(child, one)));
  const named = declared.flatMap((one) => {
    const found = instance.dependencies.find((child) => fits(child, one));
    return found ? [instantiate(found.chart, instances, one.finalName)] : [];
  });
  return [...undeclared, ...named];
}

/** The first condition that is a boolean decides, else the tags. */
function isEnabled({ condition, tags, name }: Declared, values: Dict, path: string, warn: Warn): boolean {
  for (const one of condition.trim().split(',')) {
    if (one === '') continue;
    const value = pathValue(values, path + one);
    if (value instanceof Bool) return value.value;
    if (value !== undefined) warn(`returned non-bool value path=${one} chart=${name}`);
  }
  const table = tableAt(values, 'tags');
  const settings = tags.map((tag) => table?.get(tag)).filter((value) => value instanceof Bool);
  return settings.length === 0 || settings.some((value) => value.value);
}

function importAll(instance: ChartInstance, processing: Processing): void {
  for (const child of instance.dependencies) importAll(child, processing);
  importValues(instance, { ...processing, keepsNull: true });
}

/** Values that Chart.yaml imports from a child lie beneath the chart's own. */
function importValues(instance: ChartInstance, how: Coalescing): void {
  const { declared } = instance;
  if (declared === undefined) return;
  const own = coalesceValues(instance, new Dict(), { ...how, warn: free });
  const imported = new Dict();
  for (const { finalName, importValues: wanted } of declared) {
    for (const one of wanted) {
      const [child, parent] = importPaths(one);
      if (child === undefined) continue;
      const table = tableAt(own, `${finalName}.${child}`);
      if (table) coalesceTables(imported, nested(parent, table), '', how);
      else how.warn(`ImportValues missing table from chart ${finalName}: ${child}`);
    }
  }
  const merged = copyDict(own, free);
  coalesceTables(merged, imported, '', how);
  instance.values = merged;
}

function importPaths(value: Value): [string | undefined, string] {
  if (value instanceof TracedText) return [`exports.${value.text}`, '.'];
  if (!(value instanceof Dict)) return [undefined, '.'];
  const [child = '', parent = ''] = ['child', 'parent'].map((key) => printValue(value.get(key) ?? null, free).text);
  return [child, parent];
}

function nested(path: string, table: Dict): Dict {
  if (path === '.') return table;
  return path.split('.').reduceRight<Dict>((below, key) => new Dict([[key, below]]), table);
}
