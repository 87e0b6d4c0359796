/** Another revision of the repository, read from Git without checking it out. Loaded only where an Application names one. */
import { gitTopLevel, readObjects } from './git-files.ts';
import { GitContents, listTree, treeSnapshot } from './git-tree.ts';
import type { Snapshot } from './snapshot.ts';

/** The tree of a branch, a tag or a commit from its top level, or why it cannot be read (a clause). */
export function gitRevision(folder: string, revision: string): Snapshot | string {
  const top = gitTopLevel(folder);
  if (top === undefined) return 'there is no Git repository here';
  if (!isRevisionName(revision)) return 'it is the name of no branch, tag or commit';
  const commit = commitOf(top, revision);
  return commit === undefined ? 'it is not in this clone' : treeOf(top, commit);
}

/** What Git accepts as the name of a reference, without the words that it would compute with. */
export function isRevisionName(revision: string): boolean {
  const isWord = /^[A-Za-z0-9_][^\s:?*[\\^~@]{0,250}$/.test(revision) && !hasControl(revision);
  return isWord && !revision.includes('..') && !revision.includes('//') && !/(?:\.lock|[./])(?:\/|$)/.test(revision);
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}

/** As Argo CD sees the remote: its branches, then tags, then commits; a branch that is only here counts, too. */
function commitOf(top: string, revision: string): string | undefined {
  const remotes = readObjects(top, ['remote']).output?.toString('utf8').split('\n').filter((name) => isRevisionName(name)) ?? [];
  const branch = revision.replace(/^refs\/heads\//, '');
  const candidates = [
    ...remotes.map((remote) => `refs/remotes/${remote}/${branch}`), `refs/heads/${branch}`, `refs/tags/${revision.replace(/^refs\/tags\//, '')}`,
    ...(/^[0-9a-f]{7,64}$/i.test(revision) ? [revision] : []),
  ];
  const answer = readObjects(top, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input: candidates.map((name) => `${name}^{commit}\n`).join('') }).output?.toString('utf8');
  return answer?.split('\n').map((line) => /^([0-9a-f]+) commit$/.exec(line)?.[1]).find((found) => found !== undefined);
}

/** Of the tree of a commit. */
function treeOf(top: string, commit: string): Snapshot | string {
  const listing = listTree(top, commit);
  return typeof listing === 'string' ? listing : treeSnapshot(listing, new GitContents(top));
}
