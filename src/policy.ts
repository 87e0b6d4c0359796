/** The policy in force, and what a change relaxes in it. See product.md, "Trust". */
import { isAbsolute } from 'node:path';
import { conditions, rules } from '../rules/index.ts';
import type { MappedRepository } from './argocd/this-repository.ts';
import type { Config, LoadedConfig } from './config/config.ts';
import { loadConfig } from './config/load.ts';
import type { RuleSettings } from './config/rule-settings.ts';
import { unknownEnvironments } from './config/unknown-environments.ts';
import { policyChange } from './engine/policy-change.ts';
import type { Raised } from './finding.ts';
import type { Condition, Rule } from './rule.ts';
import { slashed } from './snapshot/native-path.ts';
import { isUnreadable, joinPath, type Snapshot } from './snapshot/snapshot.ts';
import { SourceFile, startOf } from './source.ts';

/** The name of the configuration at the root. */
export const CONFIG_FILE = 'mllint.yaml';

export const allRules: readonly (Rule | Condition)[] = [...rules, ...conditions];

/** The configuration of a snapshot, or the one given from outside. One that cannot be read as text is a problem, not the defaults. */
export async function readConfig(snapshot: Snapshot, configFile: SourceFile | undefined): Promise<LoadedConfig> {
  const own = snapshot.file(CONFIG_FILE);
  const file = configFile ?? (isUnreadable(own) ? undefined : own);
  const loaded = await loadConfig(file, allRules, (path) => snapshot.file(path), async (sources) => (await import('./custom-rules/load.ts')).ownRules(sources, snapshot.files));
  if (configFile !== undefined || !isUnreadable(own)) return loaded;
  return { ...loaded, problems: [{ at: startOf(new SourceFile(CONFIG_FILE, '')), message: `the configuration ${own.why}` }] };
}

/** The policy of the base; where it has none, that of the change, which is said. */
export async function readPolicy(snapshot: Snapshot, base: Snapshot | undefined, configFile: SourceFile | undefined): Promise<Policy> {
  if (!base) return { loaded: await readConfig(snapshot, configFile), isOfChange: false };
  const isOfChange = configFile === undefined && base.file(CONFIG_FILE) === undefined && snapshot.file(CONFIG_FILE) !== undefined;
  return { loaded: await readConfig(isOfChange ? snapshot : base, configFile), isOfChange };
}

export interface Policy {
  readonly loaded: LoadedConfig;
  /** There is a base, and it has none. */
  readonly isOfChange: boolean;
}

/** Said where that of the change is in force. */
export const OWN_POLICY = `the base has no ${CONFIG_FILE}; that of the change is in force`;

export interface Relaxing {
  /** What merging gives. */
  readonly after: Snapshot;
  /** A configuration from outside the root. */
  readonly configFile: SourceFile | undefined;
  /** The base. */
  readonly before: Snapshot;
  /** The policy in force. */
  readonly loaded: LoadedConfig;
  readonly settings: RuleSettings;
  /** Their names after the change. */
  readonly environments: readonly string[];
  readonly headFiles: Iterable<SourceFile>;
  readonly baseFiles: Iterable<SourceFile>;
}

/** What the change adds to the policy or relaxes in it, however it is judged itself. */
export async function relaxedPolicy({ after, configFile, before, loaded, environments, ...rest }: Relaxing): Promise<Raised[]> {
  const base = await readConfig(before, configFile);
  const isInForce = base.config.file?.path !== loaded.config.file?.path;
  const head = isInForce ? loaded : await readConfig(after, configFile);
  // Where one side declares them and the other does not, the names of the change were found by other means.
  const unknown = loaded.config.environments ? [] : unknownEnvironments(head.config, environments);
  return policyChange({ base, head: { ...head, problems: [...head.problems, ...unknown] }, isInForce, rules: rulesOfBoth(base, head), ...rest });
}

/** A rule that only one of them states is off in the other. */
function rulesOfBoth(base: LoadedConfig, head: LoadedConfig): (Rule | Condition)[] {
  return [...new Map([...base.rules, ...head.rules].map((rule) => [rule.id, rule])).values()];
}

export interface Mapping {
  readonly snapshot: Snapshot;
  readonly openFolder: ((folder: string) => Promise<Snapshot | string | undefined>) | undefined;
  readonly isOfChange: boolean;
}

/** The folders that stand for other repositories; relative ones count from the root. */
export async function mappedRepositories(
  map: Config['repositories']['map'], { snapshot, openFolder, isOfChange }: Mapping,
): Promise<{ readonly mapped: readonly MappedRepository[]; readonly refused: readonly string[] }> {
  const mapped: MappedRepository[] = [];
  const refused: string[] = [];
  for (const [url, folder] of map) {
    const base = isAbsolute(folder) ? undefined : joinPath('', slashed(folder));
    const isInside = base !== undefined && snapshot.kind(base) === 'folder';
    if (base === undefined && isOfChange) refused.push(`${CONFIG_FILE} of the change maps ${url} to ${folder}, outside of the root; only that of the base, or one given with -c, may do that`);
    const outside = base !== undefined ? undefined : isOfChange ? 'a change may not open it by its own configuration' : await openFolder?.(folder);
    mapped.push({ url, folder, ...(isInside ? { base } : {}), ...(typeof outside === 'string' ? { why: outside } : outside ? { snapshot: outside } : {}) });
  }
  return { mapped, refused };
}
