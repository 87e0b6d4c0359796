/**
 * `node scripts/run.js test/bench/first-validation.ts`, by hand after `npm run build`: what the first manifest of each of five kinds takes, with the
 * validators, schemas and deferred parts of `dist/`; the best of ten processes each, because other work on the machine only ever adds.
 */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deferring } from '../../src/dev/deferred.ts';
import { yamlBuild } from '../../src/dev/bundle.ts';
import type { Taken } from './first-validation-probe.ts';

const PROCESSES = 10;
const TARGET = 30;

/** A package of its own whose `dist/` holds the probe beside what the product's holds. */
async function probeIn(folder: string): Promise<string> {
  const root = process.cwd();
  const outfile = join(folder, 'dist', 'probe.js');
  mkdirSync(join(folder, 'dist'));
  symlinkSync(join(root, 'schemas'), join(folder, 'schemas'));
  for (const part of ['schemas', 'deferred']) symlinkSync(join(root, 'dist', part), join(folder, 'dist', part));
  await build({
    entryPoints: ['test/bench/first-validation-probe.ts'], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error',
    alias: { yaml: join(root, yamlBuild) }, plugins: [deferring(root)], minifySyntax: true, minifyWhitespace: true,
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  return outfile;
}

function measured(probe: string): Taken {
  return JSON.parse(execFileSync(process.execPath, [probe], { encoding: 'utf8' }));
}

const folder = mkdtempSync(join(tmpdir(), 'mllint-first-'));
try {
  const probe = await probeIn(folder);
  const all = Array.from({ length: PROCESSES }, () => measured(probe));
  const best = (key: keyof Taken): number => Math.min(...all.map((one) => one[key]));
  process.stdout.write(`five kinds loaded and first validated, best of ${PROCESSES}: ${best('wall').toFixed(1)} ms (${best('cpu').toFixed(1)} ms of CPU), target ≤ ${TARGET} ms: ${best('wall') <= TARGET ? 'ok' : 'MISSED'}; rules in CEL after that ${best('cel').toFixed(1)} ms\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
