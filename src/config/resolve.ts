/** From what the files say to the configuration in force: layers merged, globs and patterns compiled, defaults filled in. */
import type { SchemaFolders } from '../kubernetes/schema/schema-folders.ts';
import type { Condition, Rule } from '../rule.ts';
import type { Location, SourceFile } from '../source.ts';
import type { Config, ContractSettings, DeclaredModel, Override, UriSettings } from './config.ts';
import type { Settings } from './declaration.ts';
import { declaredEnvironments } from './environments.ts';
import type { Compilation } from './matcher.ts';
import type { Reading } from './reading.ts';
import { MAX_OPTION_SETS, ruleSettings, type Preset, type RuleSetting, type RuleSettings } from './rule-settings.ts';

export const DEFAULT_EXCEPTIONS = 'mllint-exceptions.yaml';
const DROP_DEFAULTS = '!defaults';

export interface Sources {
  readonly file?: SourceFile;
  readonly preset: Preset;
  readonly presetAt?: Location;
  /** The file that `contract.schema` names. */
  readonly contractSchema?: SourceFile;
  readonly schemas: SchemaFolders;
  readonly settings: Settings;
  readonly rules: readonly (Rule | Condition)[];
}

export function resolveConfig({ file, preset, presetAt, contractSchema, schemas, settings, rules }: Sources, compilation: Compilation, reading: Reading): Config {
  const environments = settings.environments && declaredEnvironments(settings.environments, compilation, reading);
  const declaredOverrides = overrides(settings, compilation, reading);
  const inForce = ruleSettings(rules, { preset, rules: settings.rules ?? new Map<string, RuleSetting>(), overrides: declaredOverrides });
  reportManySets(inForce, declaredOverrides, reading);
  return {
    ...(file ? { file } : {}),
    preset,
    ...(presetAt ? { presetAt } : {}),
    ...(environments && environments.length > 0 ? { environments } : {}),
    models: declaredModels(settings.models, compilation),
    uris: uriSettings(settings.uris, compilation),
    contract: contractSettings(settings.contract, contractSchema, compilation),
    cluster: settings.cluster ?? {},
    clusters: (settings.clusters ?? []).map((cluster) => ({ ...cluster, labels: cluster.labels ?? new Map<string, string>() })),
    repositories: { self: settings.repositories?.self ?? [], map: settings.repositories?.map ?? new Map<string, string>() },
    external: {
      serviceAccounts: compilation.matcher(settings.external?.serviceAccounts, 'exact'),
      secrets: compilation.matcher(settings.external?.secrets, 'exact'),
      services: compilation.matcher(settings.external?.services, 'exact'),
    },
    schemas,
    rules: inForce,
    overrides: declaredOverrides,
    exceptions: settings.exceptions?.value ?? DEFAULT_EXCEPTIONS,
    ignore: compilation.matcher(settings.ignore, 'below'),
  };
}

/** What the nearer file says wins: whole lists and values, but key by key in mappings and option by option in rules. */
export function merged(base: Settings, nearer: Settings): Settings {
  const { uris, contract, cluster, repositories, external, models } = { ...base, ...nearer };
  const rules = new Map(base.rules);
  for (const [id, setting] of nearer.rules ?? []) {
    const below = rules.get(id);
    rules.set(id, { ...below, ...setting, options: { ...below?.options, ...setting.options }, places: new Map([...(below?.places ?? []), ...setting.places]) });
  }
  return {
    ...base,
    ...nearer,
    ...(uris ? { uris: { ...base.uris, ...nearer.uris } } : {}),
    ...(contract ? { contract: { ...base.contract, ...nearer.contract } } : {}),
    ...(cluster ? { cluster: { ...base.cluster, ...nearer.cluster } } : {}),
    ...(repositories ? { repositories: { ...base.repositories, ...nearer.repositories } } : {}),
    ...(external ? { external: { ...base.external, ...nearer.external } } : {}),
    ...(models ? { models: new Map([...(base.models ?? []), ...(nearer.models ?? [])]) } : {}),
    rules,
  };
}

function declaredModels(models: Settings['models'], compilation: Compilation): DeclaredModel[] {
  return [...(models ?? [])].map(([name, { value: { match, versions, ...rest }, node }]) => ({
    ...rest,
    name,
    at: node.key?.at ?? node.at,
    match: match ? compilation.matcher(match, 'exact') : { globs: [name], matches: (text: string) => text === name },
    versions: versions ?? 'storageUri',
  }));
}

function uriSettings(uris: Settings['uris'], compilation: Compilation): UriSettings {
  const patterns = uris?.versionPatterns ?? [];
  return {
    useDefaultPatterns: !patterns.some(({ value }) => value === DROP_DEFAULTS),
    versionPatterns: patterns.filter(({ value }) => value !== DROP_DEFAULTS).flatMap((pattern) => compilation.pattern(pattern)),
    mirrors: uris?.mirrors ?? [],
    schemes: uris?.schemes ?? [],
    ...(uris?.bandwidth === undefined ? {} : { bandwidth: uris.bandwidth }),
  };
}

function contractSettings(contract: Settings['contract'], schema: SourceFile | undefined, compilation: Compilation): ContractSettings {
  const paths = contract?.paths;
  return {
    files: compilation.matcher(contract?.files, 'exact'),
    ...(schema ? { schema } : {}),
    paths: {
      name: paths?.name ?? ['model', 'name'],
      version: paths?.version ?? ['model', 'version'],
      uri: paths?.uri ?? ['model', 'storageUri'],
    },
  };
}

function overrides(settings: Settings, compilation: Compilation, reading: Reading): Override[] {
  const names = settings.environments?.map(({ name }) => name.value);
  return (settings.overrides ?? []).map(({ files, environments, rules }) => {
    for (const { value, at } of environments ?? []) {
      if (names && !names.includes(value)) reading.unknown(at, value, { what: 'a declared environment', known: names });
    }
    return { ...(files ? { files: compilation.matcher(files, 'below') } : {}), environments: environments ?? [], rules };
  });
}

/** A rule runs once for each set of options, so there may not be any number of them. */
function reportManySets({ optionSetsOf }: RuleSettings, declared: readonly Override[], reading: Reading): void {
  for (const id of new Set(declared.flatMap(({ rules }) => [...rules.keys()]))) {
    const at = declared.findLast(({ rules }) => rules.has(id))?.rules.get(id)?.at;
    if (at && optionSetsOf(id).length > MAX_OPTION_SETS) reading.report(at, `the overrides make more than ${MAX_OPTION_SETS} different sets of options of ${id}`);
  }
}
