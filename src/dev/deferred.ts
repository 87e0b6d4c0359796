/**
 * Modules that hardly a run needs, but synchronously where it does, so that `await import` is no way to have them. Each becomes a file of its own, and
 * who imports it gets functions that load that file when they are first called. Sources know nothing of it.
 */
import type { Plugin } from 'esbuild';
import { join } from 'node:path';

interface DeferredModule {
  readonly path: string;
  /** All that others import from it; functions only. */
  readonly functions: readonly string[];
}

export const deferredModules: readonly DeferredModule[] = [
  { path: 'src/yaml/package.ts', functions: ['readByPackage', 'scanComments'] },
  { path: 'src/digest.ts', functions: ['hexDigest', 'masterKey', 'hmacSha256', 'decryptAes256', 'isCertificate'] },
  { path: 'src/cel/library/compile.ts', functions: ['compileProgram', 'celDuration', 'celTimestamp', 'celOptional'] },
  { path: 'src/re2.ts', functions: ['compileRe2', 'quoteRe2'] },
];

/** Where the file of a module lies below `dist/`. */
export function deferredFile({ path }: DeferredModule): string {
  return `deferred/${path.replace(/^src\//, '').replace(/\.ts$/, '').replaceAll('/', '-')}`;
}

/** Puts the functions that load in the place of the modules. */
export function deferring(root: string): Plugin {
  const byPath = new Map(deferredModules.map((module) => [join(root, module.path), module]));
  return {
    name: 'deferring',
    setup(build) {
      build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
        const module = byPath.get(join(resolveDir, path));
        return module && { path: join(root, module.path), namespace: 'deferred' };
      });
      build.onLoad({ filter: /.*/, namespace: 'deferred' }, ({ path }) => {
        const module = byPath.get(path);
        return module && { contents: loaderOf(module), loader: 'js' };
      });
    },
  };
}

function loaderOf(module: DeferredModule): string {
  const calls = module.functions.map((name) => `export const ${name} = (...values) => load().${name}(...values);`);
  return [
    "import { createRequire } from 'node:module';",
    'let loaded;',
    "const dist = import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/') + '/dist/'.length);", // chunks lie deeper than entries
    `const load = () => (loaded ??= createRequire(dist)('./${deferredFile(module)}.cjs'));`,
    ...calls,
  ].join('\n');
}
