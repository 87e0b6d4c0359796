/** The recorded charts under fixtures/render/helm, and rendering them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { renderChart, type ChartResult, type ValueSource } from '../../src/render/helm/helm.ts';
import type { HelmRelease } from '../../src/render/helm/profile.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { isUnreadable, type Snapshot } from '../../src/snapshot/snapshot.ts';

export const chartsRoot = 'fixtures/render/helm';

interface ChartArguments {
  readonly values: readonly string[];
  readonly kubeVersion: string | undefined;
  readonly apiVersions: readonly string[];
  readonly includesCrds: boolean;
}

/** `args.json` beside the chart says what is given on the command line. */
export function readArguments(folder: string): ChartArguments {
  const file = join(folder, 'args.json');
  const given: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const field = (name: string): unknown => (typeof given === 'object' && given !== null && name in given ? Object.entries(given).find(([key]) => key === name)?.[1] : undefined);
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const kubeVersion = field('kubeVersion');
  return {
    values: texts(field('values')), kubeVersion: typeof kubeVersion === 'string' ? kubeVersion : undefined, apiVersions: texts(field('apiVersions')), includesCrds: field('includesCrds') === true,
  };
}

/** The arguments of `helm template` that mean the same. */
export function helmArguments(folder: string): string[] {
  const { values, kubeVersion, apiVersions, includesCrds } = readArguments(folder);
  return [
    ...values.flatMap((file) => ['-f', join(folder, file)]), ...(kubeVersion === undefined ? [] : ['--kube-version', kubeVersion]),
    ...apiVersions.flatMap((version) => ['-a', version]), ...(includesCrds ? ['--include-crds'] : []),
  ];
}

export function chartNames(): string[] {
  return readdirSync(chartsRoot).filter((name) => existsSync(join(chartsRoot, name, 'expected.yaml')) || existsSync(join(chartsRoot, name, 'expected-error.txt')));
}

/** Our rendering of a recorded chart. */
export async function renderRecorded(name: string, helm?: HelmRelease): Promise<ChartResult> {
  const folder = join(chartsRoot, name);
  const snapshot = await diskSnapshot(folder, { useGit: false });
  return renderRecordedIn(snapshot, folder, helm);
}

function renderRecordedIn(snapshot: Snapshot, folder: string, helm: HelmRelease | undefined): ChartResult {
  const { values, kubeVersion, apiVersions } = readArguments(folder);
  const valueSources = values.map((path): ValueSource => {
    const file = snapshot.file(path);
    if (!file || isUnreadable(file)) throw new Error(`${path} is missing`);
    return { kind: 'file', file };
  });
  const capabilities = { kubeVersion: kubeVersion ?? (helm === undefined ? undefined : 'v1.33.4'), apiVersions };
  return renderChart({ snapshot, folder: '', releaseName: 'r', namespace: 'default', valueSources, capabilities, ...(helm === undefined ? {} : { helm }) });
}
