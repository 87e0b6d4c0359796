/** `.Capabilities`. Follows pkg/chart/common/capabilities.go of helm/helm; the API versions are those of Kubernetes 1.35. */
import { GoObject, List, type Value } from '../go-template/value.ts';
import { plain } from '../traced-text.ts';
import { profiles, type HelmRelease } from './profile.ts';
import { computedBool, fixed, textAt } from './functions/arguments.ts';

export interface Capabilities {
  /** As given to `--kube-version`: `1.34`, `v1.33.4-gke.1`. */
  readonly kubeVersion?: string | undefined;
  /** Appended to Helm's own: `serving.kserve.io/v1beta1` or `serving.kserve.io/v1beta1/InferenceService`. */
  readonly apiVersions?: readonly string[] | undefined;
}

const DEFAULT_API_VERSIONS: readonly string[] = [
  'v1',
  ...versions('admissionregistration.k8s.io', 'v1', 'v1alpha1', 'v1beta1'), ...versions('internal.apiserver.k8s.io', 'v1alpha1'),
  ...versions('apps', 'v1', 'v1beta1', 'v1beta2'), ...versions('authentication.k8s.io', 'v1', 'v1alpha1', 'v1beta1'),
  ...versions('authorization.k8s.io', 'v1', 'v1beta1'), ...versions('autoscaling', 'v1', 'v2', 'v2beta1', 'v2beta2'),
  ...versions('batch', 'v1', 'v1beta1'), ...versions('certificates.k8s.io', 'v1', 'v1beta1', 'v1alpha1'),
  ...versions('coordination.k8s.io', 'v1alpha2', 'v1beta1', 'v1'), ...versions('discovery.k8s.io', 'v1', 'v1beta1'),
  ...versions('events.k8s.io', 'v1', 'v1beta1'), ...versions('extensions', 'v1beta1'),
  ...versions('flowcontrol.apiserver.k8s.io', 'v1', 'v1beta1', 'v1beta2', 'v1beta3'), ...versions('networking.k8s.io', 'v1', 'v1beta1'),
  ...versions('node.k8s.io', 'v1', 'v1alpha1', 'v1beta1'), ...versions('policy', 'v1', 'v1beta1'),
  ...versions('rbac.authorization.k8s.io', 'v1', 'v1beta1', 'v1alpha1'), ...versions('resource.k8s.io', 'v1', 'v1beta2', 'v1beta1', 'v1alpha3'),
  ...versions('scheduling.k8s.io', 'v1alpha1', 'v1beta1', 'v1'), ...versions('storage.k8s.io', 'v1beta1', 'v1', 'v1alpha1'),
  ...versions('storagemigration.k8s.io', 'v1beta1'), ...versions('apiextensions.k8s.io', 'v1beta1', 'v1'),
];

function versions(group: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${group}/${name}`);
}

export interface KubeVersion {
  /** As given, with a `v`. */
  readonly version: string;
  /** Without what follows the numbers; for constraints. */
  readonly normalized: string;
  readonly major: string;
  readonly minor: string;
}

/** `ParseKubeVersion`; `undefined` where it is no version. Helm 3 forgets what follows the numbers. */
export function parseKubeVersion(given: string | undefined, helm: HelmRelease): KubeVersion | undefined {
  const text = given ?? profiles[helm].kubeVersion;
  const match = /^\s*v?([0-9]+(?:\.[0-9]+)*)(.*)*$/.exec(text);
  const numbers = match?.[1]?.split('.') ?? [];
  const [major, minor] = numbers;
  if (major === undefined || minor === undefined || numbers.some((number) => number.length > 18) || (major.startsWith('0') && major !== '0')) return undefined;
  const normalized = `v${numbers.map(Number).join('.')}`;
  const version = helm === '3.19' ? normalized : text.startsWith('v') ? text : `v${text}`;
  return { version, normalized, major: String(Number(major)), minor: String(Number(minor)) };
}

/** The object that templates see. */
export function capabilitiesObject(kube: KubeVersion, { apiVersions = [] }: Capabilities, helm: HelmRelease): GoObject {
  const known = [...DEFAULT_API_VERSIONS, ...apiVersions];
  const set = new Set(known);
  return new GoObject('*common.Capabilities', {
    fields: [
      ['KubeVersion', kubeObject(kube)],
      ['APIVersions', new GoObject('common.VersionSet', {
        methods: [['Has', fixed(['string'], (args) => computedBool(set.has(textAt(args, 0).text)))]],
        underlying: new List(known.map(plain), { elementType: 'string' }),
      })],
      ['HelmVersion', new GoObject('version.BuildInfo', { fields: buildInfo(helm) })],
    ],
  });
}

function kubeObject({ version, normalized, major, minor }: KubeVersion): GoObject {
  const text = (value: string) => fixed([], () => plain(value));
  return new GoObject('common.KubeVersion', {
    fields: [['Version', plain(version)], ['Major', plain(major)], ['Minor', plain(minor)]],
    methods: [['GitVersion', text(version)], ['String', text(normalized)]],
    print: () => plain(normalized),
  });
}

function buildInfo(helm: HelmRelease): (readonly [string, Value])[] {
  return Object.entries(profiles[helm].build).map(([name, value]) => [name, plain(value)] as const);
}
