/**
 * Charts that a kustomization inflates, rendered by our Helm.
 * Follows kustomize 5.7, api/internal/builtins/HelmChartInflationGenerator.go and api/types/helmchartargs.go. Charts that are not in the repository would be pulled: they are not built here.
 */
import { joinPath } from '../../snapshot/snapshot.ts';
import type { Location } from '../../source.ts';
import { tracedScalar } from '../../yaml/author.ts';
import { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { resolveAlias, type EntryTree, type Tree } from '../../yaml/tree.ts';
import { Account } from '../go-template/engine.ts';
import { RenderError, UnsupportedFunction } from '../helm/errors.ts';
import { renderChart, type ChartRender, type ChartResult, type ValueSource } from '../helm/helm.ts';
import { plain, TracedText } from '../traced-text.ts';
import type { Budget, FileLoader } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { emptyMapping, originAt } from './compose-tree.ts';
import type { GeneratorContext } from './generators.ts';
import { readInlineObjects, readTree } from './read-objects.ts';
import { Unavailable } from './remote.ts';
import { newResource, type Resource } from './resource.ts';
import { strategicMerge } from './strategic-merge.ts';

/** A chart costs as much as so many objects. */
const STEPS_PER_CHART = 100_000;

/** What all charts of one build may take together. */
const accounts = new WeakMap<Budget, Account>();

/**
 * @param chart an item of `helmCharts`
 * @param globals `helmGlobals` of the kustomization
 * @throws BuildError where Helm would fail, Unavailable where only Helm itself could go on
 */
export function inflateChart(chart: Node, globals: Node, context: GeneratorContext): readonly Resource[] {
  const { files, build, at } = context;
  build.budget.spend(STEPS_PER_CHART, at);
  const folder = chartFolder(chart, globals, files);
  const render: ChartRender = {
    snapshot: files.snapshot, folder, account: accountOf(build.budget), releaseName: releaseName(chart, context), namespace: said(chart, 'namespace', context) ?? plain('default'),
    valueSources: valueSources(chart, `${chartHome(chart, globals)}/${said(chart, 'name', context)?.text ?? ''}`, context),
    capabilities: {
      ...(textOf(chart, 'kubeVersion') === '' ? {} : { kubeVersion: textOf(chart, 'kubeVersion') }),
      apiVersions: chart.get('apiVersions').items().flatMap((item) => item.text ?? []),
    },
  };
  const result = rendered(render, context);
  noteReads(result, files, at);
  for (const { what, at: place } of result.unsupported) build.unverified({ at: place, what: `chart ${result.name}`, why: `${what} cannot be applied here`, needs: 'Helm itself' });
  return objectsOf(result, chart, context);
}

const OLD_FIELDS = new Map([
  ['chartName', 'name'], ['chartVersion', 'version'], ['chartRepoUrl', 'repo'], ['values', 'valuesFile'], ['valuesLocal', 'valuesInline'], ['valuesMerge', 'valuesMerge'],
  ['releaseName', 'releaseName'], ['chartHome', 'chartHome'],
]);

/** An item of `helmChartInflationGenerator` as one of `helmCharts`; its other fields count for nothing, nor does its home beside `helmGlobals`. */
export function chartOfOldForm(item: Node, globals: Node): Node {
  const old = item.tree && resolveAlias(item.tree);
  if (old?.kind !== 'mapping') return item;
  const entries = old.entries.flatMap(({ key, value }): EntryTree[] => {
    const name = OLD_FIELDS.get(key.text);
    if (name === undefined || (name === 'chartHome' && globals.exists)) return [];
    return [{ key: { ...key, text: name, value: name }, value }];
  });
  return Node.root({ ...old, entries });
}

function accountOf(budget: Budget): Account {
  const known = accounts.get(budget) ?? new Account();
  accounts.set(budget, known);
  return known;
}

function textOf(node: Node, field: string): string {
  return node.get(field).text ?? '';
}

/** A field that is not empty, as it was written. */
function said(chart: Node, field: string, { build }: GeneratorContext): TracedText | undefined {
  const { tree } = chart.get(field);
  const scalar = tree && resolveAlias(tree);
  return scalar?.kind === 'scalar' && scalar.value !== null && scalar.text !== '' ? tracedScalar(scalar, build.nearness) : undefined;
}

/** Relative to the kustomization; what was pulled in a version has a folder of its own. */
function chartHome(chart: Node, globals: Node): string {
  const home = textOf(chart, 'chartHome') || textOf(globals, 'chartHome') || 'charts';
  const [name, version, repo] = ['name', 'version', 'repo'].map((field) => textOf(chart, field));
  return version !== '' && repo !== '' ? `${home}/${name}-${version}` : home;
}

function chartFolder(chart: Node, globals: Node, { folder, snapshot }: FileLoader): string {
  const name = textOf(chart, 'name');
  if (name === '') throw new BuildError('chart name cannot be empty', chart.at);
  const path = `${chartHome(chart, globals)}/${name}`;
  const located = path.startsWith('/') ? undefined : joinPath(folder, path);
  if (located !== undefined && snapshot.kind(located) === 'folder') return located;
  const repo = textOf(chart, 'repo');
  if (repo === '') throw new BuildError(`no repo specified for pull, no chart found at '${located ?? path}'`, chart.get('name').at);
  throw new Unavailable({ why: `chart ${name} of ${repo} is remote`, needs: `a copy of it in ${located ?? path}`, at: chart.at });
}

function releaseName(chart: Node, context: GeneratorContext): TracedText {
  const name = said(chart, 'releaseName', context);
  const template = said(chart, 'nameTemplate', context);
  if (name && template) throw new BuildError('cannot set --name-template and also specify a name', chart.get('nameTemplate').at);
  if (name ?? template) return name ?? template ?? TracedText.empty;
  const generated = `${textOf(chart, 'name')}-1`;
  return TracedText.derived(generated, [originAt(context.at)]).tainted('Helm makes up the name of the release');
}

const MERGES = ['merge', 'override', 'replace'];

/** The values file, merged with the values that stand in the kustomization, then the other files. */
function valueSources(chart: Node, path: string, context: GeneratorContext): ValueSource[] {
  const { files } = context;
  const additional = chart.get('additionalValuesFiles').items().map((item): ValueSource => ({ kind: 'file', file: additionalFile(item, files) }));
  const valuesMerge = textOf(chart, 'valuesMerge') || 'override';
  if (!MERGES.includes(valuesMerge)) throw new BuildError(`valuesMerge must be one of [${MERGES.join(' ')}]`, chart.get('valuesMerge').at);
  const inline = chart.get('valuesInline');
  const own = inline.kind === 'mapping' && inline.entries().length > 0 ? inline.tree : undefined;
  if (own && valuesMerge === 'replace') return [{ kind: 'inline', tree: own }, ...additional];
  const valuesFile = chart.get('valuesFile');
  const file = (valuesFile.text ?? '') === '' ? files.text(`${path}/values.yaml`, chart.at) : files.text(valuesFile.text ?? '', valuesFile.at);
  if (!own) return [{ kind: 'file', file }, ...additional];
  const written = readTree(parseYaml(file)) ?? emptyMapping(chart.at);
  const [target, patch] = valuesMerge === 'merge' ? [own, written] : [written, own];
  return [{ kind: 'inline', tree: mergedValues(target, patch, context) }, ...additional];
}

function additionalFile(item: Node, files: FileLoader): ReturnType<FileLoader['text']> {
  try {
    return files.text(item.text ?? '', item.at);
  } catch (error) {
    throw error instanceof BuildError ? new BuildError(`could not load additionalValuesFile: ${error.message}`, error.at) : error;
  }
}

function mergedValues(target: Tree, patch: Tree, { build, at }: GeneratorContext): Tree {
  return strategicMerge(target, patch, { budget: build.budget, at }) ?? emptyMapping(at);
}

function rendered(render: ChartRender, { at }: GeneratorContext): ChartResult {
  try {
    return renderChart(render);
  } catch (error) {
    if (error instanceof UnsupportedFunction) throw new Unavailable({ why: error.message, needs: 'Helm itself', at: error.at });
    if (!(error instanceof RenderError)) throw error;
    if (error.kind === 'size') throw new Unavailable({ why: error.message, needs: 'smaller charts', at });
    throw new BuildError(error.message.replaceAll(/\s*\n\s*/g, ' '), error.at);
  }
}

/** The chart's files are inputs of the build. */
function noteReads({ readSet }: ChartResult, files: FileLoader, at: Location): void {
  const below = files.folder === '' ? '' : `${files.folder}/`;
  for (const path of readSet.files) {
    if (path.startsWith(below)) files.bytes(path.slice(below.length), at);
  }
}

function objectsOf(result: ChartResult, chart: Node, { build, at }: GeneratorContext): Resource[] {
  const is = (field: string): boolean => chart.get(field).value === true;
  const documents = [...(is('includeCRDs') ? result.crds : []), ...result.documents]
    .filter(({ isHook, isTest }) => !(isHook && is('skipHooks')) && !(isTest && is('skipTests')));
  return documents.flatMap(({ text, source }) => {
    const file = text.segments[0]?.origin.author.file ?? at.file;
    build.budget.spend(text.length / 10, at);
    return objectsIn(text, { file, source }).map((tree) => newResource(tree, { file, at }));
  });
}

function objectsIn(text: TracedText, { file, source }: { readonly file: Location['file']; readonly source: string }): ReturnType<typeof readInlineObjects> {
  try {
    return readInlineObjects(text, file);
  } catch (error) {
    throw error instanceof BuildError ? new BuildError(`${source}: ${error.message}`, error.at) : error;
  }
}

