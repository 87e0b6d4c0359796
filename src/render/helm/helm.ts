/** Renders a chart as `helm template` does. Follows pkg/action/install.go, pkg/action/action.go and pkg/engine/engine.go of helm/helm (Helm 4.1). */
import { Nearness, startOf, type Location, type SourceFile } from '../../source.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Tree } from '../../yaml/tree.ts';
import { TemplateSet, type Account, type Limits } from '../go-template/engine.ts';
import type { Node as AstNode } from '../go-template/ast.ts';
import { TemplateError } from '../go-template/template-error.ts';
import { Dict } from '../go-template/value.ts';
import { plain, TracedText } from '../traced-text.ts';
import { parseKubeVersion, type Capabilities, type KubeVersion } from './capabilities.ts';
import { Instances, instantiate, processDependencies, type ChartInstance, type Declared } from './chart/instance.ts';
import { missingDependencies, withLocalDependencies } from './chart/local-dependencies.ts';
import type { Loading } from './chart/chart-file.ts';
import { loadChart, type LoadedChart } from './chart/load.ts';
import { RenderError } from './errors.ts';
import { helmFunctions } from './functions/index.ts';
import { crdsOf } from './output/crds.ts';
import { sortManifests, splitOutput, type RenderedDocument } from './output/sort.ts';
import { isHelm42, type HelmRelease } from './profile.ts';
import { ReadSet } from './read-set.ts';
import { renderTemplates } from './render-templates.ts';
import { checkSchemas } from './schema/check.ts';
import { isCompatibleRange } from './semver/constraint.ts';
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
  /** The release that renders; 4.1 where none is named. */
  readonly helm?: HelmRelease;
  /** Argo CD runs `helm dependency build` where charts are missing: those that lie in this repository are then there. */
  readonly buildsDependencies?: boolean;
  /** `--skip-schema-validation`. */
  readonly skipsSchemas?: boolean;
  /** What the templates of several charts may take together. */
  readonly account?: Account;
  /** Goes on without charts that are missing and templates that fail: {@link ChartResult.stopped} then says at what Helm would have stopped. */
  readonly goesOn?: boolean;
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
  readonly templates: RenderedTemplates;
  /** The first that Helm would have stopped at, with {@link ChartRender.goesOn}: the documents are those that the other templates give. */
  readonly stopped?: RenderError;
  /** The charts among them that are missing, as values name them. */
  readonly missing: readonly string[];
  /** What the templates were given. */
  readonly values: Dict;
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

/** Throws a {@link RenderError} with Helm's message, or an UnsupportedFunction where only Helm itself could go on. */
export function renderChart(render: ChartRender): ChartResult {
  const loading: Loading = { snapshot: render.snapshot, reads: new ReadSet() };
  const helm = render.helm ?? '4.1';
  const inFolder = loadChart(render.folder, loading);
  const chart = render.buildsDependencies === true ? withLocalDependencies(inFolder, loading) : inFolder;
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const kube = kubeVersionOf(render, chart, helm);
  const releaseName = releaseNameOf(render, chart);
  const lack = checkInstallable(releaseName, chart, { helm, goesOn: render.goesOn === true });
  const given = valuesOf(render.valueSources ?? [], helm);
  const instances = new Instances(helm);
  const root = instantiate(chart, instances);
  try {
    processDependencies(root, given, { warn, helm, instances });
    const missing = lack ? missingIn(root, chart) : [];
    if (lack && missing.some(({ importValues }) => importValues.length > 0)) throw lack;
    const values = coalesceValues(root, given, { warn, keepsNull: false, helm });
    const unsupported = render.skipsSchemas === true ? [] : checkSchemas(root, values);
    checkKubeVersion(chart, kube);
    const { output, templates, failure } = renderTemplates(root, values, { render, releaseName, kube, helm, loading });
    const documents = splitOutput(output, helm);
    const bound = render.account?.addDocuments(documents.length);
    if (bound !== undefined) throw new RenderError(bound, { kind: 'size', at: startOf(chart.file) });
    return {
      name: root.name, crds: crdsOf(root, loading), documents: sortManifests(documents, helm), readSet: loading.reads, unsupported, warnings,
      templates: { ...templates, chart }, missing: missing.map(({ finalName }) => finalName), values, ...stoppedAt(missing.length > 0 ? lack : failure),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new RenderError('the chart nests deeper than can be rendered here', { kind: 'limit', at: startOf(chart.file) });
    throw error;
  }
}

function stoppedAt(stopped: RenderError | undefined): Pick<ChartResult, 'stopped'> {
  return stopped ? { stopped } : {};
}

/** Argo CD fetches what is missing; what is switched off then renders nothing. */
function missingIn({ declared = [] }: ChartInstance, chart: LoadedChart): Declared[] {
  const missing = new Set(missingDependencies(chart).map(({ name }) => name));
  return declared.filter(({ name }) => missing.has(name));
}

function kubeVersionOf({ capabilities }: ChartRender, chart: LoadedChart, helm: HelmRelease): KubeVersion {
  const kube = parseKubeVersion(capabilities?.kubeVersion, helm);
  if (kube) return kube;
  throw new RenderError(`invalid kube version '${capabilities?.kubeVersion ?? ''}': could not parse "${capabilities?.kubeVersion ?? ''}" as version`, { kind: 'release', at: startOf(chart.file) });
}

const RELEASE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `--name-template`: what Argo CD gives as the release's name is a template. */
function releaseNameOf({ releaseName, limits, account }: ChartRender, chart: LoadedChart): TracedText {
  const text = typeof releaseName === 'string' ? plain(releaseName) : releaseName;
  if (!text.text.includes('{{')) return text;
  const functions = helmFunctions();
  const at = startOf(chart.file);
  const set = new TemplateSet('name-template', functions);
  try {
    return set.execute(set.add('name-template', { text, at }), null, { limits, account, functions });
  } catch (error) {
    throw error instanceof TemplateError ? new RenderError(error.message, { kind: 'release', at }) : error;
  }
}

/** The failure for charts that are missing, where the render goes on without them. */
function checkInstallable(releaseName: TracedText, chart: LoadedChart, { helm, goesOn }: { helm: HelmRelease; goesOn: boolean }): RenderError | undefined {
  const at = startOf(chart.file);
  const { metadata } = chart;
  if (metadata.type === 'library') throw new RenderError('library charts are not installable', { kind: 'chart', at });
  const lack = lackOf(chart, helm);
  if (lack && !goesOn) throw lack;
  const name = releaseName.text;
  if (name.length <= 53 && RELEASE_NAME.test(name)) return lack;
  const why = `invalid release name, must match regex ${RELEASE_NAME.source} and the length must not be longer than 53`;
  throw new RenderError(`release name check failed: release name ${JSON.stringify(name)}: ${name === '' ? 'no name provided' : why}`, { kind: 'release', at });
}

function lackOf(chart: LoadedChart, helm: HelmRelease): RenderError | undefined {
  const missing = missingDependencies(chart).map((one) => one.name);
  if (missing.length === 0) return undefined;
  const [article, quote] = helm === '3.19' ? ['An', '`'] : ['an', isHelm42(helm) ? "'" : '`'];
  const message = `${article} error occurred while checking for chart dependencies. You may need to run ${quote}helm dependency build${quote} to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`;
  return new RenderError(message, { kind: 'dependencies', at: startOf(chart.file) });
}

function checkKubeVersion({ metadata, file }: LoadedChart, { version, normalized }: KubeVersion): void {
  if (metadata.kubeVersion === '' || isCompatibleRange(metadata.kubeVersion, normalized)) return;
  throw new RenderError(`chart requires kubeVersion: ${metadata.kubeVersion} which is incompatible with Kubernetes ${version}`, { kind: 'chart', at: startOf(file) });
}

/** Each source over the ones before; value files count up in nearness. */
export function valuesOf(sources: readonly ValueSource[], helm: HelmRelease = '4.1'): Dict {
  return sources.reduce((values, source, index) => mergeMaps(values, readSource(source, index, helm)), new Dict());
}

function readSource(source: ValueSource, index: number, helm: HelmRelease): Dict {
  if (source.kind === 'values') return source.values;
  if (source.kind === 'file') return readValuesFile(source.file, Nearness.valueFile + index, `failed to parse ${source.file.path}: `, helm);
  const value = treeValue(source.tree, { nearness: source.nearness ?? Nearness.inline });
  if (value instanceof Dict) return value;
  if (value === null) return new Dict();
  const { tree } = source;
  throw new RenderError('failed to parse values: cannot unmarshal yaml document: it is no mapping', { kind: 'values', at: { file: tree.trace.file, range: { start: tree.start, end: tree.end } } });
}
