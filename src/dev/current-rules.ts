/** The rules as their files state them now, also where this process started before the index was written. */
import { build } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Condition, Rule } from '../rule.ts';
import { compareText } from '../source.ts';
import { unchecked } from '../unchecked.ts';

/** Rules and conditions together, sorted by id. */
export async function currentRules(root: string): Promise<readonly (Rule | Condition)[]> {
  const { outputFiles } = await build({
    absWorkingDir: root, entryPoints: ['rules/index.ts'], bundle: true, packages: 'external', platform: 'node', format: 'esm', write: false,
    logLevel: 'silent', // what is wrong is thrown
  });
  const folder = join(root, 'node_modules/.cache/mllint');
  const path = join(folder, `rules-${process.pid}-${Date.now()}.mjs`);
  const { href } = pathToFileURL(path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, outputFiles[0]?.text ?? '');
  try {
    // eslint-disable-next-line no-restricted-syntax -- our own ES module, not a package
    const { rules, conditions } = unchecked<{ rules: readonly Rule[]; conditions: readonly Condition[] }>(await import(href));
    return [...rules, ...conditions].sort((a, b) => compareText(a.id, b.id));
  } finally {
    rmSync(path, { force: true });
  }
}
