/** What the cluster of the comparison holds: the CRDs that are at hand, and the namespaces that documents name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { addressOf, parseText, shared, textOf } from './corpus-documents.ts';

/** Of Argo CD the newest release; of KServe the full definitions, not the minimal ones. */
const CRD_FOLDERS = ['argocd/v3.5.1', 'gateway-api', 'istio', 'kserve', 'prometheus'];

export interface InstalledKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Installs every CRD and waits until each of its versions is served. */
export async function installCrds(cluster: Cluster): Promise<InstalledKind[]> {
  const installed: InstalledKind[] = [];
  for (const text of crdTexts()) {
    const [document] = parseText(text);
    const addressed = document && addressOf(document);
    if (!document || addressed?.kind !== 'CustomResourceDefinition') continue;
    // A second version is converted by a web hook that nobody runs here.
    document.deleteIn(['spec', 'conversion']);
    await cluster.keep(textOf(document), addressed);
    const value = document.toJS();
    for (const { name, served } of value.spec.versions) if (served === true) installed.push({ apiVersion: `${value.spec.group}/${name}`, kind: value.spec.names.kind });
  }
  for (const { apiVersion, kind } of installed) await cluster.untilServed(apiVersion, kind);
  return installed;
}

/** The texts of all CRDs, in the order of their paths. */
export function crdTexts(): string[] {
  return CRD_FOLDERS.map((folder) => join(shared, 'crds', folder)).filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => readFileSync(join(folder, name), 'utf8')));
}

export async function createNamespaces(cluster: Cluster, names: Iterable<string>): Promise<void> {
  for (const name of new Set(names)) {
    await cluster.keep(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":${JSON.stringify(name)}}}`, { apiVersion: 'v1', kind: 'Namespace', name, namespace: '' });
  }
}
