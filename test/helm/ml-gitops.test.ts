/** The example's six releases: what we render is what `helm template` printed, and what it prints where it is installed. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printHelmTemplate } from '../../src/render/helm/print.ts';
import { renderChart } from '../../src/render/helm/helm.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { SourceFile } from '../../src/source.ts';
import { filesOf, fixtures } from '../cases.ts';

const example = join(fixtures, 'ml-gitops');
const files = filesOf(example);
const releases = ['dev', 'staging', 'prod'].flatMap((environment) =>
  ['fraud-detector', 'churn-scorer'].map((model) => ({ environment, model, release: `${model}-${environment}` })),
);

describe.each(releases)('$release', ({ environment, model, release }) => {
  const valueFiles = [`models/${model}/values.yaml`, `environments/${environment}/${model}/values.yaml`];
  const recorded = readFileSync(join(fixtures, `render/ml-gitops/${release}.yaml`), 'utf8');

  it('renders what helm template printed, byte for byte', () => {
    const result = renderChart({
      snapshot: memorySnapshot(files),
      folder: 'charts/model-serving',
      releaseName: release,
      namespace: `ml-serving-${environment}`,
      valueSources: valueFiles.map((path) => ({ kind: 'file', file: new SourceFile(path, new TextDecoder().decode(files[path])) })),
      capabilities: { apiVersions: ['serving.kserve.io/v1beta1'] },
    });
    expect(printHelmTemplate(result, { includesCrds: true })).toBe(recorded);
  });

  it('is what the installed helm prints', ({ skip }) => {
    const flags = ['--namespace', `ml-serving-${environment}`, '--include-crds', '--api-versions', 'serving.kserve.io/v1beta1'];
    const args = ['template', release, 'charts/model-serving', ...flags, ...valueFiles.flatMap((path) => ['-f', path])];
    const { error, status, stdout } = spawnSync('helm', args, { cwd: example, encoding: 'utf8' });
    if (error) skip('helm is not installed');
    expect([status, stdout]).toEqual([0, recorded]);
  });
});
