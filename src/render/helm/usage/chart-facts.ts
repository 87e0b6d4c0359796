/** What the templates of a chart and of the charts below it do; found out once for all of its releases. */
import type { TemplateSet } from '../../go-template/engine.ts';
import type { LoadedChart } from '../chart/load.ts';
import type { RenderedTemplates } from '../helm.ts';
import { noFacts, type TemplateFacts } from './facts.ts';
import { Interpretation } from './interpretation.ts';
import { ReadTree, type ValuePath } from './read-tree.ts';

const known = new WeakMap<TemplateSet, TemplateFacts>();

/** Releases with the same subcharts share their templates, and so what these do. */
export function chartFacts({ set, files, chart }: RenderedTemplates): TemplateFacts {
  let facts = known.get(set);
  if (!facts) {
    facts = noFacts();
    const interpretation = new Interpretation(set, facts);
    for (const { name, prefix } of files) interpretation.file(name, { prefix });
    readByHelm(chart, { prefix: [], present: new Set(files.map(({ prefix }) => JSON.stringify(prefix))) }, facts.reads);
    known.set(set, facts);
  }
  return facts;
}

const knownTexts = new WeakMap<TemplateSet, Map<string, ReadTree>>();

/** What texts read that `tpl` renders: strings among the values, files of the chart. Everything, where one is no template. */
export function textFacts(texts: readonly string[], { set }: RenderedTemplates, prefixes: Iterable<ValuePath>): ReadTree {
  const all = knownTexts.get(set) ?? new Map<string, ReadTree>();
  knownTexts.set(set, all);
  const distinct = [...new Set(texts)].sort();
  const key = JSON.stringify(distinct);
  const reads = all.get(key) ?? readByTexts(set, distinct, prefixes);
  all.set(key, reads);
  return reads;
}

function readByTexts(set: TemplateSet, texts: readonly string[], prefixes: Iterable<ValuePath>): ReadTree {
  const facts = noFacts();
  const interpretation = new Interpretation(set, facts);
  const scopes = [...prefixes].map((prefix) => ({ prefix }));
  for (const text of texts) {
    if (!scopes.every((scope) => interpretation.text(text, scope))) facts.reads.whole([]);
  }
  return facts.reads;
}

interface Place {
  readonly prefix: ValuePath;
  /** Prefixes of the charts that have templates. */
  readonly present: ReadonlySet<string>;
}

/** Conditions, tags and imports of Chart.yaml; and everything for charts that are switched off or not here. */
function readByHelm({ metadata, dependencies }: LoadedChart, { prefix, present }: Place, reads: ReadTree): void {
  for (const { name, alias, condition, importValues } of metadata.dependencies) {
    const below = [...prefix, alias === '' ? name : alias];
    for (const path of condition.split(',')) if (path.trim() !== '') reads.touch([...prefix, ...path.trim().split('.')]);
    const child = dependencies.find((one) => one.metadata.name === name);
    if (!child || !present.has(JSON.stringify(below)) || importValues.length > 0) reads.whole(below);
    else readByHelm(child, { prefix: below, present }, reads);
  }
  if (metadata.dependencies.some(({ tags }) => tags.length > 0)) reads.whole([...prefix, 'tags']);
}
