// Runs a TypeScript file of this project: node scripts/run.js src/dev/generate.ts --check
// Node 20 cannot load TypeScript; esbuild is here anyway. The script finds the project's root in its working directory.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [entry = '', ...scriptArguments] = process.argv.slice(2);
const outfile = resolve(root, 'node_modules/.cache/mllint', `${basename(entry, '.ts')}-${process.pid}.mjs`);

process.chdir(root);
const alias = { yaml: resolve(root, 'node_modules/yaml/browser/dist/index.js') }; // as in the bundle, see src/dev/bundle.ts
const bundle = { alias, entryPoints: [entry], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'error' };
await build(bundle).catch(() => process.exit(1)); // esbuild has said why
process.argv = [process.execPath, entry, ...scriptArguments];
await import(pathToFileURL(outfile).href).finally(() => rm(outfile));
