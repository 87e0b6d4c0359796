/** The history is asked only where something seems to be ahead. */
import { expect, it } from 'vitest';
import { run } from '../../src/mllint.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { NOW } from '../cases.ts';

function serving(versions: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(versions).map(([environment, version]) =>
    [`environments/${environment}/values.yaml`, `environment: ${environment}\nmodel:\n  name: fraud-detector\n  version: "${version}"\n  storageUri: s3://ml-models/fraud-detector/v${version}\n`]));
}

it.each([
  ['the usual state', { dev: 47, staging: 45, prod: 43 }, [], 0],
  ['one version everywhere', { dev: 47, staging: 47, prod: 47 }, [], 0],
  ['a later stage that is ahead', { dev: 45, staging: 45, prod: 47 }, [], 1],
  ['one that is ahead, with the rule off', { dev: 45, staging: 45, prod: 47 }, ['model/uri-pinned'], 0],
])('%s', async (_name, versions, rules, asked) => {
  let times = 0;
  const headCommit = (): undefined => void (times += 1);
  await run({ snapshot: memorySnapshot(serving(versions)), now: NOW, rules, headCommit });
  expect(times).toBe(asked);
});
