/** The bundle: what is built from what. One start-up file and chunks that `await import` loads when they are needed. */
import { type Metafile, type Plugin, build } from 'esbuild';
import { join, relative } from 'node:path';
import { deferredFile, deferredModules, deferring } from './deferred.ts';
import { noticesOf } from './notices.ts';
import { validatorFiles } from './validators/build.ts';
import { syncFolder, writeFresh } from './write.ts';

/** Where the account of the last bundle lies, for the test of what start-up loads; outside of what is packaged. */
export const metafilePath = 'node_modules/.cache/mllint/metafile.json';

/** Bundled CommonJS packages call `require` for Node's own modules; ES modules have none. */
const requireShim = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * The same code as the build of `yaml` for Node, which asks the environment for a debugging switch at every token
 * (most of the time of a run); its modules also let the bundle leave out what is not used.
 */
export const yamlBuild = 'node_modules/yaml/browser/dist/index.js';

/** Builds `dist/` under the project's root; files whose content stays the same are not touched, so a running mllint is not disturbed. */
export async function bundle(root: string): Promise<Metafile> {
  const plugins = [deferring(root), withoutDevtools];
  const results = await Promise.all([
    build({ ...moduleOptions(root), plugins, entryPoints: ['src/main.ts', 'src/fix-thread.ts'], chunkNames: 'chunks/[name]-[hash]', splitting: true }),
    // A thread loads one file, and the chunks of the first thread are none the smaller for it.
    build({ ...moduleOptions(root), plugins, entryPoints: ['src/parse-worker.ts'] }),
    build({ ...options(root), entryPoints: deferredEntries(), format: 'cjs', outExtension: { '.js': '.cjs' } }),
  ]);
  const folder = join(root, 'dist');
  const files = new Map(results.flatMap(({ outputFiles }) => outputFiles).map(({ path, text }) => [relative(folder, path), text]));
  const metafile = merged(results.map((result) => result.metafile));
  for (const [path, text] of await validatorFiles(root)) files.set(`schemas/${path}`, text);
  files.set('THIRD-PARTY-NOTICES.txt', noticesOf(metafile, root));
  syncFolder(folder, files);
  writeFresh(join(root, metafilePath), JSON.stringify(metafile));
  return metafile;
}

function deferredEntries(): { in: string; out: string }[] {
  return deferredModules.map((module) => ({ in: module.path, out: deferredFile(module) }));
}

function merged(metafiles: readonly Metafile[]): Metafile {
  const inputs = Object.fromEntries(metafiles.flatMap((metafile) => Object.entries(metafile.inputs)));
  const outputs = Object.fromEntries(metafiles.flatMap((metafile) => Object.entries(metafile.outputs)));
  return { inputs, outputs };
}

function moduleOptions(root: string) {
  return { ...options(root), format: 'esm', banner: { js: requireShim } } as const;
}

function options(root: string) {
  return {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    alias: { yaml: join(root, yamlBuild) },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none', // the notices file holds them whole
    logLevel: 'silent', // what is wrong is thrown
    metafile: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' }, // React for users; ink looks for no developer's tools
  } as const;
}

/** What ink loads for its own developers, from a package that is not there. */
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(build) {
    build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/ }, () => ({ contents: '', loader: 'js' }));
  },
};
