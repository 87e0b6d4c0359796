/** Which documents of the repository tell Argo CD what to deploy. */
import { kindKey, knownText, type Identity } from '../kubernetes/identity.ts';
import type { Node } from '../yaml/node.ts';
import { APPLICATION, APPLICATION_SET } from './application.ts';

/** An Application is a fragment when it has neither a source nor a destination: a patch or an excerpt, not to be judged. */
export function isFragment(application: Node): boolean {
  const spec = application.get('spec');
  return !spec.get('destination').exists && !spec.get('source').exists && !spec.get('sources').exists;
}

/** A file that people copy and fill in: no object may have a name with `{{` in it. Judged only where something deploys it as it stands. */
export function isToBeCopied(application: Node): boolean {
  return knownText(application.get('metadata', 'name'))?.includes('{{') === true;
}

/** What a document means to Argo CD. */
export function argoRole(identity: Identity): 'application' | 'applicationSet' | undefined {
  const kind = kindKey(identity);
  return kind === APPLICATION ? 'application' : kind === APPLICATION_SET ? 'applicationSet' : undefined;
}
