/** Template functions against what the real helm printed for the same expressions. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../src/render/helm/errors.ts';
import { renderChart } from '../../src/render/helm/helm.ts';
import { printHelmTemplate } from '../../src/render/helm/print.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { probeFile, probeOutputs, probeTemplate, type FunctionCase } from './probe.ts';

const folder = 'fixtures/render/helm/functions';
const chart = Object.fromEntries(['Chart.yaml', 'values.yaml', 'config/a.txt', 'config/b.json', 'cases.txt'].map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
const { 'cases.txt': _lists, ...chartFiles } = chart;

function render(template: string): string {
  const snapshot = memorySnapshot({ ...chartFiles, [probeFile]: template });
  return printHelmTemplate(renderChart({ snapshot, folder: '', releaseName: 'r', namespace: '' }));
}

/** What one expression prints, or the message of its failure. */
function outcome({ template, error }: FunctionCase): string {
  try {
    return error === undefined ? (probeOutputs(render(probeTemplate([template])))[0] ?? 'nothing') : render(template);
  } catch (failure) {
    if (failure instanceof RenderError) return failure.message;
    throw failure;
  }
}

function readCases(file: string): FunctionCase[] {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(parsed)) return [];
  return parsed.map((entry: unknown) => {
    const fields = new Map(Object.entries(Object(entry)));
    const field = (name: string): string | undefined => (fields.has(name) ? String(fields.get(name)) : undefined);
    const [output, error] = [field('output') ?? field('expected'), field('error')];
    return { template: field('template') ?? field('tpl') ?? '', ...(output === undefined ? {} : { output }), ...(error === undefined ? {} : { error }) };
  });
}

describe('recorded cases', () => {
  test.each(readCases(`${folder}/cases.json`))('$template', (one) => {
    if (one.error?.includes('panic')) return;
    if (one.error === undefined && one.output?.startsWith('---\n')) expect(render(one.template)).toBe(one.output);
    else expect(outcome(one)).toBe(one.error ?? one.output);
  });
});
