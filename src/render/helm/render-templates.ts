/** A chart's templates, parsed once and executed with the values of one render. Follows pkg/engine/engine.go of helm/helm. */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { SourceFile } from '../../source.ts';
import { TemplateSet, type Account, type Functions, type Limits } from '../go-template/engine.ts';
import type { Node as AstNode } from '../go-template/ast.ts';
import { TemplateError } from '../go-template/template-error.ts';
import { Dict } from '../go-template/value.ts';
import { plain, TracedText } from '../traced-text.ts';
import { capabilitiesObject, type KubeVersion } from './capabilities.ts';
import { readChartFile, type Loading } from './chart/chart-file.ts';
import type { ChartInstance } from './chart/instance.ts';
import { helmFunctions } from './functions/index.ts';
import { withoutNoValue } from './functions/templates.ts';
import type { ChartRender, RenderedTemplates } from './helm.ts';
import type { RenderedTemplate } from './output/sort.ts';
import type { HelmRelease } from './profile.ts';
import { releaseDict, renderables, type Renderable } from './render-values.ts';
import { executionFailure, parseFailure } from './template-failure.ts';

export interface Rendering {
  readonly render: ChartRender;
  readonly releaseName: TracedText;
  readonly kube: KubeVersion;
  readonly helm: HelmRelease;
  readonly loading: Loading;
}

export interface TemplatesOutput {
  /** What every template gave that is no partial and no note, unordered. */
  readonly output: RenderedTemplate[];
  readonly templates: Omit<RenderedTemplates, 'chart'>;
}

export function renderTemplates(root: ChartInstance, values: Dict, { render, releaseName, kube, helm, loading }: Rendering): TemplatesOutput {
  const text = (given: string | TracedText): TracedText => (typeof given === 'string' ? plain(given) : given);
  const namespace = render.namespace.toString() === '' ? 'default' : render.namespace;
  const templates = renderables(root, values, {
    release: releaseDict({ name: releaseName, namespace: text(namespace) }), capabilities: capabilitiesObject(kube, render.capabilities ?? {}, helm), loading,
  }).sort(byDepthThenName);
  const run: Run = { set: parsedSet(templates, loading), functions: helmFunctions(), limits: render.limits, account: render.account, helm, visited: new Set() };
  const files = templates.filter(isOutput);
  const output = files.map((template) => ({ name: template.name, text: execute(template, run) })).filter(({ name }) => !name.endsWith('NOTES.txt'));
  return { output, templates: { set: run.set, files, visited: run.visited } };
}

interface Run {
  readonly set: TemplateSet;
  readonly functions: Functions;
  readonly limits: Partial<Limits> | undefined;
  readonly account: Account | undefined;
  readonly helm: HelmRelease;
  readonly visited: Set<AstNode>;
}

/** Parsed templates never change: a chart that is rendered for several environments is parsed once. */
const parsedSets = new WeakMap<Snapshot, Map<string, TemplateSet>>();

function parsedSet(templates: readonly Renderable[], loading: Loading): TemplateSet {
  const sources = templates.map((template) => ({ template, source: readChartFile(template.file, loading) }));
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

function execute({ name, scope, basePath }: Renderable, { set, functions, limits, account, helm, visited }: Run): TracedText {
  if (!set.has(name)) return TracedText.empty;
  scope.set('Template', new Dict([['Name', plain(name)], ['BasePath', plain(basePath)]]));
  try {
    return withoutNoValue(set.execute(name, scope, { missingKey: 'zero', limits, account, functions, visited }));
  } catch (error) {
    throw error instanceof TemplateError ? executionFailure(error, name, helm) : error;
  }
}
