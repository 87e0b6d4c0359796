/**
 * Runs a workflow as a runner of GitHub would, as far as ours need it: jobs in their order, matrices, conditions, expressions, and each `run:`
 * with its variables in bash, in a clone of a repository. `gh`, `npm` and mllint are what the stubs put on the path.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { unchecked } from '../../src/unchecked.ts';

type Variables = Readonly<Record<string, string>>;

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Variables;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly env?: Variables;
  readonly outputs?: Variables;
  readonly strategy?: { readonly matrix: Readonly<Record<string, string>> };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly env?: Variables;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface RunOptions {
  /** An empty folder for what the run writes. */
  readonly folder: string;
  /** The repository that is checked out. */
  readonly origin: string;
  /** Stands before all else on the path. */
  readonly bin: string;
  /** `github`, `inputs`, `vars` and `secrets`. */
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly variables: Variables;
}

export interface Ran {
  /** Whether every job that ran ended well. */
  readonly isGreen: boolean;
  readonly log: string;
}

export async function runWorkflow(text: string, options: RunOptions): Promise<Ran> {
  const workflow = unchecked<Workflow>(parse(text));
  const needs: Record<string, unknown> = {};
  const logs: string[] = [];
  let isGreen = true;
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const contexts: Record<string, unknown> = { ...options.contexts, needs };
    if (job.if !== undefined && !truth(evaluate(job.if, contexts))) continue;
    if (job.needs !== undefined && needs[job.needs] === undefined) continue;
    for (const [index, matrix] of matrixOf(job, contexts).entries()) {
      const ran = await runJob(job, { ...options, folder: join(options.folder, `${name}-${index}`) }, { ...contexts, matrix, workflowEnv: workflow.env ?? {} });
      logs.push(ran.log);
      isGreen &&= ran.outputs !== undefined;
      if (ran.outputs) needs[name] = { outputs: ran.outputs };
    }
  }
  return { isGreen, log: logs.join('') };
}

function matrixOf({ strategy }: Job, contexts: Contexts): Record<string, unknown>[] {
  if (!strategy) return [{}];
  return Object.entries(strategy.matrix).flatMap(([key, expression]) => unchecked<unknown[]>(value(expression, contexts)).map((one) => ({ [key]: one })));
}

type Contexts = Readonly<Record<string, unknown>>;

/** Nothing comes out of a job that fails. */
async function runJob(job: Job, options: RunOptions, contexts: Contexts): Promise<{ readonly log: string; readonly outputs?: Variables }> {
  const temp = join(options.folder, 'temp');
  const workspace = join(options.folder, 'workspace');
  for (const folder of [temp, workspace]) mkdirSync(folder, { recursive: true });
  const own: Record<string, unknown> = { ...contexts, runner: { temp }, steps: {} };
  const env = { ...texts(unchecked<Variables>(contexts['workflowEnv']), own), ...texts(job.env ?? {}, own) };
  own['env'] = env;
  const steps: Record<string, unknown> = {};
  own['steps'] = steps;
  let log = '';
  for (const [index, step] of job.steps.entries()) {
    if (step.if !== undefined && !truth(evaluate(step.if, own))) continue;
    const output = join(temp, `output-${index}`);
    writeFileSync(output, '');
    const ran = await runStep(step, { options, workspace, env: { ...env, ...texts(step.env ?? {}, own), GITHUB_OUTPUT: output, RUNNER_TEMP: temp } });
    log += ran.log;
    if (ran.code !== 0) return { log };
    if (step.id !== undefined) steps[step.id] = { outputs: outputsIn(output) };
  }
  return { log, outputs: texts(job.outputs ?? {}, own) };
}

interface StepContext {
  readonly options: RunOptions;
  readonly workspace: string;
  readonly env: Variables;
}

async function runStep({ uses, run }: Step, { options, workspace, env }: StepContext): Promise<{ readonly code: number | null; readonly log: string }> {
  const variables = { ...options.variables, PATH: `${options.bin}:${process.env.PATH ?? ''}`, ...env };
  if (uses?.startsWith('actions/checkout@') === true) return spawned('git', ['clone', '--quiet', options.origin, '.'], { cwd: workspace, env: variables });
  if (uses?.startsWith('actions/setup-node@') === true) return { code: 0, log: '' };
  if (run === undefined) throw new Error(`${uses} is no step that can be run here`);
  const script = join(options.folder, 'step.sh');
  writeFileSync(script, run);
  return spawned('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { cwd: workspace, env: variables });
}

/** Other work of this process goes on meanwhile: what answers for Prometheus runs in it. */
function spawned(command: string, args: readonly string[], options: { readonly cwd: string; readonly env: Variables }): Promise<{ readonly code: number | null; readonly log: string }> {
  return new Promise((settle) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
    child.on('close', (code) => settle({ code, log }));
  });
}

function outputsIn(file: string): Variables {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** Each text with its expressions replaced. */
function texts(variables: Variables, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, String(text).replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => shown(evaluate(expression, contexts)))]));
}

function value(text: string, contexts: Contexts): unknown {
  const expression = /^\$\{\{(.*)\}\}$/.exec(text)?.[1];
  if (expression === undefined) throw new Error(`${text} is no expression`);
  return evaluate(expression, contexts);
}

function shown(result: unknown): string {
  return typeof result === 'string' ? result : typeof result === 'number' || typeof result === 'boolean' ? String(result) : '';
}

function truth(result: unknown): boolean {
  return result !== undefined && result !== null && result !== '' && result !== false && result !== 0;
}

/** `||`, `==`, `!=`, `fromJSON(…)`, texts and paths. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const parts = expression.split('||');
  if (parts.length > 1) return parts.map((part) => evaluate(part, contexts)).find(truth) ?? '';
  const [, left = '', operator, right = ''] = /^(.*?)(==|!=)(.*)$/.exec(expression) ?? [];
  if (operator !== undefined) return (shown(evaluate(left, contexts)) === shown(evaluate(right, contexts))) === (operator === '==');
  const term = expression.trim();
  const json = /^fromJSON\((.*)\)$/.exec(term)?.[1];
  if (json !== undefined) return JSON.parse(shown(evaluate(json, contexts)));
  const literal = /^'(.*)'$/.exec(term)?.[1];
  if (literal !== undefined) return literal;
  if (!/^[\w.-]+$/.test(term)) throw new Error(`${term} is no expression that can be evaluated here`);
  return term.split('.').reduce<unknown>((found, key) => (typeof found === 'object' && found !== null ? unchecked<Record<string, unknown>>(found)[key] : undefined), contexts);
}
