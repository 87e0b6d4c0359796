import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { environmentIn, environmentWordIn, wellKnownStage, withoutEnvironmentWords } from '../../src/serving/environment-name.ts';
import { environmentFinder, type Whereabouts } from '../../src/serving/environment.ts';
import { SourceFile } from '../../src/source.ts';

describe('well-known words', () => {
  it.each([
    ['dev', 0], ['development', 0], ['sandbox', 0], ['test', 1], ['qa', 1], ['int', 1], ['integration', 1], ['stage', 2], ['staging', 2], ['uat', 2],
    ['preprod', 2], ['pre-prod', 2], ['prod', 3], ['production', 3], ['prd', 3], ['live', 3], ['PROD', 3], ['prod-eu', 3], ['ml-serving-prod', 3],
    ['mlProd', 3], ['non-prod', undefined], ['tests', undefined], ['product', undefined], ['devices', undefined], ['alive', undefined], ['', undefined],
  ])('%s is in stage %s', (name, stage) => expect(wellKnownStage(name)).toBe(stage));

  it.each([
    ['prod-eu', 'prod-eu', 'prod'], ['ml-serving-prod-eu', 'prod-eu', 'prod'], ['team-a-staging', 'staging', 'staging'], ['models', undefined, undefined],
  ])('%s speaks of %s, in one word %s', (name, within, word) => expect([environmentIn(name), environmentWordIn(name)]).toEqual([within, word]));
});

describe('the same model in different environments', () => {
  it.each([
    ['fraud-detector-prod', 'fraud-detector'], ['prod-fraud-detector', 'fraud-detector'], ['fraud-detector', 'fraud-detector'],
    ['dev', 'dev'], ['fraud_dev_detector', 'fraud-detector'], ['fraud-emea', 'fraud'],
    ['non-prod-limits', 'non-prod-limits'], ['fraud-pre-prod', 'fraud'], ['pre-fraud', 'pre-fraud'],
  ])('%s is %s', (name, family) => expect(withoutEnvironmentWords(name, ['emea'])).toBe(family));
});

const found: Record<string, [Whereabouts, string | undefined]> = {
  'the contract before everything else': [{ contract: 'staging', parameters: ['prod'], folder: 'dev' }, 'staging'],
  'a contract that names none, then parameters': [{ contract: 'default', parameters: ['prod-eu'], folder: 'dev' }, 'prod-eu'],
  'the most specific value file': [{ valueFiles: ['values.yaml', 'envs/values-dev.yaml', 'envs/values-prod.yaml'], folder: 'test' }, 'prod'],
  'a value file called after its environment': [{ valueFiles: ['env/prod.yaml'] }, 'prod'],
  'the last path segment that is one': [{ folder: 'prod/clusters/dev/apps' }, 'dev'],
  'the folder of a value file': [{ valueFiles: ['environments/staging/values.yaml'] }, 'staging'],
  'the namespace': [{ folder: 'apps', namespace: 'ml-serving-prod' }, 'prod'],
  'a namespace with somebody behind the word': [{ namespace: 'dev-payments' }, 'dev'],
  'the name of the Application': [{ application: 'fraud-detector-staging' }, 'staging'],
  'the cluster last': [{ cluster: 'prod-cluster' }, 'prod'],
  'nothing where nothing names one': [{ folder: 'apps/fraud', namespace: 'models', application: 'fraud', cluster: 'in-cluster' }, undefined],
  'nothing for the name of a manifest': [{ folder: 'k8s', path: 'k8s/production-hardening.yaml' }, undefined],
};

describe('without configuration the environment is found in', () => {
  it.each(Object.entries(found))('%s', async (_, [whereabouts, expected]) => {
    const { config } = await loadConfig(undefined, []);
    expect(environmentFinder(config).find(whereabouts)).toBe(expected);
  });
});

const DECLARED = `environments:
  - name: dev
  - name: canary-lane
  - { name: eu, after: [canary-lane], match: { paths: ["clusters/frankfurt/**"], namespaces: ["*-eu1"] } }
  - { name: us, after: [canary-lane] }
`;

const declared: Record<string, [Whereabouts, string | undefined]> = {
  'only declared names count': [{ folder: 'environments/prod' }, undefined],
  'they are looked for in the same places': [{ folder: 'environments/canary-lane' }, 'canary-lane'],
  'inside longer names, too': [{ namespace: 'models-canary-lane' }, 'canary-lane'],
  'match.paths decides first': [{ folder: 'clusters/frankfurt/dev', path: 'clusters/frankfurt/dev/a.yaml' }, 'eu'],
  'match.namespaces does': [{ folder: 'dev', namespace: 'models-eu1' }, 'eu'],
};

describe('with declared environments', () => {
  it.each(Object.entries(declared))('%s', async (_, [whereabouts, expected]) => {
    const { config, problems } = await loadConfig(new SourceFile('mllint.yaml', DECLARED), []);
    expect(problems).toEqual([]);
    expect(environmentFinder(config).find(whereabouts)).toBe(expected);
  });

  it('regions are one stage', async () => {
    const { config } = await loadConfig(new SourceFile('mllint.yaml', DECLARED), []);
    const { stageOf } = environmentFinder(config);
    expect(['dev', 'canary-lane', 'eu', 'us', 'other'].map(stageOf)).toEqual([0, 1, 2, 2, undefined]);
  });
});
