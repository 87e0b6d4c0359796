/** Files of `crds/`, which are no templates. Follows pkg/chart/v2/chart.go of helm/helm. */
import { Nearness } from '../../../source.ts';
import { TracedText } from '../../traced-text.ts';
import { readChartFile, type Loading } from '../chart/chart-file.ts';
import { fullPath, type ChartInstance } from '../chart/instance.ts';
import type { RenderedDocument } from './sort.ts';

/** Files of `crds/` as they are, the chart's own before its subcharts'. */
export function crdsOf(instance: ChartInstance, loading: Loading): RenderedDocument[] {
  const own = instance.chart.files.filter(({ name }) => name.startsWith('crds/') && /\.(?:ya?ml|json)$/i.test(name));
  const documents = own.flatMap((chartFile) => {
    const file = readChartFile(chartFile, loading);
    if (!file) return [];
    const { text } = file;
    const traced = TracedText.of({ file, start: 0, end: text.length, text, nearness: Nearness.template, offsets: 0 });
    return [{ text: traced, source: `${fullPath(instance)}/${chartFile.name}`, isHook: false, isTest: false, parsed: undefined }];
  });
  return [...documents, ...instance.dependencies.flatMap((child) => crdsOf(child, loading))];
}
