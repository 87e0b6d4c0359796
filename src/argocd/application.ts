/** An Application as its manifest states it. */
import { knownText } from '../kubernetes/identity.ts';
import type { ApplicationSource } from '../model.ts';
import type { Node } from '../yaml/node.ts';

export const APPLICATION = 'Application.argoproj.io';
export const APPLICATION_SET = 'ApplicationSet.argoproj.io';

/**
 * The sources that Argo CD reads: `spec.sources` where it is not empty, else `spec.source`.
 * Follows argo-cd, pkg/apis/application/v1alpha1/types.go `GetSources`.
 */
export function sourcesOf(application: Node): ApplicationSource[] {
  const spec = application.get('spec');
  const several = spec.get('sources').items();
  if (several.length > 0) return several.map(sourceOf);
  const single = spec.get('source');
  return single.kind === 'mapping' ? [sourceOf(single)] : [];
}

function sourceOf(node: Node): ApplicationSource {
  const field = (name: 'repoURL' | 'targetRevision' | 'path' | 'chart' | 'ref'): Record<string, string> => {
    const value = knownText(node.get(name));
    return value ? { [name]: value } : {};
  };
  return { node, ...field('repoURL'), ...field('targetRevision'), ...field('path'), ...field('chart'), ...field('ref') };
}

/** Where an Application deploys to, as written. */
export function destinationOf(application: Node): { server?: string; name?: string; namespace?: string } {
  const destination = application.get('spec', 'destination');
  const server = knownText(destination.get('server'));
  const name = knownText(destination.get('name'));
  const namespace = knownText(destination.get('namespace'));
  return { ...(server ? { server } : {}), ...(name ? { name } : {}), ...(namespace ? { namespace } : {}) };
}
