/** What templates see as dot, chart by chart. Follows `recAllTpls` in pkg/engine/engine.go of helm/helm. */
import { Bool, Dict, List, Num, type GoObject, type Value } from '../go-template/value.ts';
import { plain, type TracedText } from '../traced-text.ts';
import { filesObject } from './chart/files.ts';
import { fixed } from './functions/arguments.ts';
import { fullPath, type ChartInstance } from './chart/instance.ts';
import type { ChartFile, Loading } from './chart/chart-file.ts';

/** A template file and what it is rendered with. */
export interface Renderable {
  /** `chart/templates/x.yaml`. */
  readonly name: string;
  readonly file: ChartFile;
  readonly scope: Dict;
  readonly basePath: string;
  /** Where the values of its chart stand in those of the root chart. */
  readonly prefix: readonly string[];
}

export interface Release {
  readonly name: TracedText;
  readonly namespace: TracedText;
}

/** `.Release`, as `helm template` fills it. */
export function releaseDict({ name, namespace }: Release): Dict {
  return new Dict([
    ['Name', name], ['Namespace', namespace], ['IsUpgrade', new Bool(false)], ['IsInstall', new Bool(true)], ['Revision', new Num('int', 1)], ['Service', plain('Helm')],
  ]);
}

interface Shared {
  readonly release: Dict;
  readonly capabilities: GoObject;
  readonly loading: Loading;
}

/** The templates of a chart and all charts below it. */
export function renderables(root: ChartInstance, values: Dict, shared: Shared): Renderable[] {
  const found: Renderable[] = [];
  collect({ instance: root, values, prefix: [] }, shared, found);
  return found;
}

interface Level {
  readonly instance: ChartInstance;
  readonly values: Dict;
  readonly prefix: readonly string[];
}

function collect({ instance, values, prefix }: Level, shared: Shared, found: Renderable[]): Dict {
  const subcharts = new Dict();
  values.methods ??= valuesMethods(values);
  const scope = new Dict([
    ['Chart', chartDict(instance)], ['Files', filesObject(instance.chart.files, shared.loading)], ['Release', shared.release],
    ['Capabilities', shared.capabilities], ['Values', values], ['Subcharts', subcharts],
  ]);
  for (const child of instance.dependencies) {
    const below = values.get(child.name);
    const level = { instance: child, values: below instanceof Dict ? below : new Dict(), prefix: [...prefix, child.name] };
    subcharts.set(child.name, collect(level, shared, found));
  }
  const path = fullPath(instance);
  const isLibrary = instance.chart.metadata.type === 'library';
  for (const file of instance.chart.templates) {
    const base = file.name.slice(file.name.lastIndexOf('/') + 1);
    if (!isLibrary || base.startsWith('_')) found.push({ name: `${path}/${file.name}`, file, scope, basePath: `${path}/templates`, prefix });
  }
  return scope;
}

/**
 * The method of `common.Values` that charts translated from Go call (gotohelm): the values of the chart themselves.
 * Follows pkg/chart/common/values.go of helm/helm.
 */
function valuesMethods(values: Dict): NonNullable<Dict['methods']> {
  return new Map([['AsMap', fixed([], () => values)]]);
}

function chartDict(instance: ChartInstance): Dict {
  const { chart, name, parent } = instance;
  const dict = new Dict([...chart.metadata.fields.entries.values()].map(({ key, value }): [TracedText, Value] => [key, value]));
  if (name !== chart.metadata.name) dict.set('Name', plain(name));
  dict.set('Dependencies', new List(dependencyDicts(instance)));
  dict.set('IsRoot', new Bool(parent === undefined));
  return dict;
}

/** Those that are enabled, under their aliases. */
function dependencyDicts({ chart, declared = [] }: ChartInstance): Value[] {
  const all = chart.metadata.fields.get('Dependencies');
  return declared.flatMap(({ index, finalName }) => {
    const fields = all instanceof List ? all.items[index] : undefined;
    return fields instanceof Dict ? [new Dict([...[...fields.entries.values()].map(({ key, value }) => [key, value] as const), ['Name', plain(finalName)]])] : [];
  });
}
