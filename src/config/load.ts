/** From `mllint.yaml` to the configuration in force. */
import type { Condition, Rule } from '../rule.ts';
import type { SourceFile } from '../source.ts';
import type { LoadedConfig } from './config.ts';
import { declaration, type Settings } from './declaration.ts';
import { readLayers, type ReadFile } from './layers.ts';
import { Compilation, type Compilers } from './matcher.ts';
import { Reading } from './reading.ts';
import { merged, resolveConfig } from './resolve.ts';

export type { ReadFile } from './layers.ts';

/** Reads the configuration; what is wrong with it is a problem, and its default is taken. Without a file the defaults. */
export async function loadConfig(
  file: SourceFile | undefined, rules: readonly (Rule | Condition)[], readFile: ReadFile = () => undefined,
): Promise<LoadedConfig> {
  const reading = new Reading();
  const layers = file ? readLayers(file, { shape: declaration(rules), readFile, reading }) : undefined;
  const settings = (layers?.settings ?? []).reduceRight<Settings>((base, nearer) => merged(base, nearer), {});
  const compilation = new Compilation(await neededCompilers(reading), reading);
  const sources = { ...(file ? { file } : {}), preset: layers?.preset ?? 'recommended', settings, rules };
  const config = resolveConfig(sources, compilation, reading);
  return { config, problems: reading.problems, notYet: reading.notYet };
}

async function neededCompilers({ needs }: Reading): Promise<Compilers> {
  return {
    ...(needs.has('glob') ? { glob: (await import('./glob.ts')).compileGlob } : {}),
    ...(needs.has('pattern') ? { pattern: (await import('./pattern.ts')).compilePattern } : {}),
  };
}
