/** What Argo CD replaces in texts of a source. Follows argo-cd, reposerver/repository/repository.go `newEnv` and pkg/apis/application/v1alpha1 `Envsubst`. */
import { Nearness } from '../source.ts';
import { tracedScalar } from '../yaml/author.ts';
import type { Node } from '../yaml/node.ts';
import { resolveAlias } from '../yaml/tree.ts';
import { expandVariables } from './expand-variables.ts';
import type { Destined } from './source.ts';
import { plain, TracedText } from './traced-text.ts';

const REVISIONS = ['ARGOCD_APP_REVISION', 'ARGOCD_APP_REVISION_SHORT', 'ARGOCD_APP_REVISION_SHORT_8'];

/** A text with what its variables stand for; the commit that is deployed cannot be known. */
export function substituted(text: TracedText, application: Destined): TracedText {
  return expandVariables(text, (name) => {
    if (name === '$') return plain('$');
    if (REVISIONS.includes(name)) return TracedText.derived(`$${name}`, [text]).tainted(`$${name} is known only when it is deployed`);
    const node = variable(name, application);
    return node && tracedText(node);
  });
}

function variable(name: string, { nameNode, namespaceNode, projectNode, source: { node } }: Destined): Node | undefined {
  switch (name) {
    case 'ARGOCD_APP_NAME': return nameNode;
    case 'ARGOCD_APP_NAMESPACE': return namespaceNode;
    case 'ARGOCD_APP_PROJECT_NAME': return projectNode;
    case 'ARGOCD_APP_SOURCE_REPO_URL': return node.get('repoURL');
    case 'ARGOCD_APP_SOURCE_PATH': return node.get('path');
    case 'ARGOCD_APP_SOURCE_TARGET_REVISION': return node.get('targetRevision');
    default: return undefined;
  }
}

/** The text of a scalar with its authors; nothing where there is none. */
export function tracedText(node: Node | undefined): TracedText | undefined {
  const tree = node?.tree && resolveAlias(node.tree);
  return tree?.kind === 'scalar' && tree.value !== null ? tracedScalar(tree, Nearness.inline) : undefined;
}

/** Why a text cannot be known offline. */
export function unknownIn({ origins }: TracedText): string | undefined {
  return origins.find(({ unknown }) => unknown !== undefined)?.unknown;
}
