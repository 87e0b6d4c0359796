/**
 * Writes into fixtures/render/kustomize/*.yaml what the real `kubectl kustomize` makes of each case.
 * `node scripts/run.js test/kustomize/record-leaves.ts [leaf…]`, with kubectl 1.34 (kustomize 5.7.1) and helm in the PATH.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { KustomizeCase } from './cases.ts';

/** What kustomize prints, or says on the way out, without what it says of its age. */
export function kustomize(files: KustomizeCase['files'], flags: readonly string[] = []): { expected: string } | { error: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-case-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', ...flags, ...helmFlags(files, folder), folder], { encoding: 'utf8' });
    return status === 0 ? { expected: stdout } : { error: errorIn(stderr).replaceAll(folder, '/repository').replaceAll(/kustomize-helm-\d+/g, 'kustomize-helm') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Charts want a Helm that says it is Helm 3; any will do. */
function helmFlags(files: KustomizeCase['files'], folder: string): string[] {
  if (!Object.values(files).some((text) => /helmChart(s|Inflation)/.test(text))) return [];
  const command = join(folder, 'helm.sh');
  writeFileSync(command, '#!/bin/sh\nif [ "$1" = version ]; then echo v3.19.0; else exec helm "$@"; fi\n');
  chmodSync(command, 0o755);
  return ['--enable-helm', '--helm-command', command];
}

/** What kubectl says went wrong: as a message, or as an entry of a log. */
function errorIn(stderr: string): string {
  const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('# Warning')).join('\n').replace(/^error: /, '');
  const quoted = / err=(".*")$/.exec(said)?.[1];
  if (quoted !== undefined) return String(JSON.parse(quoted));
  const block = / err=<\n([^]*)\n >$/.exec(said)?.[1];
  return block === undefined ? said : block.replaceAll(/^\t/gm, '');
}

export function recordLeaf(path: string): void {
  const cases: KustomizeCase[] = parse(readFileSync(path, 'utf8'));
  const recorded = cases.map(({ name, files }) => ({ name, files, ...kustomize(files) }));
  writeFileSync(path, stringify(recorded, { lineWidth: 0 }));
}
