/** A chart's templates, parsed once and executed with the values of one render. Follows pkg/engine/engine.go of helm/helm. */
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
import { RenderError } from './errors.ts';
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
  /** The first failure, where the render goes on: of that template there is no output. */
  readonly failure?: RenderError;
}

export function renderTemplates(root: ChartInstance, values: Dict, { render, releaseName, kube, helm, loading }: Rendering): TemplatesOutput {
  const text = (given: string | TracedText): TracedText => (typeof given === 'string' ? plain(given) : given);
  const namespace = render.namespace.toString() === '' ? 'default' : render.namespace;
  const templates = renderables(root, values, {
    release: releaseDict({ name: releaseName, namespace: text(namespace) }), capabilities: capabilitiesObject(kube, render.capabilities ?? {}, helm), loading,
  }).sort(byDepthThenName);
  const goesOn = render.goesOn === true;
  const { set, failures: unparsed } = parsedSet(templates, { loading, goesOn });
  const run: Run = { set, functions: helmFunctions(), limits: render.limits, account: render.account, helm, visited: new Set() };
  const files: Renderable[] = [];
  const output: RenderedTemplate[] = [];
  const failures = [...unparsed];
  for (const template of templates.filter(isOutput)) {
    const result = attempt(() => execute(template, run), { goesOn });
    if (result instanceof RenderError) {
      failures.push(result);
      continue;
    }
    files.push(template);
    if (!template.name.endsWith('NOTES.txt')) output.push({ name: template.name, text: result });
  }
  const [failure] = failures;
  return { output, templates: { set, files, visited: run.visited }, ...(failure ? { failure } : {}) };
}

/** What a template gives, or its failure where the render goes on; a limit that is reached ends it all the same. */
function attempt<T>(work: () => T, { goesOn }: { goesOn: boolean }): T | RenderError {
  try {
    return work();
  } catch (error) {
    if (goesOn && error instanceof RenderError && error.kind === 'template') return error;
    throw error;
  }
}

interface Run {
  readonly set: TemplateSet;
  readonly functions: Functions;
  readonly limits: Partial<Limits> | undefined;
  readonly account: Account | undefined;
  readonly helm: HelmRelease;
  readonly visited: Set<AstNode>;
}

interface ParsedSet {
  readonly set: TemplateSet;
  /** Of templates that do not parse and are left out. */
  readonly failures: readonly RenderError[];
}

/** Parsed templates never change: a chart that is rendered for several environments, or in several trees of one history, is parsed once. By the first of its texts. */
const parsedSets = new WeakMap<SourceFile, Map<string, KnownSet>>();

interface KnownSet extends ParsedSet {
  readonly sources: readonly Parsed[];
}

interface Parsed {
  readonly template: Renderable;
  readonly source: SourceFile | undefined;
}

function parsedSet(templates: readonly Renderable[], { loading, goesOn }: { loading: Loading; goesOn: boolean }): ParsedSet {
  const sources = templates.map((template): Parsed => ({ template, source: readChartFile(template.file, loading) }));
  const key = templates.map(({ name, file }) => `${name}\n${file.path}`).join('\n');
  const first = sources.find(({ source }) => source)?.source;
  const known = first && parsedSets.get(first)?.get(key);
  if (known?.sources.every(({ source }, index) => source === sources[index]?.source) === true && (goesOn || known.failures.length === 0)) return known;
  const set = new TemplateSet('gotpl', helmFunctions());
  const failures = sources.flatMap(({ template, source }) => {
    const failure = source && attempt(() => { parse(set, template.name, source); }, { goesOn });
    return failure ? [failure] : [];
  });
  const parsed = { set, failures, sources };
  if (first) parsedSets.set(first, (parsedSets.get(first) ?? new Map<string, KnownSet>()).set(key, parsed));
  return parsed;
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
