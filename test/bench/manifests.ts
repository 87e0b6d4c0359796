/** A large repository of plain manifests: every run writes the same one. Folders `teams/<team>/<environment>/<model>/`, five manifests each. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TEMPLATES, type Served, type Template } from './templates.ts';

export interface Generated {
  readonly manifests: number;
  readonly bytes: number;
  readonly lines: number;
}

const TEAMS = ['payments', 'marketing', 'search', 'logistics', 'support', 'pricing', 'risk', 'catalog'];
const SUBJECTS = ['fraud', 'churn', 'basket', 'address', 'ticket', 'demand', 'credit', 'image', 'session', 'review', 'route', 'invoice', 'offer'];
const TASKS = ['detector', 'scorer', 'ranker', 'classifier', 'forecaster', 'embedder', 'matcher'];
const ENVIRONMENTS = ['dev', 'staging', 'prod'];

/** What lies in the folder of a model: how many manifests, and which one at a place of which folder. */
export interface Mix {
  readonly perFolder: number;
  readonly templateAt: (slot: number, folder: number) => Template | undefined;
}

/** The last of every five is of a kind that few rules read, another one in each folder. */
const SERVING: Mix = {
  perFolder: 5,
  templateAt: (slot, folder) => TEMPLATES.read[slot] ?? TEMPLATES.unread[folder % TEMPLATES.unread.length],
};

/** Writes `count` manifests below a folder and makes it a Git repository. */
export function writeManifests(folder: string, count: number, { perFolder, templateAt }: Mix = SERVING): Generated {
  const random = randomNumbers(20_261_123);
  let bytes = 0;
  let lines = 0;
  for (let index = 0; index < count; index += 1) {
    const place = Math.floor(index / perFolder);
    const served = describe(Math.floor(place / ENVIRONMENTS.length), ENVIRONMENTS[place % ENVIRONMENTS.length] ?? 'dev', random);
    const template = templateAt(index % perFolder, place);
    if (!template) throw new RangeError('there are as many templates as manifests in a folder');
    const { name, print } = template;
    const text = print(served);
    const path = join(folder, 'teams', served.team, served.environment, served.model, `${name}.yaml`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    bytes += Buffer.byteLength(text);
    lines += text.split('\n').length - 1;
  }
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  return { manifests: count, bytes, lines };
}

/** The same for one model in every environment, but for what nobody compares. */
function describe(model: number, environment: string, random: () => number): Served {
  const words = [SUBJECTS[model % SUBJECTS.length], TASKS[Math.floor(model / SUBJECTS.length) % TASKS.length]];
  return {
    team: TEAMS[model % TEAMS.length] ?? 'payments',
    model: `${words.join('-')}-${String(model).padStart(4, '0')}`,
    environment,
    version: 12 + (model % 70),
    memory: 2 + (model % 3),
    ticket: 1000 + Math.floor(random() * 9000),
    digest: Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join(''),
  };
}

/** Mulberry32: numbers from 0 to 1 that are the same in every run. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function git(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
