import { describe, expect, it } from 'vitest';
import { parseModelUri, parseVersion } from '../../src/serving/model-uri.ts';
import { compareVersions, isSameForm, isSameVersion, versionForm, type VersionText } from '../../src/serving/version-form.ts';
import { within } from '../within.ts';

const run = '0123456789abcdef0123456789abcdef';
const commit = '0123456789abcdef0123456789abcdef01234567';
const sha256 = `sha256:${run}${run}`;
const uuid = '123e4567-e89b-12d3-a456-426614174000';

/** `form:text` of the identifying version, `!kind:text` of a mutable reference, `-` for neither. */
function summary(uri: string): string {
  const { version, mutable } = parseModelUri(uri);
  for (const part of [version, mutable]) if (part) expect(uri.slice(part.start, part.end)).toBe(part.text);
  return [version ? `${version.form}:${version.text}` : '', mutable ? `!${mutable.kind}:${mutable.text}` : ''].join(' ').trim() || '-';
}

describe('parseModelUri', () => {
  it.each([
    ['s3://ml-models-prod/fraud-detector/v47', 'number:v47'],
    ['s3://b/fraud/v47/model.pkl', 'number:v47'],
    ['s3://b/fraud/47/', 'number:47'],
    ['gs://kfserving-examples/models/sklearn/1.0/model', 'dotted:1.0'],
    ['https://host/x/v1.2.0/model.tar.gz', 'dotted:v1.2.0'],
    ['https://host:8443/x/1.10.0-rc.1/model.tar.gz', 'dotted:1.10.0-rc.1'],
    ['pvc://name/path/3', 'number:3'],
    ['file:///models/fraud/2', 'number:2'],
    ['fraud/7/model.joblib', 'number:7'],
    ['/mnt/models/fraud/7', 'number:7'],
    ['model-registry://iris/v1', 'number:v1'],
    ['s3://b/fraud/2024-01-15', 'date:2024-01-15'],
    ['s3://b/fraud/20240115T103000Z/model', 'date:20240115T103000Z'],
    [`s3://mlflow/3/${run}/artifacts/model`, `identifier:${run}`],
    [`s3://mlflow/3/models/m-${run}/artifacts`, `identifier:m-${run}`],
    [`mlflow-artifacts:/3/${run}/artifacts/model`, `identifier:${run}`],
    [`gs://b/${uuid}/model`, `identifier:${uuid}`],
    ['s3://b/fraud/1b5f2e8/model', 'identifier:1b5f2e8'],
    ['s3://b/sklearn/1.0/fraud/v47', 'number:v47'],
    ['s3://b/fraud?versionId=abc', 'revision:abc'],
    ['s3://b/fraud/v47?x=1&versionId=abc', 'revision:abc'],
    ['https://a.blob.core.windows.net/c/m?snapshot=2024-01-15T10:00:00Z&sig=1', 'revision:2024-01-15T10:00:00Z'],
    ['gs://b/fraud/model.pkl#1700000000000000', 'revision:1700000000000000'],
    ['oci://registry:5000/org/fraud:v3', 'number:v3'],
    [`oci://registry/org/fraud:v3@${sha256}`, `digest:${sha256}`],
    [`oci+native://registry/fraud@${sha256}`, `digest:${sha256}`],
    ['oci://rhuss/kserving-example-sklearn:1.0', 'dotted:1.0'],
    ['oci://fraud:1.10.0', 'dotted:1.10.0'],
    [`hf://org/model:${commit}`, `revision:${commit}`],
    [`hf://org/model@${commit}/onnx`, `revision:${commit}`],
    ['hf://org/model:v1.0', 'dotted:v1.0'],
    ['models:/fraud/7', 'number:7'],
    ['models:/production/7', 'number:7'],
    [`models:/m-${run}`, `identifier:m-${run}`],
    ['models://profile@databricks/main.ml.fraud/7', 'number:7'],
  ])('finds the version of %s: %s', (uri, expected) => {
    expect(summary(uri)).toBe(expected);
  });

  it.each([
    ['s3://b/fraud/production/model.pkl', '!stage:production'],
    ['s3://b/Staging/fraud', '!stage:Staging'],
    ['s3://b/fraud/None', '!stage:None'],
    ['gs://b/fraud/LATEST', '!alias:LATEST'],
    ['pvc://models/champion', '!alias:champion'],
    ['https://github.com/o/r/raw/main/model.joblib', '!alias:main'],
    ['s3://b/production/fraud/latest', '!alias:latest'],
    ['fraud/current/model.joblib', '!alias:current'],
    ['models:/fraud/Production', '!stage:Production'],
    ['models:/fraud/latest', '!alias:latest'],
    ['models:/fraud/Canary', '!stage:Canary'],
    ['models:/fraud@champion', '!alias:champion'],
    ['models:/7/fraud@v7', '!alias:v7'],
    ['models:/fraud', '!untagged:fraud'],
    [`runs:/${run}/model`, `identifier:${run} !run:runs:/${run}`],
    ['oci://registry:5000/org/fraud', '!untagged:fraud'],
    ['oci://registry/org/fraud:', '!untagged:fraud'],
    ['oci://registry/v2/fraud', '!untagged:fraud'],
    ['oci://registry/org/fraud:latest', '!tag:latest'],
    ['oci+fetch://registry/v2/fraud:Stable', '!tag:Stable'],
    ['hf://org/model:main', '!revision:main'],
  ])('finds what moves in %s: %s', (uri, expected) => {
    expect(summary(uri)).toBe(expected);
  });

  it.each([
    's3://production/fraud/model.pkl',
    's3://latest',
    's3://b/fraud/model-v3.tar.gz',
    's3://b/fraud/v3.tar.gz',
    's3://b/fraud/latest.tar.gz',
    's3://b/production-models/fraud',
    's3://b/fraud/1.0-SNAPSHOT',
    's3://b/fraud/1.0.0-snapshot',
    's3://b/fraud/facade',
    's3://b/fraud/defaced',
    's3://b/fraud?versionId=null',
    's3://b/fraud?raw=true&v=3',
    'hf://meta-llama/Llama-3.1-8B',
    'hf://facebook/opt-125m',
    'oci://registry/v2/fraud:gpu',
    'gs://kfserving-examples/models/torchscript',
    'pvc://llm-test-pvc-deepseek',
    's3:bucket',
    '',
    '/',
    '://',
  ])('finds neither in %s', (uri) => {
    expect(summary(uri)).toBe('-');
  });

  it.each([
    ['s3://b/production/fraud/v47', 'number:v47'],
    [`oci://registry/production/fraud:latest@${sha256}`, `digest:${sha256}`],
    ['oci://registry/production/fraud:v3', 'number:v3'],
    ['https://github.com/o/r/raw/main/v1.2.0/model.joblib', 'dotted:v1.2.0'],
  ])('is silent about the word in %s, which holds a version', (uri, expected) => {
    expect(summary(uri)).toBe(expected);
  });

  it('names scheme, authority and segments', () => {
    expect(parseModelUri('s3://bucket/fraud//v47/')).toMatchObject({
      scheme: 's3',
      authority: 'bucket',
      segments: [
        { text: 'fraud', start: 12, end: 17, role: 'path' },
        { text: 'v47', start: 19, end: 22, role: 'path' },
      ],
    });
    expect(parseModelUri('oci://registry:5000/org/fraud:v3').segments.map(({ text, role }) => [text, role])).toEqual([
      ['org', 'path'],
      ['fraud', 'path'],
      ['v3', 'tag'],
    ]);
    expect(parseModelUri('hf://org/model:main')).toMatchObject({ authority: 'org', segments: [{ text: 'model' }, { text: 'main', role: 'revision' }] });
    expect(parseModelUri('pvc://claim/a/b').authority).toBe('claim');
    expect(parseModelUri('a/b')).toMatchObject({ scheme: '', authority: '', segments: [{ text: 'a' }, { text: 'b' }] });
  });

  it('keeps every version, in the order of the text', () => {
    expect(parseModelUri('s3://b/sklearn/1.0/fraud/v47/1').versions.map(({ text }) => text)).toEqual(['1.0', 'v47', '1']);
  });

  it('takes declared patterns against a whole segment or tag', () => {
    const declared = [(text: string): boolean => text.startsWith('build-'), (text: string): boolean => text === '2024'];
    const added = { useDefaults: true, declared };
    expect(parseModelUri('s3://b/fraud/build-77/model', added).version).toMatchObject({ text: 'build-77', form: 'custom' });
    expect(parseModelUri('oci://r/fraud:build-77', added).version).toMatchObject({ text: 'build-77', form: 'custom' });
    expect(parseModelUri('s3://b/fraud/v3', added).version).toMatchObject({ form: 'number' });
    const alone = { useDefaults: false, declared };
    expect(parseModelUri('s3://b/fraud/v3', alone).version).toBeUndefined();
    expect(parseModelUri('s3://b/fraud/2024', alone).version).toMatchObject({ form: 'number' });
    expect(parseModelUri(`oci://r/fraud@${sha256}`, alone).version).toMatchObject({ form: 'digest' });
  });

  it('reads hostile texts in no time', () => {
    within(1000, () => {
      for (const text of ['/'.repeat(100_000), `s3://${'1.'.repeat(50_000)}`, `s3://b/${'1-'.repeat(50_000)}!`, `oci://${'a:'.repeat(50_000)}`]) parseModelUri(text);
    });
  });
});

describe('versionForm', () => {
  it.each([
    ['number', ['v7', '7', 'V7', '047', '1700000000', '99999999']],
    ['dotted', ['1.10', 'v1.10', '1.10.0', 'v1.10.0-rc.1', '1.2.3.4', '1.10rc1', '1.10.0rc1', '1.10-beta', '1.10.0+build.5', '1.10.0_build.5', '1.2.dev3', '1.0.0-gpu', '2024.01.15']],
    ['date', ['2024-01-15', '20240115', '2024_01_15', '2024-01', '2024-01-15T10:30:00Z', '20240115-103000', '20240115103000', '202401151030', '2024-01-15_10-30-00', '2024-01-15T10:30:00.123+02:00']],
    ['identifier', [run, `m-${run}`, run.toUpperCase(), uuid, commit, '1b5f2e8', `${run}${run}`]],
    [undefined, ['', 'v', 'v1-rc1', 'model-v3', '1.', '.1', '1..2', '1.10-model', 'version7', '7b', '8b', 'r7', 'v1 ', '1b5f2e', 'facade1z', '2024-1-5', 'model', '1.10.0-', '1.10.0.latest', '1.0.0-latest', '9'.repeat(300)]],
  ])('%s', (form, texts) => {
    expect(texts.map((text) => [text, versionForm(text)])).toEqual(texts.map((text) => [text, form]));
  });
});

describe('versions', () => {
  const version = (text: string): VersionText => {
    const parsed = parseVersion(text);
    if (!parsed) throw new Error(`${text} is no version`);
    return parsed;
  };

  it.each([
    ['v47', '43', 1],
    ['9', 'v10', -1],
    ['v47', '47', 0],
    ['1.10', '1.9', 1],
    ['v1.10.0', '1.9.9', 1],
    ['1.10.0', '1.10', undefined],
    ['47', '1.0', undefined],
    ['1.10.0-rc.1', '1.9.0', 1],
    ['1.10.0-rc.1', '1.10.0', undefined],
    ['1.10.0+a', '1.10.0', 0],
    ['2024-01-15', '20240116', -1],
    ['2024-01-15', '2024-01-15T10:00', undefined],
    ['2024-01-15T10:00:00+02:00', '2024-01-15T10:00:00', undefined],
    ['20240115', '47', undefined],
    ['1b5f2e8', '1b5f2e9', undefined],
  ])('%s and %s compare as %s', (a, b, order) => {
    expect(compareVersions(version(a), version(b))).toBe(order);
  });

  it.each([
    ['v47', '47', true],
    ['1.10', 'v1.10', true],
    ['1.10', '1.1', false],
    ['047', '47', false],
    ['2024-01-15', '20240115', true],
    [commit, commit.toUpperCase(), true],
  ])('%s and %s are one version: %s', (a, b, same) => {
    expect(isSameVersion(version(a), version(b))).toBe(same);
  });

  it('are of one form where they are spelt in one way', () => {
    expect(isSameForm(version('v1'), version('2'))).toBe(true);
    expect(isSameForm(version('1.2'), version('1.2.3'))).toBe(false);
    expect(isSameForm({ text: 'build-77', form: 'custom' }, { text: 'build-8', form: 'custom' })).toBe(true);
    expect(isSameForm({ text: 'build-77', form: 'custom' }, { text: 'b77', form: 'custom' })).toBe(false);
  });
});
