/** The releases of Helm that Argo CD bundles, as far as they render differently. Follows pkg/ of helm/helm at v3.19.4, v4.1.4, v4.2.1 and v4.2.4. */

/** Helm 3.19 stands for all of Helm 3. */
export type HelmRelease = '3.19' | '4.1' | '4.2' | '4.2.4';

interface Profile {
  /** `.Capabilities.HelmVersion`, under Go's field names. */
  readonly build: Readonly<Record<string, string>>;
  /** `.Capabilities.KubeVersion` where none is given. */
  readonly kubeVersion: string;
}

export const profiles: Readonly<Record<HelmRelease, Profile>> = {
  '3.19': {
    build: { Version: 'v3.19.4', GitCommit: '7cfb6e486dac026202556836bb910c37d847793e', GitTreeState: 'clean', GoVersion: 'go1.24.11' },
    kubeVersion: 'v1.34.0',
  },
  '4.1': {
    build: { Version: 'v4.1.4', GitCommit: '05fa37973dc9e42b76e1d2883494c87174b6074f', GitTreeState: 'clean', GoVersion: 'go1.25.9', KubeClientVersion: 'v1.35' },
    kubeVersion: 'v1.35.0',
  },
  '4.2': {
    build: { Version: 'v4.2.1', GitCommit: '', GitTreeState: 'clean', GoVersion: 'go1.26', KubeClientVersion: 'v1.36' },
    kubeVersion: 'v1.36.0',
  },
  '4.2.4': {
    build: { Version: 'v4.2.4', GitCommit: '', GitTreeState: 'clean', GoVersion: 'go1.26', KubeClientVersion: 'v1.36' },
    kubeVersion: 'v1.36.0',
  },
};

/** From 4.2 on a chart's null defaults are as if absent, and what ends a document stays. */
export function isHelm42(helm: HelmRelease): boolean {
  return helm === '4.2' || helm === '4.2.4';
}

/** The Helm that a version of Argo CD bundles (hack/tool-versions.sh of argo-cd): Helm 4 since 3.5, and where nothing is said. */
export function helmOf(argocd: string | undefined): HelmRelease {
  const match = /^v?([0-9]+)\.([0-9]+)/.exec(argocd ?? '');
  if (!match) return '4.2';
  const [major, minor] = [Number(match[1]), Number(match[2])];
  if (major > 3 || (major === 3 && minor >= 6)) return '4.2.4';
  return major === 3 && minor === 5 ? '4.2' : '3.19';
}
