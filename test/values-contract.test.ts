/** The rule and the schema state one contract: what one accepts, the other does. Near misses of optional keys only the rule sees. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import contract from '../rules/values/contract.ts';
import versionIsString from '../rules/model/version-is-string.ts';
import { SourceFile } from '../src/source.ts';
import { Node } from '../src/yaml/node.ts';
import { parseYaml } from '../src/yaml/parse.ts';

const schema = JSON.parse(readFileSync(new URL('../schemas/values.schema.json', import.meta.url), 'utf8'));
const fits = new Ajv({ allowUnionTypes: true }).compile(schema);

function messages(text: string): string[] {
  const file = new SourceFile('environments/prod/values.yaml', text);
  const tree = parseYaml(file).documents[0]?.root;
  if (!tree) throw new Error('no document');
  const root = Node.root(tree);
  const blocks = root.has('environments') && !root.has('model') ? root.get('environments').entries().map(([, block]) => block) : [root];
  return blocks.flatMap((block) => {
    const values = {
      file, root: block, isRendered: false,
      name: block.get('model', 'name'), version: block.get('model', 'version'), uri: block.get('model', 'storageUri'),
    };
    return [contract, versionIsString].flatMap((rule) => [...rule.check(values, {})].map(({ message }) => message));
  });
}

const model = 'model: { name: fraud, version: "47", storageUri: s3://m/fraud/v47 }';
const modelWith = (rest: string): string => `model: { name: fraud, version: "47", storageUri: s3://m/fraud/v47, ${rest} }`;
const canary = 'version: "48", storageUri: s3://m/fraud/v48';

const good = [
  model,
  `environment: prod\n${model}\nresources: { requests: { cpu: "4", memory: 8Gi }, limits: { cpu: 8, memory: 16Gi, nvidia.com/gpu: 1 } }\nminReplicas: 5\nmaxReplicas: 20`,
  `${model}\nresources:\n  requests: { cpu: 0.5, memory: 1e9 }\n  limits:`,
  `${model}\nminReplicas: 0\nmaxReplicas: 0`,
  `${model}\nteam: risk\ntraffic: [1, 2]\ncanaries: []`,
  modelWith(`canary: { ${canary}, percent: 10 }`),
  modelWith('canary: {}'),
  modelWith('canary:'),
  modelWith('format: { name: sklearn }, runtime: x'),
  `environments:\n  dev: { ${model} }\n  prod: { ${model}, minReplicas: 2 }`,
];

const bad: readonly [string, string][] = [
  ['model: fraud', 'model is the text "fraud"; the contract wants a mapping'],
  ['model: { version: "47", storageUri: s3://m/fraud/v47 }', 'model.name is missing; the contract wants text'],
  ['model: { name: fraud, storageUri: s3://m/fraud/v47 }', 'model.version is missing; the contract wants text, such as "47"'],
  ['model: { name: "", version: "47", storageUri: s3://m/fraud/v47 }', 'model.name is empty; the contract wants text'],
  ['model: { name: 5, version: "47", storageUri: s3://m/fraud/v47 }', 'model.name is 5; the contract wants text'],
  ['model: { name: fraud, version: 1.10, storageUri: s3://m/fraud/v1.10 }', '1.10 is read as the number 1.1; a version is text, write "1.10"'],
  ['model: { name: fraud, version: true, storageUri: s3://m/fraud/v47 }', 'model.version is true; the contract wants text, such as "47"'],
  ['model: { name: fraud, version: [47], storageUri: s3://m/fraud/v47 }', 'model.version is a list; the contract wants text, such as "47"'],
  ['model: { name: fraud, version: "47", storageURI: s3://m/fraud/v47 }', 'model.storageURI is no key of the contract; did you mean storageUri?'],
  ['modle: { name: fraud }', 'modle is no key of the contract; did you mean model?'],
  [`environment: 5\n${model}`, 'environment is 5; the contract wants text'],
  [`${model}\nresources: []`, 'resources is a list; the contract wants a mapping'],
  [`${model}\nresources: { requests: 4 }`, 'resources.requests is 4; the contract wants a mapping of quantities'],
  [`${model}\nresources: { requests: { cpu: 4 cores } }`, 'resources.requests.cpu is the text "4 cores"; the contract wants a quantity, such as 500m or 4Gi'],
  [`${model}\nresources: { limits: { memory: true } }`, 'resources.limits.memory is true; the contract wants a quantity, such as 500m or 4Gi'],
  [`${model}\nminReplicas: "5"`, 'minReplicas is the text "5"; the contract wants a whole number of at least 0'],
  [`${model}\nminReplicas: 1.5`, 'minReplicas is 1.5; the contract wants a whole number of at least 0'],
  [`${model}\nmaxReplicas: -1`, 'maxReplicas is -1; the contract wants a whole number of at least 0'],
  [modelWith('canary: 10'), 'model.canary is 10; the contract wants a mapping'],
  [modelWith(`canary: { ${canary}, percent: 150 }`), 'model.canary.percent is 150; the contract wants a whole number from 0 to 100'],
  [modelWith(`canary: { ${canary}, percent: 10% }`), 'model.canary.percent is the text "10%"; the contract wants a whole number from 0 to 100'],
  [modelWith(`canary: { ${canary} }`), 'model.canary.percent is missing; the contract wants a whole number from 0 to 100'],
  ['environments:\n  prod: { model: { name: fraud, storageUri: s3://m/fraud/v47 } }', 'model.version is missing; the contract wants text, such as "47"'],
];

describe('the values contract', () => {
  it.each(good)('accepts %s', (text) => {
    expect(messages(text)).toEqual([]);
    expect(fits(parse(text)), JSON.stringify(fits.errors)).toBe(true);
  });

  it.each(bad)('rejects %s', (text, message) => {
    expect(messages(text)).toEqual([message]);
    expect(fits(parse(text))).toBe(false);
  });

  it.each([
    [`${model}\nmin_replicas: 2`, 'min_replicas is no key of the contract; did you mean minReplicas?'],
    [`${model}\nresources: { request: { cpu: 1 } }`, 'resources.request is no key of the contract; did you mean requests?'],
  ])('sees the near miss in %s', (text, message) => {
    expect(messages(text)).toEqual([message]);
  });
});
