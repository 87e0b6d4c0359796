/** Of what kind a source is. Follows argo-cd, util/argo/argo.go `NormalizeSource`, pkg/apis/application/v1alpha1 `ExplicitType` and util/app/discovery. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Node } from '../yaml/node.ts';

export type SourceType = 'Helm' | 'Kustomize' | 'Plugin' | 'Directory';

/** The blocks that say of what kind a source is, and what they may hold: anything else is dropped when the Application is applied. */
const BLOCKS: readonly (readonly [block: string, type: SourceType, fields: readonly string[]])[] = [
  ['kustomize', 'Kustomize', [
    'namePrefix', 'nameSuffix', 'version', 'namespace', 'images', 'replicas', 'commonLabels', 'commonAnnotations', 'patches', 'components', 'kubeVersion', 'apiVersions',
    'ignoreMissingComponents',
  ]],
  ['helm', 'Helm', [
    'valueFiles', 'parameters', 'releaseName', 'values', 'fileParameters', 'version', 'passCredentials', 'ignoreMissingValueFiles', 'skipCrds', 'valuesObject', 'namespace',
    'kubeVersion', 'apiVersions', 'skipTests', 'skipSchemaValidation',
  ]],
  ['directory', 'Directory', ['recurse', 'jsonnet', 'exclude', 'include', 'disableExtensionFilter']],
];

/** Blocks of a source in which nothing is said; Argo CD takes them for absent. */
export function emptyBlocks(source: Node): Set<string> {
  return new Set(BLOCKS.flatMap(([block, , fields]) => (fields.every((field) => isZero(source.get(block, field))) ? [block] : [])));
}

function isZero(node: Node): boolean {
  if (node.kind === 'mapping') return node.path.at(-1) !== 'valuesObject' && node.entries().every(([, value]) => isZero(value));
  if (node.kind === 'sequence') return node.items().length === 0;
  if (!node.exists || !node.isKnown) return !node.exists;
  return node.isNull || node.value === '' || node.value === false;
}

/** The blocks of a source decide, else what lies in its folder; several where the source contradicts itself. */
export function sourceType(
  source: Node, { folder, snapshot, empty }: { readonly folder: string; readonly snapshot: Snapshot; readonly empty: ReadonlySet<string> },
): SourceType | readonly SourceType[] {
  const explicit = [...BLOCKS.map(([block, type]) => [block, type] as const), ['plugin', 'Plugin'] as const].flatMap(([block, type]) => {
    const node = source.get(block);
    return node.exists && !node.isNull && !empty.has(block) ? [type] : [];
  });
  const [only] = explicit;
  if (only !== undefined) return explicit.length === 1 ? only : explicit;
  const names = snapshot.entries(folder);
  if (names.some((name) => KUSTOMIZATION_FILES.has(name))) return 'Kustomize';
  return names.some((name) => name.endsWith('Chart.yaml')) ? 'Helm' : 'Directory';
}

export const KUSTOMIZATION_FILES: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);
