import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Config, LoadedConfig } from '../../src/config/config.ts';
import { configSchema } from '../../src/config/json-schema.ts';
import { loadConfig } from '../../src/config/load.ts';
import { plainValue } from '../../src/config/plain-value.ts';
import { onlyRules } from '../../src/config/only-rules.ts';
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { awaitedWithin } from '../within.ts';
import { testRules } from './rules-for-tests.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/config', import.meta.url));
const fixture = (path: string): SourceFile => new SourceFile(path.replace(/^.*\//, ''), readFileSync(`${fixtures}/${path}`, 'utf8'));
const beside = (name: string) => (path: string): SourceFile | undefined => (readdirSync(`${fixtures}/${name}`).includes(path) ? fixture(`${name}/${path}`) : undefined);
const load = (text: string): Promise<LoadedConfig> => loadConfig(new SourceFile('mllint.yaml', text), testRules);

async function configOf(text: string): Promise<Config> {
  const { config, problems } = await load(text);
  expect(problems.map(({ message }) => message)).toEqual([]);
  return config;
}

describe('without a file', () => {
  it('everything has a default', async () => {
    const { config, problems, notYet } = await loadConfig(undefined, testRules);
    expect([problems, notYet, config.environments, config.models, config.preset]).toEqual([[], [], undefined, [], 'recommended']);
    expect(config.uris).toEqual({ useDefaultPatterns: true, versionPatterns: [], mirrors: [], schemes: [] });
    expect(config.contract.paths.uri).toEqual(['model', 'storageUri']);
    expect([config.ignore.matches('a.yaml'), config.contract.files.matches('values.yaml')]).toEqual([false, false]);
    expect(config.exceptions).toBe('mllint-exceptions.yaml');
  });
});

describe('environments', () => {
  it.each([
    ['[{ name: dev }, { name: staging }, { name: prod }]', { dev: 0, staging: 1, prod: 2 }],
    ['[{ name: dev }, { name: staging }, { name: eu, after: [staging] }, { name: us, after: [staging] }]', { dev: 0, staging: 1, eu: 2, us: 2 }],
    ['[{ name: dev-eu }, { name: dev-us, after: [] }, { name: eu, after: [dev-eu] }, { name: us, after: [dev-us] }]', { 'dev-eu': 0, 'dev-us': 0, eu: 1, us: 1 }],
    ['[{ name: prod, after: [qa, dev, dev] }, { name: dev, after: [] }, { name: qa }]', { prod: 2, dev: 0, qa: 1 }],
  ])('%s', async (text, stages) => {
    const { environments = [] } = await configOf(`environments: ${text}`);
    expect(Object.fromEntries(environments.map(({ name, stage }) => [name, stage]))).toEqual(stages);
  });

  it('match by globs, and folders with what lies below', async () => {
    const { environments = [] } = await configOf('environments: [{ name: dev, match: { paths: [envs/dev, "clusters/*-dev/"], clusters: ["https://dev.x"], namespaces: ["ml-*", "!ml-prod"] } }]');
    const match = environments[0]?.match;
    expect(['envs/dev/a/b.yaml', 'envs/dev', 'envs/development/a', 'clusters/eu-dev/x.yaml', 'clusters/dev'].map((path) => match?.paths.matches(path)))
      .toEqual([true, true, false, true, false]);
    expect(['ml-dev', 'ml-prod', 'other'].map((name) => match?.namespaces.matches(name))).toEqual([true, false, false]);
    expect(match?.clusters.matches('https://dev.x')).toBe(true);
    expect(match?.applications.matches('')).toBe(false);
  });
});

describe('values', () => {
  it('are read from every key', async () => {
    const { config, problems, exceptions } = await loadConfig(fixture('ok-every-key/mllint.yaml'), testRules, beside('ok-every-key'));
    expect(exceptions).toMatchObject([{ rule: 'test/other', environment: 'dev', reason: 'known', owner: 'ml-platform', until: '2027-01-31' }]);
    expect(problems).toEqual([]);
    const { environments = [], models, uris, contract, cluster, clusters, repositories, external, overrides, ignore } = config;
    expect(environments[2]).toMatchObject({
      after: ['staging'], availability: 'oneOf', requiredSoakTime: { text: '24h', milliseconds: 86_400_000 }, soak: 'current',
      canary: { required: true, initialPercent: 10, soak: { text: '2h' }, minRequests: 1000 }, cluster: { kubernetes: '1.30' },
      freeze: [{ cron: '0 0 24 12 *', duration: { text: '72h' }, timezone: 'Europe/Berlin' }],
    });
    expect(models.map(({ name, versions, sizeGiB }) => [name, versions, sizeGiB]))
      .toEqual([['fraud-detector', 'storageUri', 2], ['churn', 'charts/churn/values.yaml#model.version', undefined]]);
    expect([models[0]?.match.matches('fd-eu'), models[1]?.match.matches('churn'), models[1]?.match.matches('fd-eu')]).toEqual([true, true, false]);
    expect(['rel-12', 'xrel-12', 'rel-'].map((segment) => uris.versionPatterns[0]?.matches(segment))).toEqual([true, false, false]);
    expect(contract.paths).toEqual({ name: ['serving', 'name'], version: ['serving', 'version'], uri: ['serving', 'storage.uri'] });
    expect([contract.files.matches('environments/dev/values.yaml'), contract.files.matches('environments/dev/x/values.yaml')]).toEqual([true, false]);
    expect(cluster).toEqual({
      kubernetes: '1.34', kserve: '0.20', argocd: '3.5', istio: '1.31', deploymentMode: 'Knative', apiVersions: ['monitoring.coreos.com/v1'],
    });
    expect([clusters[0]?.labels.get('region'), repositories.self, external.secrets.matches('x-pull')]).toEqual(['eu', ['https://github.com/org/ml-gitops'], true]);
    expect([overrides[0]?.rules.get('test/other')?.severity, ignore.matches('vendor/a/.b/c.yaml'), ignore.matches('vendors')]).toEqual(['info', true, false]);
  });

  it('drop the default version patterns on demand', async () => {
    const { uris } = await configOf('uris: { versionPatterns: ["!defaults", "(?i)r[0-9]+"] }');
    expect([uris.useDefaultPatterns, uris.versionPatterns.map(({ source }) => source)]).toEqual([false, ['(?i)r[0-9]+']]);
  });

  it('of a file that is extended count where the nearer file says nothing', async () => {
    const { config } = await loadConfig(fixture('ok-extends-a-file/mllint.yaml'), testRules, beside('ok-extends-a-file'));
    const { rules, preset } = config;
    expect([preset, rules.severityOf('test/weights-sum'), rules.severityOf('test/other'), rules.severityOf('test/condition')])
      .toEqual(['strict', 'info', 'off', 'error']);
    expect(rules.optionsOf({ id: 'test/weights-sum' })).toMatchObject({ total: 5, prefix: 'team' });
  });

  it('are extended five files deep, not more', async () => {
    const chain = (depth: number) => loadConfig(new SourceFile('0.yaml', 'extends: ./1.yaml'), testRules, (path) => {
      const number = Number.parseInt(path, 10);
      if (Number.isNaN(number)) return undefined;
      return new SourceFile(path, number + 1 < depth ? `extends: ./${number + 1}.yaml` : 'extends: strict');
    });
    expect((await chain(5)).problems).toEqual([]);
    expect((await chain(6)).problems.map(({ message }) => message)).toEqual(['more than 5 configurations extend each other']);
  });
});

describe('rules', () => {
  const severities = async (text: string): Promise<Record<string, string>> => {
    const { rules } = await configOf(text);
    return Object.fromEntries(testRules.map(({ id }) => [id, rules.severityOf(id)]));
  };

  it('have the severity of the preset', async () => {
    expect(await severities('extends: recommended')).toEqual({
      'test/condition': 'warning', 'test/other': 'info', 'test/strict': 'off', 'test/locked': 'error', 'promotion/policy-unchanged': 'warning', 'test/weights-sum': 'error',
    });
    expect(await severities('extends: strict')).toEqual({
      'test/condition': 'error', 'test/other': 'warning', 'test/strict': 'warning', 'test/locked': 'error', 'promotion/policy-unchanged': 'warning', 'test/weights-sum': 'error',
    });
  });

  it('have the severity that is configured, with `off` and `false` the same', async () => {
    expect(await severities('rules: { test/condition: off, test/other: false, test/strict: info, test/locked: { locked: false }, test/weights-sum: { severity: off } }')).toMatchObject({
      'test/condition': 'off', 'test/other': 'off', 'test/strict': 'info', 'test/locked': 'error', 'test/weights-sum': 'off',
    });
  });

  it('are locked where they say so, where they guard promotion, and where it is configured', async () => {
    const locked = async (text: string): Promise<string[]> => {
      const { rules } = await configOf(text);
      return testRules.map(({ id }) => id).filter((id) => rules.isLocked(id));
    };
    expect(await locked('')).toEqual(['test/locked', 'promotion/policy-unchanged']);
    expect(await locked('rules: { test/locked: { locked: false }, promotion/policy-unchanged: { locked: false }, test/other: { locked: true } }')).toEqual(['test/other']);
  });

  it('have options, by default and as configured', async () => {
    const { rules } = await configOf('rules: { test/weights-sum: { total: 5, names: [a, off] } }');
    expect(rules.optionsOf({ id: 'test/weights-sum' })).toEqual({ total: 5, names: ['a', 'off'], share: 0.5, strict: false, prefix: '' });
    expect([rules.optionsOf({ id: 'test/other' }), rules.optionsOf({ id: 'no/rule' }), rules.severityOf('no/rule')]).toEqual([{}, {}, 'off']);
    expect(rules.decidedAt('test/weights-sum', 'total')?.range).toEqual({ start: 29, end: 34 });
  });

  it('can be narrowed on the command line', async () => {
    const { rules } = await configOf('rules: { test/weights-sum: warning, test/other: off }');
    const narrowed = (...wanted: string[]): unknown => {
      const { settings, problems } = onlyRules(rules, testRules, wanted);
      return [testRules.flatMap(({ id }) => (settings.severityOf(id) === 'off' ? [] : `${id}=${settings.severityOf(id)}`)), problems];
    };
    expect(narrowed('test/weights-sum', 'test/other', 'test/strict')).toEqual([['test/other=info', 'test/strict=warning', 'test/weights-sum=warning'], []]);
    expect(narrowed('test/weights-sum=info')).toEqual([['test/weights-sum=info'], []]);
    expect(narrowed('test/weight-sum', 'test/other=loud', 'constructor')).toEqual([[], [
      '--rule: "test/weight-sum" is not a rule; did you mean "test/weights-sum"?', '--rule: "loud" is not a severity; known: error, warning, info, off',
      '--rule: "constructor" is not a rule',
    ]]);
    expect(onlyRules(rules, testRules, []).settings).toBe(rules);
  });
});

describe('the JSON schema', () => {
  const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(configSchema(testRules));
  const dataOf = (name: string): unknown => {
    const [document] = parseYaml(fixture(`${name}/mllint.yaml`)).documents;
    return document?.root ? plainValue(Node.root(document.root)) : {};
  };

  it('accepts what is accepted', () => {
    const names = readdirSync(fixtures).filter((name) => name.startsWith('ok-') && name !== 'ok-keys-without-values');
    expect(names.filter((name) => !accepts(dataOf(name)))).toEqual([]);
  });

  it('refuses what it can see', () => {
    const names = ['bad-a-list', 'bad-unknown-keys', 'bad-types', 'bad-environments', 'bad-rules', 'bad-options', 'bad-model-versions', 'bad-overrides'];
    expect(names.filter((name) => accepts(dataOf(name)))).toEqual([]);
  });
});

describe('hostile configurations', () => {
  it('bad values never throw', async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.constantFrom('total', 'names', 'share', 'strict', 'prefix', 'severity', 'locked', '__proto__'), async (value, option) => {
      const { config } = await load(`rules: { test/weights-sum: { ${option}: ${JSON.stringify(value)} } }`);
      expect(config.rules.optionsOf({ id: 'test/weights-sum' })).toHaveProperty('total');
    }), { numRuns: 300 });
  });

  it('bad sections never throw', async () => {
    const keys = ['extends', 'environments', 'models', 'uris', 'contract', 'cluster', 'clusters', 'repositories', 'external', 'rules', 'overrides', 'ignore'];
    await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.constantFrom(...keys), async (value, key) => {
      const { problems } = await load(`${key}: ${JSON.stringify(value)}`);
      for (const { at, message } of problems) expect([at.range.start <= at.range.end, message.includes('\n')]).toEqual([true, false]);
    }), { numRuns: 300 });
  });

  it('any text at all never throws', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
      await load(text);
    }), { numRuns: 300 });
  });

  it.each([
    ['deep', `ignore: ${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['many unknown keys', Array.from({ length: 5000 }, (_, index) => `key${index}: 1\n`).join('')],
    ['many environments', `environments:\n${Array.from({ length: 5000 }, (_, index) => `  - name: e${index}\n`).join('')}`],
    ['environments that wait for all others', `x: &all [${Array.from({ length: 300 }, (_, index) => `e${index}`).join(', ')}]\nenvironments:\n${Array.from({ length: 300 }, (_, index) => `  - { name: e${index}, after: *all }\n`).join('')}`],
    ['a long glob', `ignore: ["${'{a,b}'.repeat(5000)}"]`],
    ['a greedy pattern', `uris: { versionPatterns: ["${'(a*)*'.repeat(150)}b"] }`],
    ['repetitions of repetitions', 'uris: { versionPatterns: ["((((a{1000}){1000}){1000}){1000})"] }'],
  ])('%s is bounded', async (_, text) => {
    const { problems } = await awaitedWithin(3000, async () => {
      const loaded = await load(text);
      for (const { matches } of loaded.config.uris.versionPatterns) matches('a'.repeat(2000));
      return loaded;
    });
    expect(problems.length).toBeLessThanOrEqual(100);
  });
});
