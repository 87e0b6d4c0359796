/** Renders a chart as `helm template` does. Follows pkg/action/install.go, pkg/action/action.go and pkg/engine/engine.go of helm/helm (Helm 4.1). */
import { Nearness, startOf, type Location, type SourceFile } from '../../source.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Tree } from '../../yaml/tree.ts';
import { TemplateSet, type Account, type Functions, type Limits } from '../go-template/engine.ts';
import type { Node as AstNode } from '../go-template/ast.ts';
import { TemplateError } from '../go-template/template-error.ts';
import { Dict } from '../go-template/value.ts';
import { plain, TracedText } from '../traced-text.ts';
import { capabilitiesObject, parseKubeVersion, type Capabilities, type KubeVersion } from './capabilities.ts';
import { fullPath, instantiate, processDependencies, type ChartInstance } from './chart/instance.ts';
import { loadChart, readFile, type LoadedChart, type Loading } from './chart/load.ts';
import { RenderError, UnsupportedFunction } from './errors.ts';
import { helmFunctions } from './functions/index.ts';
import { withoutNoValue } from './functions/templates.ts';
import { sortManifests, splitOutput, type RenderedDocument, type RenderedTemplate } from './output/sort.ts';
import { ReadSet } from './read-set.ts';
import { releaseDict, renderables, type Renderable } from './render-values.ts';
import { isCompatibleRange } from './semver/constraint.ts';
import { executionFailure, parseFailure } from './template-failure.ts';
import { coalesceValues } from './values/coalesce.ts';
import { treeValue } from './values/from-tree.ts';
import { mergeMaps } from './values/merging.ts';
import { readValuesFile } from './values/read.ts';

/** Where values come from, each over the ones before. */
export type ValueSource =
  | { readonly kind: 'file'; readonly file: SourceFile }
  | { readonly kind: 'inline'; readonly tree: Tree; readonly nearness?: number }
  /** Values that were computed, such as `--set` parameters. */
  | { readonly kind: 'values'; readonly values: Dict };

export interface ChartRender {
  readonly snapshot: Snapshot;
  /** The chart's folder in the snapshot. */
  readonly folder: string;
  readonly releaseName: string | TracedText;
  readonly namespace: string | TracedText;
  readonly valueSources?: readonly ValueSource[];
  readonly capabilities?: Capabilities;
  readonly limits?: Partial<Limits>;
  /** What the templates of several charts may take together. */
  readonly account?: Account;
}

/** Something that Helm would have done and we did not; the caller reports it as unverified. */
export interface Unsupported {
  readonly what: string;
  readonly at: Location;
}

export interface ChartResult {
  /** The chart's name. */
  readonly name: string;
  /** Files of `crds/`, in Helm's order; Argo CD applies them too. */
  readonly crds: readonly RenderedDocument[];
  /** Manifests, then hooks, in the order in which Helm prints them. */
  readonly documents: readonly RenderedDocument[];
  readonly readSet: ReadSet;
  readonly unsupported: readonly Unsupported[];
  readonly warnings: readonly string[];
  /** A `values.schema.json` is there, which Helm would have applied. */
  readonly hasSchema: boolean;
  readonly templates: RenderedTemplates;
}

/** The templates behind a result, for those who ask what they do. */
export interface RenderedTemplates {
  readonly set: TemplateSet;
  /** The files that were executed; `prefix` is where the values of the file's chart stand in those of the root. */
  readonly files: readonly { readonly name: string; readonly prefix: readonly string[] }[];
  readonly chart: LoadedChart;
  /** The actions that ran. */
  readonly visited: ReadonlySet<AstNode>;
}

/** Throws a {@link RenderError} with Helm's message, or {@link UnsupportedFunction} where only Helm itself could go on. */
export function renderChart(render: ChartRender): ChartResult {
  const loading: Loading = { snapshot: render.snapshot, reads: new ReadSet() };
  const chart = loadChart(render.folder, loading);
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const kube = kubeVersionOf(render, chart);
  checkInstallable(render, chart);
  const given = valuesOf(render.valueSources ?? []);
  const root = instantiate(chart);
  const unsupported = schemasOf(chart).map((file) => ({ what: `values.schema.json of chart ${root.name}`, at: startOf(file) }));
  try {
    processDependencies(root, given, warn);
    checkKubeVersion(chart, kube);
    const values = coalesceValues(root, given, { warn, keepsNull: false });
    const { output, templates } = renderTemplates(root, values, { render, kube, loading });
    const documents = splitOutput(output);
    const bound = render.account?.addDocuments(documents.length);
    if (bound !== undefined) throw new RenderError(bound, { kind: 'size', at: startOf(chart.file) });
    return {
      name: root.name, crds: crdsOf(root, loading), documents: sortManifests(documents), readSet: loading.reads, unsupported, warnings, hasSchema: unsupported.length > 0,
      templates: { ...templates, chart },
    };
  } catch (error) {
    if (error instanceof RangeError) throw new RenderError('the chart nests deeper than can be rendered here', { kind: 'limit', at: startOf(chart.file) });
    throw error;
  }
}

function kubeVersionOf({ capabilities }: ChartRender, chart: LoadedChart): KubeVersion {
  const kube = parseKubeVersion(capabilities?.kubeVersion);
  if (kube) return kube;
  throw new RenderError(`invalid kube version '${capabilities?.kubeVersion ?? ''}': could not parse "${capabilities?.kubeVersion ?? ''}" as version`, { kind: 'release', at: startOf(chart.file) });
}

const RELEASE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function checkInstallable({ releaseName }: ChartRender, chart: LoadedChart): void {
  const at = startOf(chart.file);
  const { metadata, archives } = chart;
  if (metadata.type === 'library') throw new RenderError('library charts are not installable', { kind: 'chart', at });
  const [archive] = archives;
  if (archive) throw new UnsupportedFunction(`the packed chart ${archive.path}`, at);
  const missing = metadata.dependencies.filter((one) => !chart.dependencies.some((child) => child.metadata.name === one.name)).map((one) => one.name);
  if (missing.length > 0) {
    const message = `an error occurred while checking for chart dependencies. You may need to run \`helm dependency build\` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`;
    throw new RenderError(message, { kind: 'dependencies', at });
  }
  const name = releaseName.toString();
  if (name.length <= 53 && RELEASE_NAME.test(name)) return;
  const why = `invalid release name, must match regex ${RELEASE_NAME.source} and the length must not be longer than 53`;
  throw new RenderError(`release name check failed: release name ${JSON.stringify(name)}: ${name === '' ? 'no name provided' : why}`, { kind: 'release', at });
}

function checkKubeVersion({ metadata, file }: LoadedChart, { version, normalized }: KubeVersion): void {
  if (metadata.kubeVersion === '' || isCompatibleRange(metadata.kubeVersion, normalized)) return;
  throw new RenderError(`chart requires kubeVersion: ${metadata.kubeVersion} which is incompatible with Kubernetes ${version}`, { kind: 'chart', at: startOf(file) });
}

/** Each source over the ones before; value files count up in nearness. */
export function valuesOf(sources: readonly ValueSource[]): Dict {
  return sources.reduce((values, source, index) => mergeMaps(values, readSource(source, index)), new Dict());
}

function readSource(source: ValueSource, index: number): Dict {
  if (source.kind === 'values') return source.values;
  if (source.kind === 'file') return readValuesFile(source.file, Nearness.valueFile + index, `failed to parse ${source.file.path}: `);
  const value = treeValue(source.tree, { nearness: source.nearness ?? Nearness.inline });
  if (value instanceof Dict) return value;
  if (value === null) return new Dict();
  const { tree } = source;
  throw new RenderError('failed to parse values: cannot unmarshal yaml document: it is no mapping', { kind: 'values', at: { file: tree.trace.file, range: { start: tree.start, end: tree.end } } });
}

interface Rendering {
  readonly render: ChartRender;
  readonly kube: KubeVersion;
  readonly loading: Loading;
}

function renderTemplates(root: ChartInstance, values: Dict, { render, kube, loading }: Rendering): { output: RenderedTemplate[]; templates: Omit<RenderedTemplates, 'chart'> } {
  const text = (given: string | TracedText): TracedText => (typeof given === 'string' ? plain(given) : given);
  const namespace = render.namespace.toString() === '' ? 'default' : render.namespace;
  const templates = renderables(root, values, {
    release: releaseDict({ name: text(render.releaseName), namespace: text(namespace) }), capabilities: capabilitiesObject(kube, render.capabilities ?? {}), loading,
  }).sort(byDepthThenName);
  const run: Run = { set: parsedSet(templates, loading), functions: helmFunctions(), limits: render.limits, account: render.account, visited: new Set() };
  const files = templates.filter(isOutput);
  const output = files.map((template) => ({ name: template.name, text: execute(template, run) })).filter(({ name }) => !name.endsWith('NOTES.txt'));
  return { output, templates: { set: run.set, files, visited: run.visited } };
}

interface Run {
  readonly set: TemplateSet;
  readonly functions: Functions;
  readonly limits: Partial<Limits> | undefined;
  readonly account: Account | undefined;
  readonly visited: Set<AstNode>;
}

/** Parsed templates never change: a chart that is rendered for several environments is parsed once. */
const parsedSets = new WeakMap<Snapshot, Map<string, TemplateSet>>();

function parsedSet(templates: readonly Renderable[], loading: Loading): TemplateSet {
  const sources = templates.map((template) => ({ template, source: readFile(template.file.path, loading) }));
  const key = templates.map(({ name, file }) => `${name}\n${file.path}`).join('\n');
  const sets = parsedSets.get(loading.snapshot) ?? new Map<string, TemplateSet>();
  parsedSets.set(loading.snapshot, sets);
  const known = sets.get(key);
  if (known) return known;
  const set = new TemplateSet('gotpl', helmFunctions());
  for (const { template, source } of sources) if (source) parse(set, template.name, source);
  sets.set(key, set);
  return set;
}

/** Deepest first, then backwards by name: the parent's definitions come last and win. */
function byDepthThenName(a: Renderable, b: Renderable): number {
  const depth = (name: string): number => name.split('/').length;
  return depth(b.name) - depth(a.name) || (a.name < b.name ? 1 : -1);
}

function isOutput({ name }: Renderable): boolean {
  return !name.slice(name.lastIndexOf('/') + 1).startsWith('_');
}

function parse(set: TemplateSet, name: string, source: SourceFile): void {
  try {
    set.add(name, source);
  } catch (error) {
    throw error instanceof TemplateError ? parseFailure(error, name) : error;
  }
}

function execute({ name, scope, basePath }: Renderable, { set, functions, limits, account, visited }: Run): TracedText {
  if (!set.has(name)) return TracedText.empty;
  scope.set('Template', new Dict([['Name', plain(name)], ['BasePath', plain(basePath)]]));
  try {
    return withoutNoValue(set.execute(name, scope, { missingKey: 'zero', limits, account, functions, visited }));
  } catch (error) {
    throw error instanceof TemplateError ? executionFailure(error, name) : error;
  }
}

function schemasOf({ schemaFile, dependencies }: LoadedChart): SourceFile[] {
  return [...(schemaFile ? [schemaFile] : []), ...dependencies.flatMap(schemasOf)];
}

/** Files of `crds/` as they are, the chart's own before its subcharts'. */
function crdsOf(instance: ChartInstance, loading: Loading): RenderedDocument[] {
  const own = instance.chart.files.filter(({ name }) => name.startsWith('crds/') && /\.(?:ya?ml|json)$/i.test(name));
  const documents = own.flatMap(({ name, path }) => {
    const file = readFile(path, loading);
    if (!file) return [];
    const { text } = file;
    const traced = TracedText.of({ file, start: 0, end: text.length, text, nearness: Nearness.template, offsets: 0 });
    return [{ text: traced, source: `${fullPath(instance)}/${name}`, isHook: false, parsed: undefined }];
  });
  return [...documents, ...instance.dependencies.flatMap((child) => crdsOf(child, loading))];
}

