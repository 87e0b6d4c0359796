/** Charts that do not parse because of another system's templates: the actions, all at once, with the way to write them. */
import type { Raised } from '../finding.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { loadChart, type LoadedChart } from './helm/chart/load.ts';
import type { RenderError } from './helm/errors.ts';
import { helmFunctions } from './helm/functions/index.ts';
import { ReadSet } from './helm/read-set.ts';
import { foreignActions, type ForeignAction } from './helm/usage/foreign-actions.ts';
import { textFile } from './value-files.ts';

/** Nothing where the failure has another cause. A chart that lacks its dependencies would fail with them, too. */
export function foreignTemplates(error: RenderError, folder: string, snapshot: Snapshot): Raised[] {
  const { at, kind } = error;
  const lacksCharts = kind === 'dependencies';
  if (!lacksCharts && (kind !== 'template' || !/(?:undefined variable|function) "[^"]+"/.test(error.message))) return [];
  const functions = helmFunctions();
  const chart = loadChart(folder, { snapshot, reads: new ReadSet() });
  const files = new Map(templatesOf(chart).flatMap((path) => textFile(snapshot, path) ?? []).map((file) => [file.path, file]));
  // A text that `tpl` renders stands among the values.
  if (!lacksCharts) files.set(at.file.path, at.file);
  const actions = [...files.values()].flatMap((file) => foreignActions(file, functions));
  const isCause = lacksCharts || actions.some(({ file, start, end }) => file.path === at.file.path && at.range.start >= start && at.range.start < end);
  return isCause ? actions.map(raisedFor) : [];
}

function templatesOf({ templates, dependencies }: LoadedChart): string[] {
  return [...templates.map(({ path }) => path), ...dependencies.flatMap(templatesOf)];
}

function raisedFor({ file, start, end, word, isAlone }: ForeignAction): Raised {
  const action = file.text.slice(start, end);
  const escaped = `{{\`${action}\`}}`;
  const what = word.startsWith('$') ? `variable ${word}` : `function ${word}`;
  return {
    rule: 'helm/foreign-template', at: { file, range: { start, end } },
    message: `Helm has no ${what} and renders nothing of this chart; a template of Prometheus is written ${shortened(escaped)}`,
    ...(isAlone ? { fix: { title: `escape ${shortened(action)}`, safety: 'safe', edits: [{ file, range: { start, end }, text: escaped }] } } : {}),
  };
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
