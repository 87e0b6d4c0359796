/**
 * Renders public charts by us and by the installed helm and compares the documents byte for byte:
 * `node scripts/run.js test/bench/public-charts.ts <folder of charts>`. Each chart is rendered with its defaults and two further value sets.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printHelmTemplate } from '../../src/render/helm/print.ts';
import { renderChart } from '../../src/render/helm/helm.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { SourceFile } from '../../src/source.ts';

interface Outcome {
  readonly same: number;
  readonly all: number;
  readonly milliseconds: number;
  readonly note: string;
}

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Value files that the chart's own tests use, else two that switch what most charts know. */
function valueSets(chart: string): string[] {
  const folder = join(chart, 'ci');
  const own = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('default')) : [];
  return own.sort().slice(0, 2).map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** What a chart asks for before it renders at all; a document of its own before the other values. */
const NEEDED: Readonly<Record<string, string>> = { loki: 'loki: { useTestSchema: true, storage: { bucketNames: { chunks: c, ruler: r, admin: a } } }\n---\n' };
const MADE = [
  'replicaCount: 3\nfullnameOverride: other\nglobal: { imageRegistry: registry.example.org, security: { allowInsecureImages: true } }\n',
  'nameOverride: mine\nmetrics: { enabled: true }\nserviceMonitor: { enabled: true }\n',
];

/** Documents as helm prints them; what a chart makes up anew each time can never be equal. */
function documents(output: string): string[] {
  return output.split(/^---\n/m).filter((text) => text !== '');
}

function byHelm(chart: string, values: string): { output: string; error: string } {
  const { status, stdout, stderr } = spawnSync('helm', ['template', 'r', chart, '--include-crds', '-f', '-'], { input: values, encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES });
  return status === 0 ? { output: stdout, error: '' } : { output: '', error: stderr.replace(/^[\s\S]*?Error: /, '').replace(/\n\nUse --debug[\s\S]*/, '').trim() };
}

async function byUs(chart: string, values: string): Promise<{ output: string; error: string }> {
  const snapshot = await diskSnapshot(chart, { useGit: false });
  try {
    const result = renderChart({ snapshot, folder: '', releaseName: 'r', namespace: '', valueSources: [{ kind: 'file', file: new SourceFile('-', values) }] });
    return { output: printHelmTemplate(result, { includesCrds: true }), error: '' };
  } catch (error) {
    return { output: '', error: error instanceof Error ? error.message : String(error) };
  }
}

async function compare(chart: string, values: string): Promise<Outcome> {
  const theirs = byHelm(chart, values);
  const start = performance.now();
  const ours = await byUs(chart, values);
  const milliseconds = Math.round(performance.now() - start);
  if (theirs.error !== '' || ours.error !== '') {
    const note = theirs.error === ours.error ? `both refuse: ${theirs.error}` : `helm: ${theirs.error || 'renders'} | here: ${ours.error || 'renders'}`;
    return { same: theirs.error !== '' && ours.error !== '' ? 1 : 0, all: 1, milliseconds, note };
  }
  const [expected, own, again] = [documents(theirs.output), documents(ours.output), documents(byHelm(chart, values).output)];
  const counted = expected.map((text, index) => ({ text, own: own[index], isStable: text === again[index] }));
  const different = counted.filter((one) => one.isStable && one.text !== one.own);
  const unstable = counted.filter((one) => !one.isStable).length;
  if (process.env['SHOW'] !== undefined) for (const one of different) console.log(`--- helm\n${one.text}\n--- here\n${one.own ?? ''}`);
  const notes = [unstable > 0 ? `${unstable} random` : '', own.length === expected.length ? '' : `${own.length} documents here`, ...different.slice(0, 2).map(firstDifference)];
  return { same: expected.length - different.length - unstable, all: expected.length - unstable, milliseconds, note: notes.filter((note) => note !== '').join('; ') };
}

function firstDifference({ text, own = '' }: { text: string; own: string | undefined }): string {
  const [lines, others] = [text.split('\n'), own.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return `${lines[0] ?? ''}:${at + 1} ${JSON.stringify(lines[at])} is ${JSON.stringify(others[at])}`;
}

async function main(root: string): Promise<void> {
  const names = readdirSync(root).filter((name) => existsSync(join(root, name, 'Chart.yaml'))).sort();
  const totals = { same: 0, all: 0 };
  for (const name of names.filter((one) => process.env['ONLY'] === undefined || one === process.env['ONLY'])) {
    const chart = join(root, name);
    const sets = ['', ...[...valueSets(chart), ...MADE].slice(0, 2)];
    for (const [index, values] of sets.entries()) {
      const { same, all, milliseconds, note } = await compare(chart, (NEEDED[name] ?? '') + values);
      totals.same += same;
      totals.all += all;
      console.log(`${name.padEnd(24)} ${['default', 'second', 'third'][index]?.padEnd(8) ?? ''} ${String(same).padStart(4)}/${String(all).padEnd(4)} ${String(milliseconds).padStart(6)} ms  ${note}`);
    }
  }
  console.log(`${'together'.padEnd(33)} ${totals.same}/${totals.all}`);
}

await main(resolve(process.argv[2] ?? '.'));
