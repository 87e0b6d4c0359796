/** Records what the real helm prints: `node scripts/run.js test/helm/record.ts <path to helm 4.1> [3.19=<path>] [4.2=<path>]`. Look at the difference before you commit it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probeFile, probeOutputs, probeTemplate, type FunctionCase } from './probe.ts';
import { helmArguments } from './charts.ts';

const helm = process.argv[2] ?? 'helm';
const root = 'fixtures/render/helm';

/** Other releases, recorded where a chart has such a file already. */
const others = process.argv.slice(3).map((argument) => argument.split(/=(.*)/s));

/** Standard output, or the message after `Error: `. */
function run(folder: string, extra: readonly string[], binary = helm): { output?: string; error?: string } {
  try {
    return { output: execFileSync(binary, ['template', 'r', folder, ...extra], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const message = /Error: ([\s\S]*)/.exec(stderr)?.[1] ?? stderr;
    return { error: message.replace(/\n\nUse --debug flag.*\s*$/, '').trimEnd() };
  }
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
}

function recordFunctions(): void {
  const source = join(root, 'functions');
  const folder = mkdtempSync(join(tmpdir(), 'probe-'));
  cpSync(source, folder, { recursive: true });
  for (const name of ['cases.txt', 'errors.txt', 'cases.json']) rmSync(join(folder, name), { force: true });
  mkdirSync(join(folder, 'templates'), { recursive: true });
  const render = (template: string): { output?: string; error?: string } => {
    writeFileSync(join(folder, probeFile), template);
    return run(folder, []);
  };
  const templates = lines(join(source, 'cases.txt'));
  const all = render(probeTemplate(templates));
  const outputs = probeOutputs(all.output ?? '');
  const cases: FunctionCase[] = templates.map((template, index) => {
    const output = outputs[index];
    if (output !== undefined) return { template, output };
    const one = render(probeTemplate([template]));
    const [single] = probeOutputs(one.output ?? '');
    return single === undefined ? { template, error: one.error ?? '' } : { template, output: single };
  });
  for (const template of lines(join(source, 'errors.txt'))) cases.push({ template, ...render(template) });
  writeFileSync(join(source, 'cases.json'), `${JSON.stringify(cases, undefined, 1)}\n`);
  rmSync(folder, { recursive: true });
}

function recordChart(name: string): void {
  const folder = join(root, name);
  const { output, error } = run(folder, helmArguments(folder));
  for (const file of ['expected.yaml', 'expected-error.txt']) rmSync(join(folder, file), { force: true });
  if (output === undefined) writeFileSync(join(folder, 'expected-error.txt'), `${error ?? ''}\n`);
  else writeFileSync(join(folder, 'expected.yaml'), output);
  for (const [release = '', binary = ''] of others) {
    const file = join(folder, `expected-${release}.yaml`);
    // Self-built binaries do not know the version of Kubernetes that a release is built for.
    if (existsSync(file)) writeFileSync(file, run(folder, ['--kube-version', 'v1.33.4', ...helmArguments(folder)], binary).output ?? '');
  }
}

for (const name of readdirSync(root)) {
  if (name === 'functions') recordFunctions();
  else if (existsSync(join(root, name, 'Chart.yaml')) || existsSync(join(root, name, 'args.json'))) recordChart(name);
}
