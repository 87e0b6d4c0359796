/** Every setting of a configuration in force as one line, so that two configurations can be compared. */
import type { Condition, Rule } from '../rule.ts';
import type { Config, DeclaredEnvironment, DeclaredModel, Matcher, Override } from './config.ts';
import { optionsIn, SEVERITY_WORDS } from './rule-settings.ts';

/** Where it is written: keys from the top, entries of lists by name, text or number. */
export type SettingPath = readonly (string | number)[];

interface Stated {
  /** As messages name it. */
  readonly key: string;
  readonly path: SettingPath;
  /** As messages show it. */
  readonly text: string;
}

/** One value. Without `strictness` nobody can say which of two is looser. */
export interface Value extends Stated {
  readonly kind: 'value';
  readonly strictness?: number;
  /** What is compared where the text does not say all. */
  readonly content?: string;
}

/** One of a set; `looser` says whether one more or one less relaxes something. */
export interface Member extends Stated {
  readonly kind: 'member';
  readonly looser: 'added' | 'removed' | 'both';
}

export type Setting = Value | Member;

export function policySettings(config: Config, rules: readonly (Rule | Condition)[]): Setting[] {
  return [
    value('extends', config.preset, { strictness: config.preset === 'strict' ? 1 : 0 }),
    ...rules.flatMap((rule) => ruleSettingsOf(rule, config)),
    ...config.overrides.map((override, index): Setting => ({ kind: 'member', key: 'overrides', path: ['overrides', index], text: overrideText(override), looser: 'both' })),
    value('environments', config.environments ? 'declared' : 'found from the repository'),
    ...(config.environments ?? []).flatMap(environmentSettings),
    ...config.models.flatMap(modelSettings),
    ...otherSettings(config),
  ];
}

function value(key: string, text: string | undefined, rest: Partial<Pick<Value, 'strictness' | 'content' | 'path'>> = {}): Value {
  return { kind: 'value', key, path: key.split('.'), text: text === undefined || text === '' ? 'none' : text, ...rest };
}

function members(key: string, texts: readonly string[], looser: Member['looser']): Member[] {
  return texts.map((text) => ({ kind: 'member', key, path: [...key.split('.'), text], text: JSON.stringify(text), looser }));
}

function globsOf({ globs }: Matcher): string {
  return [...globs].sort().map((glob) => JSON.stringify(glob)).join(', ');
}

function ruleSettingsOf(rule: Rule | Condition, { rules, preset }: Config): Setting[] {
  const { id } = rule;
  const severity = rules.severityOf(id);
  const values = rules.optionsOf({ id });
  const path = (what: string): SettingPath => ['rules', id, what];
  // What the preset alone decides is said once, as the preset.
  const content = rules.decidedAt(id, 'severity') ? severity : `${severity} by ${preset}`;
  return [
    value(`rules.${id}`, severity, { path: path('severity'), strictness: SEVERITY_WORDS.length - SEVERITY_WORDS.indexOf(severity), content }),
    value(`rules.${id}.locked`, rules.isLocked(id) ? 'true' : 'false', { path: path('locked'), strictness: rules.isLocked(id) ? 1 : 0 }),
    ...Object.keys(optionsIn(rule)).map((name) => value(`rules.${id}.${name}`, JSON.stringify(values[name]), { path: path(name) })),
  ];
}

export function overrideText({ files, environments, rules }: Override): string {
  const places = [...(files?.globs ?? []), ...environments.map((environment) => environment.value)];
  const settings = [...rules].map(([id, { severity, locked, options }]) => {
    const said = [severity, ...(locked === undefined ? [] : [`locked: ${locked}`]), ...Object.entries(options).map(([name, option]) => `${name}: ${JSON.stringify(option)}`)];
    return `${id}: ${said.filter((part) => part !== undefined).join(', ')}`;
  });
  return `${settings.join('; ')} for ${places.length > 0 ? places.join(', ') : 'everything'}`;
}

function environmentSettings(environment: DeclaredEnvironment): Setting[] {
  const { name, after, availability, requiredSoakTime, soak, canary, freeze, match, cluster } = environment;
  const of = (key: string, text: string | undefined, strictness?: number): Value =>
    value(`environments.${name}.${key}`, text, { path: ['environments', name, ...key.split('.')], ...(strictness === undefined ? {} : { strictness }) });
  return [
    { kind: 'member', key: 'environments', path: ['environments', name], text: JSON.stringify(name), looser: 'both' },
    of('after', after.join(', ')),
    of('availability', availability, availability === 'all' ? 1 : 0),
    of('requiredSoakTime', requiredSoakTime?.text, requiredSoakTime?.milliseconds ?? 0),
    of('soak', soak, soak === 'current' ? 1 : 0),
    of('canary.required', String(canary?.required ?? false), canary?.required === true ? 1 : 0),
    of('canary.initialPercent', canary?.initialPercent?.toString(), -(canary?.initialPercent ?? 100)),
    of('canary.soak', canary?.soak?.text, canary?.soak?.milliseconds ?? 0),
    of('canary.minRequests', canary?.minRequests?.toString(), canary?.minRequests ?? 0),
    ...freeze.map(({ cron, duration, timezone }): Member => ({
      kind: 'member', key: `environments.${name}.freeze`, path: ['environments', name, 'freeze'], text: `the window ${JSON.stringify(cron)} in ${timezone} for ${duration.text}`, looser: 'removed',
    })),
    ...(['paths', 'applications', 'namespaces', 'clusters'] as const).map((key) => of(`match.${key}`, globsOf(match[key]))),
    of('match.branch', match.branch),
    of('cluster', Object.entries(cluster).map(([key, text]) => `${key} ${String(text)}`).join(', ')),
  ];
}

function modelSettings({ name, match, versions, requestsPerMinute }: DeclaredModel): Setting[] {
  const of = (key: string, text: string | undefined, strictness?: number): Value =>
    value(`models.${name}.${key}`, text, { path: ['models', name, key], ...(strictness === undefined ? {} : { strictness }) });
  return [
    { kind: 'member', key: 'models', path: ['models', name], text: `${JSON.stringify(name)}, served as ${globsOf(match)}, with versions in ${versions}`, looser: 'both' },
    of('requestsPerMinute', requestsPerMinute?.toString(), -(requestsPerMinute ?? 0)),
  ];
}

function otherSettings({ uris, contract, cluster, clusters, repositories, external, schemas, exceptions, ignore }: Config): Setting[] {
  const hiding = ignore.globs.filter((glob) => !glob.startsWith('!'));
  return [
    value('uris.versionPatterns', uris.useDefaultPatterns ? 'the defaults, too' : 'without the defaults', { strictness: uris.useDefaultPatterns ? 0 : 1 }),
    ...members('uris.versionPatterns', uris.versionPatterns.map(({ source }) => source), 'added'),
    ...members('uris.mirrors', uris.mirrors, 'added'),
    ...members('uris.schemes', uris.schemes, 'added'),
    value('contract.files', globsOf(contract.files)),
    value('contract.schema', contract.schema?.path, { content: contract.schema?.text ?? '' }),
    ...(['name', 'version', 'uri'] as const).map((key) => value(`contract.paths.${key}`, contract.paths[key].join('.'))),
    ...(['kubernetes', 'kserve', 'argocd', 'istio', 'deploymentMode'] as const).map((key) => value(`cluster.${key}`, cluster[key])),
    value('cluster.apiVersions', [...(cluster.apiVersions ?? [])].sort().join(', ')),
    ...clusters.map(({ name, server = '', labels }): Member => ({
      kind: 'member', key: 'clusters', path: ['clusters', name], text: [name, server, ...[...labels].map(([key, label]) => `${key}=${label}`)].filter((part) => part !== '').join(' '), looser: 'both',
    })),
    ...members('repositories.self', repositories.self, 'both'),
    ...[...repositories.map].map(([url, folder]): Member => ({ kind: 'member', key: 'repositories.map', path: ['repositories', 'map', url], text: `${url} in ${folder}`, looser: 'both' })),
    ...(['serviceAccounts', 'secrets', 'services'] as const).flatMap((key) => members(`external.${key}`, external[key].globs, 'added')),
    ...members('schemas', schemas.templates, 'both'),
    value('exceptions', exceptions),
    ...members('ignore', hiding, 'added'),
    ...members('ignore', ignore.globs.filter((glob) => glob.startsWith('!')), 'removed'),
  ];
}
