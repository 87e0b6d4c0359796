/** What no rule needs to hold is read for the rules that look at every manifest by itself. */
import { expect, it } from 'vitest';
import { ruleSettings } from '../../src/config/rule-settings.ts';
import { check } from '../../src/engine/check.ts';
import { kindsRead } from '../../src/engine/kinds.ts';
import { readConfig } from '../../src/mllint.ts';
import { readRepository } from '../../src/repository/read.ts';
import { defineRule } from '../../src/rule.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';

const everyManifest = defineRule({
  id: 'test/every-manifest', on: 'manifest', holdsNone: true, title: 'holds', why: 'it does', severity: 'error',
  *check({ kind, name, root, environment }) {
    yield { at: root.get('metadata', 'name'), message: `${kind} ${name ?? ''} in ${environment?.name ?? 'no environment'}` };
  },
});

const lease = (name: string): string => `apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata:\n  name: ${name}\n`;

it('sees what is loose once, in its environment, and inputs only as what they make', async () => {
  const snapshot = memorySnapshot({
    'environments/prod/leases.yaml': `${lease('first')}---\n${lease('second')}`,
    'base/kustomization.yaml': 'resources: [lease.yaml]\nnamePrefix: built-\n',
    'base/lease.yaml': lease('third'),
    'read.yaml': 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: model\n',
  });
  const { config } = await readConfig(snapshot, undefined);
  const settings = ruleSettings([everyManifest], { preset: 'recommended', rules: new Map(), overrides: [] });
  const facts = () => ({ remotes: [], prefix: '', self: config.repositories.self, mapped: [] });
  const { repository } = await readRepository({ snapshot, config, facts, kinds: kindsRead([everyManifest], settings) });
  const { found } = check([everyManifest], repository, settings);
  expect(found.map(({ at, message, environments, resources }) => ({ line: at.file.position(at.range.start).line, message, environments, names: resources.map(({ name }) => name) }))).toEqual([
    { line: 4, message: 'Lease built-third in no environment', environments: [], names: ['built-third'] },
    { line: 4, message: 'InferenceService model in no environment', environments: [], names: ['model'] },
    { line: 4, message: 'Lease first in prod', environments: ['prod'], names: ['first'] },
    { line: 9, message: 'Lease second in prod', environments: ['prod'], names: ['second'] },
  ]);
});
