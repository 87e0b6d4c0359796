/** The example grown in time: many models in three environments, moved in order by thousands of commits, and branches that move one more. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const EXAMPLE = 'fixtures/ml-gitops';
const MODEL = 'fraud-detector';
const STAGES = ['dev', 'staging', 'prod'] as const;
type Stage = (typeof STAGES)[number];

const START = Date.UTC(2024, 0, 1) / 1000;
/** Seconds between two commits. */
const STEP = 5 * 3600;
const DAY = 24 * 3600;
/** What every model does in the end, so that it has something to promote to each environment. */
const LAST_MOVES: readonly Stage[] = ['dev', 'staging', 'dev'];

export interface LongHistory {
  /** A time soon after the last commit, for `--now`. */
  readonly now: string;
  /** The model that the branches `to-staging` and `unseen-to-prod` move. */
  readonly model: string;
}

interface Stand {
  version: number;
  /** In seconds. */
  since: number;
  canary?: number;
  before: number;
}

/** Writes a repository of which `main` has so many first parents. The branches: `to-staging`, `unseen-to-prod` (a version that never ran anywhere), `all-to-prod`. */
export function writeLongHistory(folder: string, { commits, models }: { readonly commits: number; readonly models: number }): LongHistory {
  mkdirSync(folder, { recursive: true });
  const stream = new Stream();
  const fleet = new Fleet(models);
  stream.commit('main', START, { ...sharedFiles(), ...fleet.files() });
  for (let index = 1; index < commits; index += 1) {
    const left = commits - index;
    const files = left <= models * LAST_MOVES.length ? fleet.lastMove(left - 1) : index % 97 === 0 ? sharedChange(index) : fleet.move(START + index * STEP);
    stream.commit('main', START + index * STEP, files, { isMerge: index % 3 === 0 });
  }
  const after = START + commits * STEP;
  stream.commit('to-staging', after, fleet.with(7, 'staging', (versions) => versions.dev));
  stream.commit('unseen-to-prod', after, fleet.with(7, 'prod', () => 9_999));
  stream.commit('all-to-prod', after, Object.assign({}, ...Array.from({ length: models }, (_, model) => fleet.with(model, 'prod', (versions) => versions.staging))));
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['fast-import', '--quiet'], stream.text());
  git(folder, ['remote', 'add', 'origin', 'https://github.com/example-org/ml-gitops.git']);
  git(folder, ['checkout', '--quiet', 'main']);
  return { now: new Date((after + STEP) * 1000).toISOString(), model: nameOf(7) };
}

/** What every model serves, and how that goes on. */
class Fleet {
  readonly #stands: readonly Readonly<Record<Stage, Stand>>[];
  #random = 1;

  constructor(models: number) {
    const stand = (): Stand => ({ version: 1, before: 1, since: START });
    this.#stands = Array.from({ length: models }, () => ({ dev: stand(), staging: stand(), prod: stand() }));
  }

  files(): Record<string, string> {
    return Object.assign({}, ...this.#stands.map((_, model) => ({
      ...modelFiles(model), ...Object.assign({}, ...STAGES.map((stage) => this.#file(model, stage))),
    })));
  }

  /** One model moves on in one environment. */
  move(now: number): Record<string, string> {
    const model = this.#below(this.#stands.length);
    const stands = this.#stands[model];
    if (!stands) return {};
    const { dev, staging, prod } = stands;
    if (prod.canary !== undefined) return this.#set(model, 'prod', { version: prod.canary, before: prod.version, since: now });
    if (prod.version !== prod.before && this.#below(25) === 0) return this.#set(model, 'prod', { version: prod.before, before: prod.before, since: now });
    if (staging.version > prod.version && now - staging.since > DAY && this.#below(2) === 0) {
      if (this.#below(12) === 0) return this.#set(model, 'prod', { ...prod, canary: staging.version });
      return this.#set(model, 'prod', { version: staging.version, before: prod.version, since: now });
    }
    if (dev.version > staging.version && now - dev.since > DAY && this.#below(2) === 0) return this.#set(model, 'staging', { version: dev.version, before: staging.version, since: now });
    return this.#set(model, 'dev', { version: dev.version + 1, before: dev.version, since: now });
  }

  /** So many commits are still to come. */
  lastMove(left: number): Record<string, string> {
    const model = left % this.#stands.length;
    const stands = this.#stands[model];
    const stage = LAST_MOVES[LAST_MOVES.length - 1 - Math.floor(left / this.#stands.length)];
    if (!stands || !stage) return {};
    const { [stage]: stand, dev } = stands;
    return this.#set(model, stage, { ...stand, version: stage === 'dev' ? dev.version + 1 : dev.version });
  }

  /** The file of a model with another version, which is served nowhere yet. */
  with(model: number, stage: Stage, version: (served: Readonly<Record<Stage, number>>) => number): Record<string, string> {
    const stands = this.#stands[model];
    if (!stands) return {};
    const served = { dev: stands.dev.version, staging: stands.staging.version, prod: stands.prod.version };
    return { [pathOf(model, stage)]: textOf(model, stage, { version: version(served) }) };
  }

  #set(model: number, stage: Stage, stand: Stand): Record<string, string> {
    const stands = this.#stands[model];
    if (stands) {
      delete stands[stage].canary;
      Object.assign(stands[stage], stand);
    }
    return this.#file(model, stage);
  }

  #file(model: number, stage: Stage): Record<string, string> {
    const stand = this.#stands[model]?.[stage];
    return stand ? { [pathOf(model, stage)]: textOf(model, stage, stand) } : {};
  }

  /** The numbers of "Numerical Recipes": the same history on every machine. */
  #below(limit: number): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#random / 2 ** 32) * limit);
  }
}

const NAMES = [
  'fraud-detector', 'churn-scorer', 'price-forecaster', 'spam-filter', 'search-ranker', 'basket-recommender', 'credit-rater', 'demand-planner', 'image-tagger', 'intent-classifier',
  'claim-router', 'ad-bidder', 'route-optimizer', 'review-summarizer', 'anomaly-watcher', 'lead-qualifier', 'stock-balancer', 'ticket-triager', 'document-parser', 'voice-transcriber',
];

function nameOf(model: number): string {
  return `${NAMES[model % NAMES.length] ?? ''}${model < NAMES.length ? '' : `-${model}`}`;
}

function pathOf(model: number, stage: Stage): string {
  return `environments/${stage}/${nameOf(model)}/values.yaml`;
}

function textOf(model: number, stage: Stage, { version, canary }: Pick<Stand, 'version' | 'canary'>): string {
  const uri = (of: number): string => `s3://example-ml-models/${nameOf(model)}/v${of}`;
  const tried = canary === undefined ? '' : `\n  canary: { version: "${canary}", storageUri: ${uri(canary)}, percent: 10 }`;
  const own = `version: "${version}"\n  storageUri: ${uri(version)}${tried}`;
  return example(`environments/${stage}/${MODEL}/values.yaml`).replaceAll(MODEL, nameOf(model)).replace(/version: "\d+"\n {2}storageUri: \S+/, own);
}

function modelFiles(model: number): Record<string, string> {
  return Object.fromEntries(['models/*/values.yaml', 'argocd/applicationsets/*.yaml'].map((path) => [path.replace('*', nameOf(model)), example(path.replace('*', MODEL)).replaceAll(MODEL, nameOf(model))]));
}

function sharedFiles(): Record<string, string> {
  const charts = readdirSync(join(EXAMPLE, 'charts'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = charts.map(({ parentPath, name }) => `${parentPath.replaceAll('\\', '/')}/${name}`.slice(EXAMPLE.length + 1));
  return { ...Object.fromEntries([...paths, 'argocd/project.yaml'].map((path) => [path, example(path)])), 'README.md': '# Models\n', 'mllint.yaml': CONFIG };
}

const CONFIG = 'environments:\n  - { name: dev }\n  - { name: staging }\n  - { name: prod, requiredSoakTime: 24h }\n';

/** Somebody edits a comment of the chart, or the read-me file. */
function sharedChange(index: number): Record<string, string> {
  if (index % 2 === 0) return { 'README.md': `# Models\n\nEdition ${index}.\n` };
  const path = `charts/model-serving/${index % 4 === 1 ? 'values.yaml' : 'templates/service.yaml'}`;
  return { [path]: path.endsWith('values.yaml') ? `# Edition ${index}.\n${example(path)}` : `{{- /* Edition ${index}. */ -}}\n${example(path)}` };
}

const texts = new Map<string, string>();

function example(path: string): string {
  const text = texts.get(path) ?? readFileSync(join(EXAMPLE, path), 'utf8');
  texts.set(path, text);
  return text;
}

/** What `git fast-import` reads. */
class Stream {
  readonly #parts: string[] = [];
  #mark = 0;
  #main: number | undefined;

  commit(branch: string, time: number, files: Readonly<Record<string, string>>, { isMerge = false } = {}): void {
    const topic = isMerge ? this.#write('topic', time - 3600, { files, from: this.#main }) : undefined;
    const mark = this.#write(branch, time, { files, from: this.#main, ...(topic === undefined ? {} : { merged: topic }) });
    if (branch === 'main') this.#main = mark;
  }

  text(): string {
    return this.#parts.join('');
  }

  #write(branch: string, time: number, { files, from, merged }: { readonly files: Readonly<Record<string, string>>; readonly from: number | undefined; readonly merged?: number }): number {
    const mark = (this.#mark += 1);
    this.#parts.push(
      `commit refs/heads/${branch}\nmark :${mark}\nauthor a <a@example.org> ${time} +0000\ncommitter c <c@example.org> ${time} +0000\n${data(`Commit ${mark}`)}`,
      from === undefined ? '' : `from :${from}\n`, merged === undefined ? '' : `merge :${merged}\n`,
      ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`), '\n',
    );
    return mark;
  }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function git(cwd: string, args: readonly string[], input?: string): void {
  const { status, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', ...(input === undefined ? {} : { input }) });
  if (status !== 0) throw new Error(stderr);
}
