/**
 * The git generator: one set of parameters a folder or a file of a repository.
 * Follows argo-cd, applicationset/generators/git.go.
 */
import { knownText } from '../../kubernetes/identity.ts';
import type { ApplicationSource } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import { failed, NOTHING, type Expansion, type GeneratorContext, type Unexpandable } from './generator.ts';
import { expandDirectories } from './git-directories.ts';
import { expandFiles } from './git-files.ts';

export function expandGit(git: Node, context: GeneratorContext): Expansion {
  const takesFolders = git.get('directories').items().length > 0;
  if (!takesFolders && git.get('files').items().length === 0) return failed(git, 'the git generator names neither `directories` nor `files`');
  const elsewhere = isElsewhere(git, context);
  if (elsewhere) return { ...NOTHING, unexpandable: [elsewhere] };
  return takesFolders ? expandDirectories(git, sourceOfGit(git), context) : expandFiles(git, sourceOfGit(git), context);
}

/** The repository of a git generator as a source. */
export function sourceOfGit(git: Node): ApplicationSource {
  const repoURL = knownText(git.get('repoURL'));
  const revision = knownText(git.get('revision'));
  return { node: git, ...(repoURL ? { repoURL } : {}), ...(revision ? { targetRevision: revision } : {}) };
}

function isElsewhere(git: Node, { here }: GeneratorContext): Unexpandable | undefined {
  const source = sourceOfGit(git);
  const missing = 'other repository';
  if (!here.includes(source)) {
    const url = source.repoURL ?? 'a repository without a URL';
    return { at: git.get('repoURL'), missing, why: `the git generator reads ${url}`, needs: '`repositories.self` for that URL, if it is this repository' };
  }
  const revision = here.otherRevision(source);
  return revision === undefined ? undefined : { at: git.get('revision'), missing, why: `the git generator reads revision ${revision}`, needs: 'that revision, which is not read yet' };
}
