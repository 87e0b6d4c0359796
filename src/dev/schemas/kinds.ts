/** The kinds whose types a package ships: found in the declarations, so that a newer package brings its newer kinds by itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unchecked } from '../../unchecked.ts';

/** The packages, and which of their groups are read; without groups all of them. They are read when mllint is built, never when it runs. */
export const packages: readonly { readonly name: string; readonly groups?: readonly string[] }[] = [
  { name: 'kubernetes-models' },
  { name: '@kubernetes-models/argo-cd', groups: ['argoproj.io'] },
  { name: '@kubernetes-models/istio', groups: ['networking.istio.io', 'security.istio.io'] },
  { name: '@kubernetes-models/prometheus-operator', groups: ['monitoring.coreos.com'] },
  { name: '@kubernetes-models/gateway-api', groups: ['gateway.networking.k8s.io'] },
  { name: '@kubernetes-models/knative', groups: ['serving.knative.dev'] },
  { name: '@kubernetes-models/keda', groups: ['keda.sh'] },
];

/** One kind in one version, and the declaration that it is read from. */
export interface DeclaredKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** `package@version`. */
  readonly source: string;
  /** As an import names it. */
  readonly module: string;
  /** The name of the exported interface. */
  readonly type: string;
}

/** Every kind of the packages, in the order of packages and then of files. */
export function declaredKinds(root: string): DeclaredKind[] {
  return packages.flatMap(({ name, groups }) => {
    const folder = join(root, 'node_modules', name);
    const { version } = unchecked<{ readonly version: string }>(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return declarations(folder).flatMap((file) => {
      const kind = kindIn(readFileSync(join(folder, file), 'utf8'));
      if (!kind || (groups && !groups.includes(groupOf(kind.apiVersion)))) return [];
      return [{ ...kind, source: `${name}@${version}`, module: `${name}/${file.replace(/\.d\.ts$/, '')}` }];
    });
  });
}

function groupOf(apiVersion: string): string {
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

/** A kind is what has a type of its metadata; lists of a kind are none. */
function kindIn(text: string): Pick<DeclaredKind, 'apiVersion' | 'kind' | 'type'> | undefined {
  const [, type, body] = /export interface (I\w+) extends TypeMeta \{([\s\S]*?)\n\}/.exec(text) ?? [];
  const [, apiVersion] = /"apiVersion": "([^"]+)";/.exec(body ?? '') ?? [];
  const [, kind] = /"kind": "([^"]+)";/.exec(body ?? '') ?? [];
  if (type === undefined || apiVersion === undefined || kind === undefined || kind.endsWith('List')) return undefined;
  return { apiVersion, kind, type };
}
