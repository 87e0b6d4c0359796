/** Kustomizations as sources of Applications: what Argo CD says over them, and Applications that come out of them. */
import { describe, expect, test } from 'vitest';
import { run } from '../../src/mllint.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { lineOf, NOW } from '../cases.ts';

const BASE = {
  'base/kustomization.yaml': 'resources: [service.yaml]\nimages:\n  - {name: server, newTag: base}\n  - {name: kept, newTag: "1"}\n',
  'base/service.yaml': `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: fraud
spec:
  predictor:
    minReplicas: 2
    maxReplicas: 4
    containers:
      - name: kserve-container
        image: server:0
`,
  'base/more/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: InferenceService}
    patch: |-
      - {op: add, path: /metadata/annotations, value: {more: "yes"}}
`,
};

function application(options: string, name = 'app'): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: ml
  destination: {server: https://kubernetes.default.svc, namespace: serving}
  source:
    repoURL: https://github.com/org/gitops.git
    path: base
    kustomize: ${options}
`;
}

async function deployed(files: Readonly<Record<string, string>>): Promise<{ values: string[]; findings: string[]; unverified: string[] }> {
  const { repository, report } = await run({ snapshot: memorySnapshot(files), now: NOW });
  const manifests = repository?.applications.flatMap((one) => one.manifests) ?? [];
  const values = manifests.flatMap(({ root }) => {
    const shown = [['metadata', 'name'], ['metadata', 'namespace'], ['metadata', 'labels', 'team'], ['metadata', 'annotations', 'more'], ['spec', 'predictor', 'minReplicas'],
      ['spec', 'predictor', 'containers', 0, 'image']].map((path) => root.get(...path)).filter((node) => node.exists);
    return shown.map((node) => {
      const place = node.at;
      return `${node.path.slice(-1).join('')}: ${node.isKnown ? String(node.value) : 'unknown'} < ${place.file.path}:${place.file.position(place.range.start).line}`;
    });
  });
  const findings = report.findings.filter(({ rule }) => rule === 'argocd/source-renders' || rule === 'kustomize/builds').map(lineOf);
  return { values, findings, unverified: report.unverified.map(({ why }) => why) };
}

describe('what an Application says over its kustomization', () => {
  const cases: readonly { name: string; options: string; values: readonly string[]; files?: Readonly<Record<string, string>> }[] = [
    { name: 'nothing', options: '{}', values: ['name: fraud < base/service.yaml:4', 'minReplicas: 2 < base/service.yaml:7', 'image: server:base < base/kustomization.yaml:3'] },
    {
      name: 'names and namespace', options: '{namePrefix: prod-, nameSuffix: -eu, namespace: ml}',
      values: ['name: prod-fraud-eu < base/service.yaml:4', 'namespace: ml < app.yaml:10', 'minReplicas: 2 < base/service.yaml:7', 'image: server:base < base/kustomization.yaml:3'],
    },
    { name: 'an image, over that of the kustomization', options: '{images: ["server=registry/team/server:v2"]}', values: ['name: fraud < base/service.yaml:4', 'minReplicas: 2 < base/service.yaml:7', 'image: registry/team/server:v2 < app.yaml:10'] },
    { name: 'an image that keeps the tag', options: '{images: ["server=other:*"]}', values: ['name: fraud < base/service.yaml:4', 'minReplicas: 2 < base/service.yaml:7', 'image: other:base < app.yaml:10'] },
    { name: 'labels without selectors', options: '{commonLabels: {team: ml}, labelWithoutSelector: true}', values: ['name: fraud < base/service.yaml:4', 'team: ml < app.yaml:10', 'minReplicas: 2 < base/service.yaml:7', 'image: server:base < base/kustomization.yaml:3'] },
    {
      name: 'patches', options: '{patches: [{target: {kind: InferenceService}, patch: "- {op: replace, path: /spec/predictor/minReplicas, value: 3}"}]}',
      values: ['name: fraud < base/service.yaml:4', 'minReplicas: 3 < app.yaml:10', 'image: server:base < base/kustomization.yaml:3'],
    },
    {
      name: 'components, and one that is missing', options: '{components: [more, none], ignoreMissingComponents: true}',
      values: ['name: fraud < base/service.yaml:4', 'more: yes < base/more/kustomization.yaml:6', 'minReplicas: 2 < base/service.yaml:7', 'image: server:base < base/kustomization.yaml:3'],
    },
    {
      name: 'the override of the Image Updater', options: '{images: ["server:v1"]}', files: { 'base/.argocd-source-app.yaml': 'kustomize:\n  images:\n    - server:v3\n' },
      values: ['name: fraud < base/service.yaml:4', 'minReplicas: 2 < base/service.yaml:7', 'image: server:v3 < base/.argocd-source-app.yaml:3'],
    },
  ];
  test.each(cases)('$name', async ({ options, values, files = {} }) => {
    const result = await deployed({ ...BASE, ...files, 'app.yaml': application(options) });
    expect(result.findings).toEqual([]);
    expect(result.values).toEqual(values);
  });

  test.each([
    ['a label that is there already', '{commonLabels: {team: b}}', 'label team already in kustomization file. Use --force to override.'],
    ['an image that is none', '{images: [server]}', '"server" is no image'],
    ['a component that is missing', '{components: [none]}', "'base/none': no such file or directory"],
    ['a patch without a target', '{patches: [{patch: "- {op: remove, path: /spec}"}]}', 'must specify a target for JSON patch'],
  ])('%s is refused', async (_, options, message) => {
    const files = { ...BASE, 'base/kustomization.yaml': 'commonLabels: {team: a}\nresources: [service.yaml]\n', 'app.yaml': application(options) };
    const { findings } = await deployed(files);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(/^app\.yaml:\d+:\d+ error argocd\/source-renders /);
    expect(findings[0]).toContain(message);
  });

  test('a commit that nobody knows taints the image', async () => {
    const { values } = await deployed({ ...BASE, 'app.yaml': application('{images: ["server:$ARGOCD_APP_REVISION"]}') });
    expect(values).toContain('image: unknown < app.yaml:10');
  });
});

test('Applications that a kustomization holds are followed, and the files it reads are no manifests', async () => {
  const { values, findings, unverified } = await deployed({
    ...BASE, 'argocd/kustomization.yaml': 'resources: [app.yaml]\nnamePrefix: prod-\n', 'argocd/app.yaml': application('{nameSuffix: -x}'),
  });
  expect(findings).toEqual([]);
  expect(unverified).toEqual([]);
  expect(values[0]).toBe('name: fraud-x < base/service.yaml:4');
});

test('an environment has what its overlay builds', async () => {
  const overlay = (name: string): string => `resources: [../../base]\nnamePrefix: ${name}-\n`;
  const { repository } = await run({ snapshot: memorySnapshot({ ...BASE, 'overlays/staging/kustomization.yaml': overlay('staging'), 'overlays/prod/kustomization.yaml': overlay('prod') }), now: NOW });
  expect(repository?.environments.map(({ name, manifests }) => [name, manifests.map((one) => one.name)])).toEqual([['staging', ['staging-fraud']], ['prod', ['prod-fraud']]]);
  expect(repository?.manifests).toHaveLength(2);
});
