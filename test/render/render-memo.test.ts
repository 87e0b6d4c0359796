/** One release for several clusters is rendered once, and every Application has its own manifests of it. */
import { expect, test } from 'vitest';
import { run } from '../../src/mllint.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { NOW } from '../cases.ts';

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
  'chart/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  size: {{ .Values.size | quote }}\n',
  'one.yaml': 'size: 1\n',
  'two.yaml': 'size: 2\n',
};

function setOf(releaseName: string, valueFile: string, inline = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: app, namespace: argocd }
spec:
  generators:
    - list:
        elements:
          - { cluster: euw1, size: one }
          - { cluster: euc1, size: two }
  template:
    metadata: { name: "app-{{cluster}}" }
    spec:
      project: default
      source:
        repoURL: https://github.com/org/ml-gitops.git
        targetRevision: HEAD
        path: chart
        helm:
          releaseName: "${releaseName}"
          valueFiles: ["${valueFile}"]
${inline}      destination: { name: "{{cluster}}", namespace: app }
`;
}

async function trees(set: string) {
  const { repository } = await run({ snapshot: memorySnapshot({ ...chart, 'set.yaml': set }), now: NOW });
  return (repository?.applications ?? []).map(({ name, manifests }) => ({
    name, owners: manifests.map(({ application }) => application?.name), tree: manifests[0]?.root.tree, size: manifests[0]?.root.get('data', 'size').value,
  }));
}

test('the same release with the same files is one tree', async () => {
  const [first, second] = await trees(setOf('app', '/one.yaml'));
  expect([first?.name, first?.owners, first?.size]).toEqual(['app-euw1', ['app-euw1'], '1']);
  expect([second?.name, second?.owners, second?.size]).toEqual(['app-euc1', ['app-euc1'], '1']);
  expect(second?.tree).toBe(first?.tree);
});

test.each([
  ['another name', setOf('app-{{cluster}}', '/one.yaml'), '1'],
  ['another value file', setOf('app', '/{{size}}.yaml'), '2'],
  ['values of its own', setOf('app', '/one.yaml', '          values: "size: {{cluster}}"\n'), 'euc1'],
])('%s is rendered for itself', async (_, set, size) => {
  const [first, second] = await trees(set);
  expect(second?.tree).not.toBe(first?.tree);
  expect(second?.size).toBe(size);
});
