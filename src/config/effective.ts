/** The configuration in force with the place that each value comes from, for `--print-config`. */
import type { Condition, Rule } from '../rule.ts';
import type { Location } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { Config, DeclaredEnvironment, LoadedConfig } from './config.ts';
import { plainScalar, saysNothing } from './plain-value.ts';
import { optionsIn } from './rule-settings.ts';

/** A value and why it is so: the line that says it, or the words for what decides where none does. */
export type Shown =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean; readonly from: Location | string; /** How a number is spelt. */ readonly written?: string }
  | { readonly kind: 'mapping'; readonly entries: readonly (readonly [string, Shown])[]; readonly from?: string }
  | { readonly kind: 'list'; readonly items: readonly Shown[]; /** For an empty one. */ readonly from?: Location | string };

type Entries = (readonly [string, Shown])[];

export interface EffectiveOptions {
  readonly rules: readonly (Rule | Condition)[];
  /** What decides all severities in place of the configuration: `--rule`. */
  readonly severitiesFrom?: string;
}

/** In the order of the reference; read as a configuration it says the same. */
export function effective({ config, layers }: Pick<LoadedConfig, 'config' | 'layers'>, options: EffectiveOptions): Shown {
  const said = (...path: string[]): Node | undefined => layers.map((layer) => layer.get(...path)).find((node) => !saysNothing(node));
  const section = (name: string, keys: readonly string[], defaults: Entries = []): Entries => {
    const written = keys.flatMap((key): Entries => {
      const node = said(name, key);
      const computed = defaults.filter(([known]) => known === key);
      return computed.length > 0 || !node ? computed : [[key, shownNode(node)]];
    });
    return written.length > 0 ? [[name, { kind: 'mapping', entries: written }]] : [];
  };
  const whole = (name: string, otherwise: Entries = []): Entries => {
    const node = said(name);
    return node ? [[name, shownNode(node)]] : otherwise;
  };
  return mapping([
    ['extends', { kind: 'scalar', value: config.preset, from: config.presetAt ?? DEFAULT }],
    ...environments(config, said('environments')),
    ...models(config, layers),
    ...section('uris', ['versionPatterns', 'mirrors', 'schemes', 'bandwidth']),
    ...section('contract', ['files', 'schema', 'paths'], [['paths', contractPaths(config, said('contract', 'paths'))]]),
    ...section('cluster', ['kubernetes', 'kserve', 'argocd', 'istio', 'deploymentMode', 'apiVersions']),
    ...whole('clusters'),
    ...section('repositories', ['self', 'map']),
    ...section('external', ['serviceAccounts', 'secrets', 'services']),
    ['rules', mapping(options.rules.map((rule) => [rule.id, shownRule(rule, config, options)] as const).sort(([a], [b]) => (a < b ? -1 : 1)))],
    ...whole('customRules'),
    ...whole('admissionPolicies'),
    ...whole('overrides'),
    ...whole('exceptions', [['exceptions', { kind: 'scalar', value: config.exceptions, from: DEFAULT }]]),
    ...whole('schemas'),
    ...whole('ignore'),
  ]);
}

const DEFAULT = 'default';

function mapping(entries: Entries): Shown {
  return { kind: 'mapping', entries };
}

function shownNode(node: Node): Shown {
  if (node.kind === 'mapping') return mapping(node.entries().filter(([, value]) => !saysNothing(value)).map(([key, value]) => [key, shownNode(value)] as const));
  if (node.kind === 'sequence') return { kind: 'list', items: node.items().map(shownNode) };
  const value = plainScalar(node) ?? '';
  // As it is written, so that the version 1.30 does not become 1.3.
  return { kind: 'scalar', value, from: node.at, ...(typeof value === 'number' && node.written !== undefined ? { written: node.written } : {}) };
}

function environments({ environments: declared = [] }: Config, written: Node | undefined): Entries {
  if (!written) return [];
  const items = written.items().map((node) => {
    const environment = declared.find(({ name }) => name === node.get('name').written);
    return environment ? mapping([...authored(node), ...environmentDefaults(node, environment)]) : shownNode(node);
  });
  return [['environments', { kind: 'list', items }]];
}

function authored(node: Node): Entries {
  const shown = shownNode(node);
  return shown.kind === 'mapping' ? [...shown.entries] : [];
}

function environmentDefaults(node: Node, { after, availability, soak }: DeclaredEnvironment): Entries {
  const defaults: Entries = [
    ['after', { kind: 'list', items: after.map((name) => ({ kind: 'scalar', value: name, from: 'the entry before' })), ...(after.length === 0 ? { from: 'the first' } : {}) }],
    ['availability', { kind: 'scalar', value: availability, from: DEFAULT }],
    ['soak', { kind: 'scalar', value: soak, from: DEFAULT }],
  ];
  return defaults.filter(([key]) => saysNothing(node.get(key)));
}

function models({ models: declared }: Config, layers: readonly Node[]): Entries {
  const entries = declared.map(({ name }): readonly [string, Shown] => {
    const node = layers.map((layer) => layer.get('models', name)).find(({ exists }) => exists);
    const said = node ? authored(node) : [];
    const defaults: Entries = [
      ['match', { kind: 'list', items: [{ kind: 'scalar', value: name, from: DEFAULT }] }],
      ['versions', { kind: 'scalar', value: 'storageUri', from: DEFAULT }],
    ];
    return [name, mapping([...said, ...defaults.filter(([key]) => !said.some(([known]) => known === key))])];
  });
  return entries.length > 0 ? [['models', mapping(entries)]] : [];
}

function contractPaths({ contract: { paths } }: Config, written: Node | undefined): Shown {
  const keys = ['name', 'version', 'uri'] as const;
  return mapping(keys.map((key) => {
    const node = written?.get(key);
    if (node && !saysNothing(node)) return [key, shownNode(node)] as const;
    return [key, { kind: 'scalar', value: paths[key].join('.'), from: DEFAULT }] as const;
  }));
}

function shownRule(rule: Rule | Condition, { rules, preset }: Config, { severitiesFrom }: EffectiveOptions): Shown {
  const severity: Shown = { kind: 'scalar', value: rules.severityOf(rule.id), from: severitiesFrom ?? rules.decidedAt(rule.id, 'severity') ?? `preset ${preset}` };
  const values = rules.optionsOf({ id: rule.id });
  const options = Object.keys(optionsIn(rule)).map((name) => [name, shownData(values[name], rules.decidedAt(rule.id, name) ?? DEFAULT)] as const);
  const lockedAt = rules.decidedAt(rule.id, 'locked');
  const isLocked = rules.isLocked(rule.id);
  const lock: Entries = lockedAt || isLocked ? [['locked', { kind: 'scalar', value: isLocked, from: lockedAt ?? DEFAULT }]] : [];
  return lock.length + options.length === 0 ? severity : mapping([['severity', severity], ...lock, ...options]);
}

/** Options are texts, numbers, words or lists of them. */
function shownData(value: unknown, from: Location | string): Shown {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => shownData(item, from)), from };
  return { kind: 'scalar', value: typeof value === 'number' || typeof value === 'boolean' ? value : String(value), from };
}
