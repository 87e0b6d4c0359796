/** The kinds whose types a package ships: found in the declarations, so that a newer package brings its newer kinds by itself. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unchecked } from '../../unchecked.ts';

/** The packages, and which of their groups are read; without groups all of them. They are read when mllint is built, never when it runs. */
export const packages: readonly { readonly name: string; readonly groups?: readonly string[] }[] = [
  { name: 'kubernetes-models' },
  { name: '@kubernetes-models/argo-cd', groups: ['argoproj.io'] },
  { name: '@kubernetes-models/istio', groups: ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'] },
  { name: '@kubernetes-models/prometheus-operator', groups: ['monitoring.coreos.com'] },
  { name: '@kubernetes-models/gateway-api', groups: ['gateway.networking.k8s.io'] },
  { name: '@kubernetes-models/knative', groups: ['serving.knative.dev'] },
  { name: '@kubernetes-models/keda', groups: ['keda.sh', 'eventing.keda.sh'] },
];

/** Types with `apiVersion` and `kind` that nobody writes a manifest of: what is posted to a subresource, and what is only shared by Go code. */
const noKinds: ReadonlySet<string> = new Set(['DeploymentRollback', 'Eviction', 'Scale', 'TokenRequest', 'WithTriggers']);

/** One kind in one version, and the declaration that it is read from. */
export interface DeclaredKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** `package@version`. */
  readonly source: string;
  /** As an import names it. */
  readonly module: string;
}

/** Every kind of the packages, in the order of packages and then of files. */
export function declaredKinds(root: string): DeclaredKind[] {
  return packages.flatMap(({ name, groups }) => {
    const folder = join(root, 'node_modules', name);
    const source = sourceOf(root, name);
    return declarations(folder).flatMap((file) => {
      const kind = kindIn(readFileSync(join(folder, file), 'utf8'));
      if (!kind || (groups && !groups.includes(groupOf(kind.apiVersion)))) return [];
      return [{ ...kind, source, module: `${name}/${file.replace(/\.d\.ts$/, '')}` }];
    });
  });
}

/** `package@version` of what is installed. */
export function sourceOf(root: string, name: string): string {
  const { version } = unchecked<{ readonly version: string }>(JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')));
  return `${name}@${version}`;
}

/** The group of an apiVersion; the core group has no name. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** The files that declare a type each, without the indices. */
function declarations(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return entry.name.startsWith('_') || entry.name === 'node_modules' ? [] : declarations(folder, path);
      return entry.name.endsWith('.d.ts') && entry.name !== 'index.d.ts' ? [path] : [];
    });
}

/** A kind is what names its version, itself and an object's metadata; lists of a kind and answers of the API have other metadata. */
export function kindIn(text: string): Pick<DeclaredKind, 'apiVersion' | 'kind'> | undefined {
  const [, body = ''] = /\nexport interface I\w+(?: extends TypeMeta)? \{([\s\S]*?)\n\}/.exec(`\n${text}`) ?? [];
  const [, apiVersion] = /\n {4}"apiVersion": "([^"]+)";/.exec(body) ?? [];
  const [, kind] = /\n {4}"kind": "([^"]+)";/.exec(body) ?? [];
  if (apiVersion === undefined || kind === undefined || noKinds.has(kind)) return undefined;
  return /\n {4}"metadata"\??: I\w*ObjectMeta;/.test(body) ? { apiVersion, kind } : undefined;
}
