/** What a `helm` block says besides values. Follows argo-cd, reposerver/repository/repository.go `helmTemplate`. */
import type { Raised } from '../finding.ts';
import { knownText } from '../kubernetes/identity.ts';
import { Node } from '../yaml/node.ts';
import type { RenderedDocument } from './helm/output/sort.ts';

export interface ReleaseOptions {
  readonly capabilities: { readonly kubeVersion?: string; readonly apiVersions?: readonly string[] };
  /** `skipCrds`, `skipTests`, `skipSchemaValidation`. */
  readonly left: ReadonlySet<'crds' | 'tests' | 'schemas'>;
}

/** `passCredentials` and `version` change nothing that is rendered. */
export function releaseOptions(helm: Node): ReleaseOptions | Pick<Raised, 'at' | 'message'> {
  const at = helm.get('kubeVersion');
  const written = knownText(at) ?? '';
  const kubeVersion = written === '' ? undefined : plainVersion(written);
  if (written !== '' && kubeVersion === undefined) {
    return { at: at.at, message: `could not parse kubernetes version ${written}: could not parse ${JSON.stringify(written)} as version` };
  }
  const apiVersions = helm.get('apiVersions').items().flatMap((item) => knownText(item) ?? []);
  const left = ([['skipCrds', 'crds'], ['skipTests', 'tests'], ['skipSchemaValidation', 'schemas']] as const).flatMap(([key, part]) => (helm.get(key).value === true ? [part] : []));
  return {
    capabilities: { ...(kubeVersion === undefined ? {} : { kubeVersion }), ...(apiVersions.length === 0 ? {} : { apiVersions }) },
    left: new Set(left),
  };
}

/** `v1.34.2-gke.1` is 1.34.2. Follows k8s.io/apimachinery, pkg/util/version `ParseGeneric`. */
function plainVersion(text: string): string | undefined {
  const numbers = /^\s*v?(\d+(?:\.\d+)*)/.exec(text)?.[1]?.split('.') ?? [];
  const isRight = numbers.length >= 2 && numbers.every((number) => number.length < 10 && (number === '0' || !number.startsWith('0')));
  return isRight ? numbers.join('.') : undefined;
}

/** A hook that `helm test` runs. */
export function isTest({ isHook, parsed }: RenderedDocument): boolean {
  const root = isHook ? parsed?.documents[0]?.root : undefined;
  const hooks = root && knownText(Node.root(root).get('metadata', 'annotations', 'helm.sh/hook'));
  return hooks?.split(',').some((hook) => ['test', 'test-success'].includes(hook.trim().toLowerCase())) === true;
}

/** Longer names are none for Helm. */
const LONGEST_NAME = 53;

/** What somebody would call a release of a chart of that name: nobody says, where nothing here installs it. */
export function releaseNameOf(chart: string): string {
  const name = chart.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-').slice(0, LONGEST_NAME).replaceAll(/^[.-]+|[.-]+$/g, '');
  return name === '' ? 'release' : name;
}
