/** From `mllint.yaml` and the files beside it to the policy in force. */
import { posix } from 'node:path';
import type { Condition, Rule } from '../rule.ts';
import { TEMPLATE_NAMES, unknownName, type SchemaFolders } from '../kubernetes/schema/schema-folders.ts';
import { SourceFile, startOf } from '../source.ts';
import { BASELINE_FILE, readBaseline } from './baseline.ts';
import type { LoadedConfig, OwnRules } from './config.ts';
import { declaration, type Settings } from './declaration.ts';
import { compileExceptions, readExceptions } from './exceptions.ts';
import { isOutside, readable, readLayers, type ReadFile } from './layers.ts';
import { Compilation, type Compilers } from './matcher.ts';
import { quoted } from './plain-value.ts';
import { Reading, type Placed } from './reading.ts';
import { readOwnSections, type RulesOf } from './own-rules.ts';
import { DEFAULT_EXCEPTIONS, merged, resolveConfig } from './resolve.ts';

export type { ReadFile } from './layers.ts';

/** Reads the policy; what is wrong with it is a problem, and its default is taken. Without a file the defaults. */
export async function loadConfig(
  file: SourceFile | undefined, builtIn: readonly (Rule | Condition)[], readFile: ReadFile = () => undefined, rulesOf?: RulesOf,
): Promise<LoadedConfig> {
  const reading = new Reading();
  const sections = file ? readOwnSections(file, readFile) : undefined;
  const own = (sections && await rulesOf?.({ ...sections, taken: builtIn.map(({ id }) => id), readFile, reading })) ?? NO_OWN_RULES;
  const rules = [...builtIn, ...own.rules];
  const layers = file ? readLayers(file, { shape: declaration(rules), readFile, reading }) : undefined;
  const settings = (layers?.settings ?? []).reduceRight<Settings>((base, nearer) => merged(base, nearer), {});
  const exceptionsFile = fileOfExceptions(settings, readFile, reading);
  const entries = exceptionsFile ? readExceptions(exceptionsFile, reading) : [];
  const baselineFile = besides(BASELINE_FILE, readFile, reading);
  const baseline = baselineFile ? readBaseline(baselineFile, reading) : [];
  const compilation = new Compilation(await neededCompilers(reading), reading);
  const { preset = 'recommended', presetAt } = layers ?? {};
  const contractSchema = namedFile(settings.contract?.schema, readFile, reading);
  if (contractSchema) reportNoJson(contractSchema, reading);
  const sources = { ...(file ? { file } : {}), ...(contractSchema ? { contractSchema } : {}), preset, ...(presetAt ? { presetAt } : {}), schemas: schemaFolders(settings.schemas ?? [], readFile, reading), settings, rules };
  const config = resolveConfig(sources, compilation, reading);
  const environments = config.environments?.map(({ name }) => name);
  const known = { rules: config.rules.known, ...(environments ? { environments } : {}) };
  const exceptions = compileExceptions(entries, known, { compilation, reading });
  return { config, rules, own, layers: layers?.nodes ?? [], exceptions, baseline, ...(baselineFile ? { baselineFile } : {}), problems: reading.problems, notYet: reading.notYet };
}

const NO_OWN_RULES: OwnRules = { rules: [], pages: new Map(), texts: new Map() };

/** The file that is named must be there; the one of the default name may be. */
function fileOfExceptions({ exceptions }: Settings, readFile: ReadFile, reading: Reading): SourceFile | undefined {
  return exceptions === undefined ? besides(DEFAULT_EXCEPTIONS, readFile, reading) : namedFile(exceptions, readFile, reading);
}

/** A file that the configuration names from the root. */
function namedFile(named: Placed<string> | undefined, readFile: ReadFile, reading: Reading): SourceFile | undefined {
  if (named === undefined) return undefined;
  const path = posix.normalize(named.value);
  if (isOutside(path)) return reading.report(named.at, `${quoted(named.value)} lies outside the root`);
  return readable(readFile(path), named, reading);
}

/** Files of the policy: with a base they are read there. */
function schemaFolders(named: readonly Placed<string>[], readFile: ReadFile, reading: Reading): SchemaFolders {
  const templates = named.flatMap(({ value, at }) => {
    const unknown = unknownName(value);
    if (unknown !== undefined) return reading.report(at, `${quoted(value)} names ${quoted(unknown)}; known are ${TEMPLATE_NAMES.map((name) => `.${name}`).join(', ')}`) ?? [];
    const path = posix.normalize(value);
    return isOutside(path) ? (reading.report(at, `${quoted(value)} lies outside the root`) ?? []) : [path];
  });
  return {
    templates,
    read: (path) => {
      const file = isOutside(posix.normalize(path)) ? undefined : readFile(path);
      return file && !('why' in file) ? file : undefined;
    },
  };
}

function reportNoJson(file: SourceFile, reading: Reading): void {
  try {
    JSON.parse(file.text);
  } catch {
    reading.report(startOf(file), 'the schema is no JSON');
  }
}

/** A file that no configuration names: what is there but cannot be read is not taken for absent. */
function besides(path: string, readFile: ReadFile, reading: Reading): SourceFile | undefined {
  const file = readFile(path);
  if (file === undefined || !('why' in file)) return file;
  return reading.report(startOf(new SourceFile(path, '')), `the file ${file.why}`);
}

async function neededCompilers({ needs }: Reading): Promise<Compilers> {
  return {
    ...(needs.has('glob') ? { glob: (await import('./glob.ts')).compileGlob } : {}),
    ...(needs.has('pattern') ? { pattern: (await import('./pattern.ts')).compilePattern } : {}),
    ...(needs.has('cron') ? { cron: (await import('./cron.ts')).compileCron } : {}),
  };
}
