import { defineRule, type Application, type Problem, type SourceReference } from '#rule';
import { placeholdersIn } from '../shared/placeholders.ts';

export default defineRule({
  id: 'argocd/source-exists',
  on: 'application',
  title: 'What a source names exists in the repository',
  why: 'Argo CD cannot render the Application and shows a ComparisonError: nothing is synced until the name is right.',
  severity: 'error',

  *check(application) {
    for (const reference of application.references) {
      const { at } = reference;
      const written = at.isKnown ? (at.text ?? '') : '';
      // What is left of a template is for argocd/parameters-resolved.
      if (isThere(reference, written) || placeholdersIn(written, application).length > 0) continue;
      yield { at, message: messageOf(reference, written) };
    }
    yield* unknownRefs(application);
  },
});

/** A source's path has to be relative; a value file that may be absent is for argocd/values-once. */
function isThere({ found, what, isOptional }: SourceReference, written: string): boolean {
  return written === '' || isOptional === true || (found && !(what === 'path' && written.startsWith('/')));
}

/** `$values/prod.yaml` lies in the source that calls itself `values`. */
function* unknownRefs({ sources }: Application): Iterable<Problem> {
  const refs = sources.flatMap(({ ref }) => ref ?? []);
  if (sources.length < 2) return;
  for (const file of sources.flatMap(({ node }) => node.get('helm', 'valueFiles').items())) {
    const name = /^\$([A-Za-z0-9_-]+)\//.exec(file.text ?? '')?.[1];
    if (name === undefined || refs.includes(name) || name.startsWith('ARGOCD_')) continue;
    const known = refs.length === 0 ? 'none of them has a `ref`' : `known are ${refs.map((ref) => `$${ref}`).join(', ')}`;
    yield { at: file.part(0, name.length + 1), message: `$${name} is the \`ref\` of no source; ${known}` };
  }
}

function messageOf({ what, path, near, isOutside }: SourceReference, written: string): string {
  if (what === 'path' && written.startsWith('/')) return `path "${written}" is absolute; it has to be relative to the repository`;
  if (isOutside) return `${what} "${written}" leads out of the repository`;
  const resolved = path === written ? '' : ` (${path})`;
  const [nearest] = near;
  const problem = what === 'path' ? 'is no folder of the repository' : 'does not exist';
  return `${what} "${written}"${resolved} ${problem}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}
