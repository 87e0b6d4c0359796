/** The example grown: its chart, and one ApplicationSet with three environments for each of many models. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const EXAMPLE = 'fixtures/ml-gitops';
const MODEL = 'fraud-detector';
const ENVIRONMENTS = ['dev', 'staging', 'prod'];

/** Writes a repository of at least `count` Applications and returns how many there are. */
export function writeApplications(folder: string, count: number): number {
  cpSync(join(EXAMPLE, 'charts'), join(folder, 'charts'), { recursive: true });
  const models = Math.ceil(count / ENVIRONMENTS.length);
  const files = ['models/*/values.yaml', 'argocd/applicationsets/*.yaml', ...ENVIRONMENTS.map((name) => `environments/${name}/*/values.yaml`)];
  const texts = files.map((path) => [path, readFileSync(join(EXAMPLE, path.replace('*', MODEL)), 'utf8')] as const);
  for (let index = 0; index < models; index += 1) {
    const name = `model-${String(index).padStart(5, '0')}`;
    for (const [path, text] of texts) write(join(folder, path.replace('*', name)), text.replaceAll(MODEL, name));
  }
  write(join(folder, 'argocd/project.yaml'), readFileSync(join(EXAMPLE, 'argocd/project.yaml'), 'utf8'));
  for (const args of [['init', '--quiet'], ['add', '--all']]) spawnSync('git', args, { cwd: folder, stdio: 'ignore' });
  return models * ENVIRONMENTS.length;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
