/**
 * The git generator: one set of parameters a folder or a file of a repository.
 * Follows argo-cd, applicationset/generators/git.go.
 */
import { knownText } from '../../kubernetes/identity.ts';
import type { ApplicationSource } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import type { Place } from '../this-repository.ts';
import { failed, NOTHING, type Expansion, type GeneratorContext, type Unexpandable } from './generator.ts';
import { expandDirectories } from './git-directories.ts';
import { expandFiles } from './git-files.ts';

export function expandGit(git: Node, context: GeneratorContext): Expansion {
  const takesFolders = git.get('directories').items().length > 0;
  if (!takesFolders && git.get('files').items().length === 0) return failed(git, 'the git generator names neither `directories` nor `files`');
  const place = placeOf(git, context);
  if ('missing' in place) return { ...NOTHING, unexpandable: [place] };
  return takesFolders ? expandDirectories(git, place, context) : expandFiles(git, place, context);
}

/** The repository of a git generator as a source. */
export function sourceOfGit(git: Node): ApplicationSource {
  const repoURL = knownText(git.get('repoURL'));
  const revision = knownText(git.get('revision'));
  return { node: git, ...(repoURL ? { repoURL } : {}), ...(revision ? { targetRevision: revision } : {}) };
}

/** Where the repository is that the generator reads. */
function placeOf(git: Node, { here }: GeneratorContext): Place | Unexpandable {
  const source = sourceOfGit(git);
  const missing = 'other repository';
  if (source.repoURL === undefined) return { at: git.get('repoURL'), missing, why: 'the git generator reads a repository without a URL', needs: 'its `repoURL`' };
  const place = here.place(source);
  if (!('why' in place)) return place;
  const why = place.why.replace(/^its source (?:lies in|is)/, 'the git generator reads');
  return { at: git.get(here.includes(source) ? 'revision' : 'repoURL'), missing, why, needs: place.needs };
}
