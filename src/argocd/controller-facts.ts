/** What the repository says of Argo CD itself: the clusters it knows, how it finds files, and how it calls kustomize. */
import { BUILD_OPTIONS_KEY, FILE_GLOBBING_KEY } from '../kubernetes/controller-facts.ts';
import { identityOf, kindKey, knownText } from '../kubernetes/identity.ts';
import type { Node } from '../yaml/node.ts';
import { clusterInventory, type InventoryEntry } from './generators/cluster-inventory.ts';
import type { GeneratorSurroundings } from './generators/generator.ts';

export type ControllerFacts = Pick<GeneratorSurroundings, 'clusters' | 'fileGlobbing'>;

/** The text of `kustomize.buildOptions`; absent where the repository does not hold it. */
export function kustomizeBuildOptions(objects: readonly Node[]): string | undefined {
  for (const root of objects) {
    const identity = identityOf(root);
    if (identity === undefined || kindKey(identity) !== 'ConfigMap' || identity.name !== 'argocd-cm') continue;
    const options = knownText(root.get('data', BUILD_OPTIONS_KEY));
    if (options !== undefined) return options;
  }
  return undefined;
}

export function controllerFacts(objects: readonly Node[], declared: readonly InventoryEntry[]): ControllerFacts {
  return { clusters: clusterInventory(objects, declared), fileGlobbing: objects.some(asksForDoublestar) ? 'doublestar' : 'pathspec' };
}

/** The settings of the controller, as argo-cd documents them in docs/operator-manual/argocd-cmd-params-cm.yaml. */
function asksForDoublestar(root: Node): boolean {
  const identity = identityOf(root);
  if (identity === undefined || kindKey(identity) !== 'ConfigMap' || identity.name !== 'argocd-cmd-params-cm') return false;
  return knownText(root.get('data', FILE_GLOBBING_KEY)) === 'true';
}
