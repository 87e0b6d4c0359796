/** A chart that was rendered, as those see it who ask what became of its values. */
import { parseYaml } from '../yaml/parse.ts';
import { Node } from '../yaml/node.ts';
import { stringsIn } from '../yaml/strings.ts';
import { resolveAlias, type Tree } from '../yaml/tree.ts';
import type { ChartFile } from './helm/chart/chart-file.ts';
import type { LoadedChart } from './helm/chart/load.ts';
import type { ChartRender, ChartResult } from './helm/helm.ts';
import { releaseTemplates } from './helm/usage/release-templates.ts';
import type { RenderedObject, RenderedRelease } from './rendered.ts';
import { textFile } from './value-files.ts';

/** `objects` are what the render gave. */
export function releaseOf(render: ChartRender, { templates }: ChartResult, objects: readonly RenderedObject[]): RenderedRelease {
  const values = (render.valueSources ?? []).flatMap((source) => {
    if (source.kind === 'values') return [];
    return source.kind === 'inline' ? [rootOf(source.tree)] : parseYaml(source.file).documents.flatMap(({ root }) => (root ? [rootOf(root)] : []));
  });
  const { chart } = templates;
  const [own] = valuesIn(chart);
  const texts = ({ files }: { files: boolean }): string[] => {
    const strings = [...values, ...chartsIn(chart).flatMap(valuesIn)].flatMap(templateTexts);
    return files ? [...strings, ...fileTexts(render, chart)] : strings;
  };
  return {
    folder: render.folder, values, objects, ...(own ? { ownValues: own } : {}),
    templates: releaseTemplates({ templates, texts, objects }),
  };
}

const roots = new WeakMap<Tree, Node>();

/** The same node for the same document, so that a finding knows every release that a file goes into. */
function rootOf(tree: Tree): Node {
  const known = roots.get(tree);
  if (known) return known;
  const node = Node.root(tree);
  roots.set(tree, node);
  return node;
}

function valuesIn({ valuesFile }: LoadedChart): Node[] {
  return valuesFile ? parseYaml(valuesFile).documents.flatMap(({ root }) => (root ? [rootOf(root)] : [])) : [];
}

function chartsIn(chart: LoadedChart): LoadedChart[] {
  return [chart, ...chart.dependencies.flatMap(chartsIn)];
}

const textsOfTrees = new WeakMap<Tree, readonly string[]>();

/** The strings of a document that may be templates: asked for every release that the document goes into. */
function templateTexts({ tree }: Node): readonly string[] {
  if (!tree) return [];
  const known = textsOfTrees.get(tree);
  if (known) return known;
  const texts = stringsIn(resolveAlias(tree), (text) => text.includes('{{')).map(({ text }) => text);
  textsOfTrees.set(tree, texts);
  return texts;
}

/** `tpl (.Files.Get "x") .` renders files of the chart. */
function fileTexts({ snapshot }: ChartRender, chart: LoadedChart): string[] {
  const files: ChartFile[] = chartsIn(chart).flatMap((one) => one.files.filter(({ name }) => !name.startsWith('crds/') && !/^(?:README|CHANGELOG|LICENSE)/i.test(name)));
  return files.flatMap(({ path }) => textFile(snapshot, path)?.text ?? []).filter((text) => text.includes('{{'));
}
