/** A hook is run at every commit: what it loads before it knows what to do is kept small. */
import type { Metafile } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { metafilePath } from '../src/dev/bundle.ts';

/** Loaded with `await import` by the runs that need it, with the reason. A path ends with `/` when it stands for a folder. */
const lazy: Readonly<Record<string, string>> = {
  'node_modules/ink/': 'the interface, and only in a terminal (400 ms with react)',
  'node_modules/react/': 'the interface, and only in a terminal',
  'node_modules/@kubernetes/client-node/': 'the cluster, which hardly a run asks (600 ms)',
  'node_modules/@marcbachmann/cel-js/': 'expressions in CEL, where one is met',
  'src/cel/library/': 'the functions that they call',
  'node_modules/croner/': 'where a freeze window is configured',
  'node_modules/ajv/': 'schemas, where something is validated against one',
  'src/tui/': 'the interface',
  'src/report/': 'one format of many',
  'src/render/helm/': 'where there is a chart',
  'src/render/kustomize/': 'where there is a kustomization',
  'rules/pages.ts': 'mllint explain',
};

/** What start-up may load of the above, each for a reason given here. */
const eager: readonly string[] = [];

const maximalKibibytes = 1024;

describe('what start-up loads', () => {
  let metafile: Metafile;

  beforeAll(() => {
    metafile = JSON.parse(readFileSync(fileURLToPath(new URL(`../${metafilePath}`, import.meta.url)), 'utf8'));
  });

  it.each(Object.entries(lazy))('does not hold %s: %s', (path) => {
    const loaded = startupFiles(metafile).filter((file) => file.startsWith(path) && !eager.includes(file));
    expect(loaded).toEqual([]);
  });

  it(`is smaller than ${maximalKibibytes} KiB`, () => {
    const bytes = startupChunks(metafile).reduce((sum, chunk) => sum + (metafile.outputs[chunk]?.bytes ?? 0), 0);
    expect(bytes / 1024).toBeLessThan(maximalKibibytes);
  });
});

/** The source files of which some code is loaded before the first `await import`. */
function startupFiles(metafile: Metafile): string[] {
  return startupChunks(metafile).flatMap((chunk) =>
    Object.entries(metafile.outputs[chunk]?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
}

/** The entry and every chunk it imports statically, directly or through others. */
function startupChunks(metafile: Metafile): string[] {
  const entry = Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint === 'src/main.ts');
  const reached = new Set(entry === undefined ? [] : [entry]);
  for (const chunk of reached) {
    const imports = metafile.outputs[chunk]?.imports ?? [];
    for (const { path, kind, external } of imports) {
      if (kind === 'import-statement' && external !== true) reached.add(path);
    }
  }
  if (reached.size === 0) throw new Error('the bundle has no entry src/main.ts');
  return [...reached];
}
