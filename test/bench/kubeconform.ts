/**
 * `node scripts/run.js test/bench/kubeconform.ts`, by hand: mllint beside kubeconform on the same manifests, whole runs in turn, the best of each.
 * kubeconform gets schemas from the local disk, as `npm run conformance` writes them, and refuses unknown fields like mllint.
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

function tools(folder: string): Tool[] {
  return [
    {
      name: 'mllint, every rule', command: 'node', args: ['bin/mllint.js', '--exit-zero', '--format', 'json', '-C', folder],
      isWhole: ({ stdout }) => JSON.parse(stdout).summary.manifests === MANIFESTS,
    },
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
    for (const { tool, times } of measured) process.stdout.write(`${tool.name.padEnd(24)}  ${(MANIFESTS / Math.min(...times)).toFixed(0).padStart(6)} a second  (${times.map((time) => time.toFixed(2)).join(', ')} s)\n`);
    const [own = NaN, other = NaN] = measured.map(({ times }) => Math.min(...times));
    process.stdout.write(`mllint is ${(other / own).toFixed(2)} × as fast\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const reason = missing();
if (reason === undefined) compare();
else process.stdout.write(`skipped: ${reason}\n`);
