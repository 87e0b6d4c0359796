/**
 * `node scripts/run.js test/bench/kubeconform.ts`, by hand: mllint beside kubeconform on the same manifests, whole runs in turn, the best of each.
 * kubeconform gets schemas from the local disk, as `npm run conformance` writes them, and refuses unknown fields like mllint. It does the work of one rule,
 * `kubernetes/schema`: mllint runs with that alone, and with every rule.
 */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeconformArguments, schemaFolder } from '../conformance/schema-folder.ts';
import { GITOPS } from './gitops-templates.ts';
import { writeManifests } from './manifests.ts';

const MANIFESTS = 10_000;
const ROUNDS = 5;

interface Tool {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Whether what it printed shows that every manifest was looked at. */
  readonly isWhole: (printed: SpawnSyncReturns<string>) => boolean;
}

const SAME_WORK = 'mllint --rule kubernetes/schema (the same work)';
const EVERY_RULE = 'mllint, every rule';

function mllint(name: string, folder: string, more: readonly string[]): Tool {
  return {
    name, command: 'node', args: ['bin/mllint.js', '--exit-zero', '--format', 'json', '-C', folder, ...more],
    isWhole: ({ stdout }) => JSON.parse(stdout).summary.manifests === MANIFESTS && JSON.parse(stdout).summary.errors === 0,
  };
}

function tools(folder: string): Tool[] {
  return [
    mllint(SAME_WORK, folder, ['--rule', 'kubernetes/schema']),
    mllint(EVERY_RULE, folder, []),
    {
      name: 'kubeconform -strict', command: 'kubeconform', args: [...kubeconformArguments(), '-n', String(availableParallelism()), '-summary', '-output', 'json', folder],
      isWhole: ({ stdout }) => JSON.parse(stdout).summary.valid === MANIFESTS,
    },
  ];
}

function seconds({ command, args, isWhole, name }: Tool): number {
  const start = performance.now();
  const printed = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const time = (performance.now() - start) / 1000;
  if (printed.error || printed.status !== 0) throw new Error(`${name} ended with ${String(printed.status)}: ${printed.stderr.slice(0, 500)} ${printed.stdout.slice(0, 500)}`);
  if (!isWhole(printed)) throw new Error(`${name} did not look at every manifest, or found one invalid: ${printed.stdout.slice(0, 500)}`);
  return time;
}

/** Why there is nothing to measure; undefined where there is. */
function missing(): string | undefined {
  if (spawnSync('kubeconform', ['-v']).error) return 'kubeconform is not installed: go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0';
  return existsSync(schemaFolder()) ? undefined : `there are no schemas in ${schemaFolder()}: npm run conformance writes them`;
}

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-kubeconform-'));
  try {
    const { bytes, lines } = writeManifests(folder, MANIFESTS, GITOPS);
    process.stdout.write(`${MANIFESTS} manifests of ${(bytes / MANIFESTS / 1000).toFixed(2)} KB and ${(lines / MANIFESTS).toFixed(0)} lines, ${ROUNDS} rounds, best of each\n`);
    const measured = tools(folder).map((tool) => { const times: number[] = []; return { tool, times }; });
    for (let round = 0; round < ROUNDS; round += 1) for (const { tool, times } of measured) times.push(seconds(tool));
    for (const { tool, times } of measured) process.stdout.write(`${tool.name.padEnd(48)}  ${(MANIFESTS / Math.min(...times)).toFixed(0).padStart(6)} a second  (${times.map((time) => time.toFixed(2)).join(', ')} s)\n`);
    const [same = NaN, every = NaN, other = NaN] = measured.map(({ times }) => Math.min(...times));
    process.stdout.write(`at the same work mllint is ${(other / same).toFixed(2)} × as fast, with every rule ${(other / every).toFixed(2)} ×\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const reason = missing();
if (reason === undefined) compare();
else process.stdout.write(`skipped: ${reason}\n`);
