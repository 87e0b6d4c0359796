/** The automation that `mllint init --workflows` writes, run step by step against a bare repository, a stub of the forge and one of Prometheus. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { build, type Step } from '../history/scenario.ts';
import { evaluate, runWorkflow, type Ran } from './runner.ts';
import { prometheus, stubs, type Says } from './stubs.ts';

const templates = fileURLToPath(new URL('../../templates/github', import.meta.url));
const files = Object.fromEntries(readdirSync(templates, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
  const path = join(entry.parentPath, entry.name);
  return [`.github/${path.slice(templates.length + 1)}`, readFileSync(path, 'utf8')];
}));

const top = mkdtempSync(join(tmpdir(), 'mllint-workflows-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const VARIABLES = { HOME: top, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', LC_ALL: 'C' };

function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, env: { ...VARIABLES, PATH: process.env.PATH }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** A bare repository with a history, and the workflows in it. */
function origin(name: string, { prod, commits }: { readonly prod?: object; readonly commits: readonly Step[] }): string {
  const [first, ...rest] = commits;
  const { folder } = build({
    now: '2026-11-23T12:00:00Z', layout: 'folders', config: { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', ...prod }] },
    commits: [{ at: '2020-01-01T00:00:00Z', ...first, files }, ...rest],
  });
  const bare = join(top, `${name}.git`);
  git(top, 'clone', '--quiet', '--bare', folder, bare);
  rmSync(folder, { recursive: true, force: true });
  return bare;
}

interface Asked {
  readonly origin: string;
  readonly contexts?: Readonly<Record<string, unknown>> | undefined;
  /** What the forge says of pull requests from the branch. */
  readonly known?: string;
}

interface Outcome extends Ran {
  /** The pull request that was opened. */
  readonly opened?: { readonly head: string; readonly title: string; readonly base: string; readonly body: string };
  /** What it changes, without context. */
  readonly changes: readonly string[];
  readonly calls: readonly string[][];
}

let runs = 0;

/** Leaves the origin as it was. */
async function run(workflow: string, { origin: kept, contexts = {}, known }: Asked): Promise<Outcome> {
  const folder = join(top, `run-${(runs += 1)}`);
  const bare = `${folder}.git`;
  git(top, 'clone', '--quiet', '--mirror', kept, bare);
  const stub = stubs(folder, known);
  const github = { token: 'of the job', repository: 'org/ml-gitops', ref_name: 'main', run_id: '7' };
  const ran = await runWorkflow(files[`.github/workflows/${workflow}.yml`] ?? '', {
    folder, origin: bare, bin: stub.bin, variables: VARIABLES, contexts: { secrets: {}, vars: {}, inputs: {}, ...contexts, github: { ...github, ...unchecked<object>(contexts['github'] ?? {}) } },
  });
  const created = stub.calls().find(([, command, verb]) => command === 'pr' && verb === 'create');
  const option = (name: string): string => created?.[created.indexOf(name) + 1] ?? '';
  const branches = git(bare, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/mllint').trim();
  expect(branches).toBe(created ? option('--head') : '');
  const diff = created ? git(bare, 'diff', '-U0', 'main', option('--head')) : '';
  return {
    ...ran, calls: stub.calls(), changes: diff.split('\n').filter((line) => /^[+-]/.test(line)),
    ...(created ? { opened: { head: option('--head'), title: option('--title'), base: option('--base'), body: stub.body() ?? '' } } : {}),
  };
}

const tools = ['bash', 'git', 'jq', 'curl'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);

describe.skipIf(tools.length > 0)(`the workflows (skipped where bash, git, jq or curl is missing)`, { timeout: 120_000 }, () => {
  const day = (number: number): string => `2020-01-${String(number).padStart(2, '0')}T10:00:00Z`;
  const served = [{ at: day(1), serve: { dev: 43, staging: 43, prod: 43 } }, { at: day(3), serve: { dev: 45 } }, { at: day(5), serve: { staging: 45 } }];
  const lines = (path: string, from: number, to: number): string[] => [
    `--- a/${path}`, `+++ b/${path}`, `-  version: "${from}"`, `-  storageUri: s3://ml-models/fraud-detector/v${from}`, `+  version: "${to}"`, `+  storageUri: s3://ml-models/fraud-detector/v${to}`,
  ];
  let open = '';
  let closed = '';
  let canary = '';
  beforeAll(() => {
    open = origin('open', { commits: served });
    closed = origin('closed', { prod: { requiredSoakTime: '36000d' }, commits: served });
    canary = origin('canary', { prod: { canary: { required: true, initialPercent: 10, soak: '1h' } }, commits: [...served, { at: day(9), serve: { prod: { stable: 43, canary: 45, percent: 10 } } }] });
  });

  describe('mllint-bump', () => {
    const payload = (model: unknown, version: unknown): Asked['contexts'] => ({ github: { event: { client_payload: { model, version } } } });

    it('opens the pull request that serves a version in the first stage, with exactly its lines', async () => {
      const { isGreen, log, opened, changes, calls } = await run('mllint-bump', { origin: open, contexts: payload('fraud-detector', '48') });
      expect(isGreen, log).toBe(true);
      expect(changes).toEqual(lines('environments/dev/values.yaml', 45, 48));
      expect(opened).toMatchObject({ head: 'mllint/bump/fraud-detector/48', base: 'main', title: 'Serve fraud-detector 48 in dev' });
      expect(opened?.body).toMatch(/^````text\n[^]*48[^]*````\n$/);
      expect(calls.map(([name, ...args]) => [name, ...args].slice(0, 3).join(' '))).toEqual(['npm install --global', 'gh pr list', 'gh auth setup-git', 'gh pr create']);
    });

    it.each([
      ['a model that is a command', 'x; touch pwned', '48'],
      ['a version that is a command', 'fraud-detector', '$(touch pwned)'],
      ['a version that is an option', 'fraud-detector', '--help'],
      ['a model that nobody serves', 'churn-scorer', '3'],
      ['a stage in the place of a version', 'fraud-detector', 'latest'],
      ['nothing', undefined, undefined],
    ])('opens nothing for %s', async (_, model, version) => {
      const { isGreen, opened } = await run('mllint-bump', { origin: open, contexts: payload(model, version) });
      expect({ isGreen, opened }).toEqual({ isGreen: false });
    });

    it('opens nothing twice: not beside one that is open, nor after one that was closed', async () => {
      const { isGreen, log, opened } = await run('mllint-bump', { origin: open, contexts: payload('fraud-detector', '48'), known: '#12 (CLOSED)' });
      expect({ isGreen, opened }).toEqual({ isGreen: true });
      expect(log).toContain('there was a pull request from mllint/bump/fraud-detector/48: #12 (CLOSED)');
    });
  });

  describe('mllint-promote', () => {
    it('opens the pull request of a version whose gates are open', async () => {
      const { isGreen, log, opened, changes } = await run('mllint-promote', { origin: open });
      expect(isGreen, log).toBe(true);
      expect(changes).toEqual(lines('environments/prod/values.yaml', 43, 45));
      expect(opened).toMatchObject({ base: 'main', title: 'Promote fraud-detector to prod' });
      expect(opened?.head).toMatch(/^mllint\/promote\/fraud-detector\/prod\/[0-9a-f]{12}$/);
    });

    it('opens nothing while a gate is closed, says so in the log, and is green', async () => {
      const { isGreen, log, opened } = await run('mllint-promote', { origin: closed });
      expect({ isGreen, opened }, log).toEqual({ isGreen: true });
      expect(log).toContain('promotion/soak');
      expect(log).toContain('nothing changed: no pull request');
    });

    it('opens nothing where one is open already', async () => {
      const { isGreen, opened } = await run('mllint-promote', { origin: open, known: '#3 (OPEN)' });
      expect({ isGreen, opened }).toEqual({ isGreen: true });
    });

    it('leaves canaries to those who watch them', async () => {
      const { isGreen, opened, calls } = await run('mllint-promote', { origin: canary });
      expect({ isGreen, opened, calls: calls.length }).toEqual({ isGreen: true, calls: 1 }); // one npm: the second job does not run
    });
  });

  describe('mllint-canary', () => {
    const numbers = (requests: Says, errors: Says, latency: Says) => (query: string): Says => (query.startsWith('sum(increase') ? requests : query.includes('vector(0)') ? errors : latency);

    async function watched(says: (query: string) => Says, asked: Partial<Asked> = {}): Promise<Outcome & { readonly queries: readonly string[] }> {
      const server = await prometheus(says);
      try {
        return { ...(await run('mllint-canary', { origin: canary, ...asked, contexts: { vars: { PROMETHEUS_URL: server.url } } })), queries: server.queries };
      } finally {
        await server.close();
      }
    }

    it('opens the pull request by which a good canary takes over', async () => {
      const { isGreen, log, opened, changes, queries } = await watched(numbers('24000', '0.0004', '0.21'));
      expect(isGreen, log).toBe(true);
      expect(queries[0]).toMatch(/^sum\(increase\(istio_requests_total\{.*destination_workload=~"fraud-detector-predictor\.\*",destination_version="45"\}\[2h\]\)\)$/);
      expect(queries.join('')).not.toMatch(/\{(?:model|namespace|version|window)\}/);
      expect(opened).toMatchObject({ head: 'mllint/canary/fraud-detector/prod/45-at-10-good', title: 'Let fraud-detector 45 take over in prod' });
      expect(opened?.body).toContain('good: 24000 requests in 2h (at least 1000), error rate 0.0004 (at most 0.01), latency 0.21 s (at most 0.5 s)');
      expect(changes).toEqual([
        '--- a/environments/prod/values.yaml', '+++ b/environments/prod/values.yaml', '-  version: "43"', '-  storageUri: s3://ml-models/fraud-detector/v43',
        '-  canary: { version: "45", storageUri: s3://ml-models/fraud-detector/v45, percent: 10 }', '+  version: "45"', '+  storageUri: s3://ml-models/fraud-detector/v45',
      ]);
    });

    it.each([['errors', '0.2', '0.2'], ['latency', '0', '1.7']])('opens the rollback of one with too much of %s', async (_, errors, latency) => {
      const { isGreen, log, opened, changes } = await watched(numbers('300', errors, latency));
      expect(isGreen, log).toBe(true);
      expect(opened).toMatchObject({ head: 'mllint/canary/fraud-detector/prod/45-at-10-bad', title: 'Take the canary 45 of fraud-detector back in prod' });
      expect(changes).toEqual(['--- a/environments/prod/values.yaml', '+++ b/environments/prod/values.yaml', '-  canary: { version: "45", storageUri: s3://ml-models/fraud-detector/v45, percent: 10 }']);
    });

    it.each([
      ['too few requests to be called good', numbers('999', '0', '0.1'), 'waiting: '],
      ['too few requests to be called bad', numbers('12', '1', '3'), 'waiting: '],
      ['no requests', numbers(undefined, undefined, undefined), 'unknown: null requests'],
      ['no error rate', numbers('24000', undefined, '0.1'), 'unknown: '],
      ['no latency', numbers('24000', '0', 'NaN'), 'unknown: '],
      ['an endless latency', numbers('24000', '0', '+Inf'), 'unknown: '],
      ['several series', numbers(['24000', '1'], '0', '0.1'), 'unknown: '],
    ])('gives no verdict on %s', async (_, says, said) => {
      const { isGreen, log, opened } = await watched(says);
      expect({ isGreen, opened }, log).toEqual({ isGreen: true });
      expect(log).toContain(said);
      expect(log.includes('::warning title=mllint canary::no verdict on fraud-detector 45 in prod')).toBe(said.startsWith('unknown'));
    });

    it.each([['an error', { status: 503 }], ['a query that it cannot read', { status: 400 }]])('fails where Prometheus answers with %s', async (_, says) => {
      const { isGreen, opened } = await watched(() => says);
      expect({ isGreen, opened }).toEqual({ isGreen: false });
    });

    it('fails where Prometheus does not answer, or nobody said where it is', async () => {
      for (const vars of [{ PROMETHEUS_URL: 'http://127.0.0.1:9' }, {}]) {
        const { isGreen, opened } = await run('mllint-canary', { origin: canary, contexts: { vars } });
        expect({ isGreen, opened }).toEqual({ isGreen: false });
      }
    });

    it('waits for the gate, however good the canary is', async () => {
      const young = origin('young', { prod: { canary: { required: true, soak: '36000d' } }, commits: [...served, { at: day(9), serve: { prod: { stable: 43, canary: 45, percent: 10 } } }] });
      const { isGreen, log, opened } = await watched(numbers('24000', '0', '0.1'), { origin: young });
      expect({ isGreen, opened }, log).toEqual({ isGreen: true });
      expect(log).toContain('promotion/canary');
    });

    it('asks nothing where there is no canary', async () => {
      const { isGreen, queries } = await watched(() => '1', { origin: open });
      expect({ isGreen, queries }).toEqual({ isGreen: true, queries: [] });
    });
  });

  describe('mllint-rollback', () => {
    it('opens the pull request that brings back what ran before', async () => {
      const { isGreen, log, opened, changes } = await run('mllint-rollback', { origin: open, contexts: { inputs: { model: 'fraud-detector', environment: 'staging', version: '' } } });
      expect(isGreen, log).toBe(true);
      expect(opened).toMatchObject({ head: 'mllint/rollback/fraud-detector/staging/7', title: 'Roll back fraud-detector in staging' });
      expect(changes).toEqual(lines('environments/staging/values.yaml', 45, 43));
    });

    it('opens none to a version that never ran there, nor for what is no name', async () => {
      for (const inputs of [{ model: 'fraud-detector', environment: 'staging', version: '99' }, { model: 'fraud-detector', environment: '$(touch pwned)', version: '' }]) {
        const { isGreen, opened } = await run('mllint-rollback', { origin: open, contexts: { inputs } });
        expect({ isGreen, opened }).toEqual({ isGreen: false });
      }
    });
  });
});

describe('expressions', () => {
  it.each([
    ["secrets.X || github.token", 't'], ["steps.a.outputs.b != '[]'", true], ["steps.a.outputs.b == 'x' || steps.a.outputs.b == 'y'", true], ['fromJSON(steps.a.outputs.c)', [1]], ['inputs.none', undefined],
  ])('%s', (expression, result) => {
    expect(evaluate(expression, { secrets: {}, github: { token: 't' }, steps: { a: { outputs: { b: 'y', c: '[1]' } } }, inputs: {} })).toEqual(result);
  });
});
