/** `--staged`: the tree that the next commit would hold, as Git's index has it. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Staged } from '../mllint.ts';
import { headCommit, type Tip } from '../snapshot/git-base.ts';
import { gitFolder, gitPrefix, gitTopLevel } from '../snapshot/git-files.ts';
import { indexListing } from '../snapshot/git-index.ts';
import { below, GitContents, listTree, readAhead, treeSnapshot, type TreeListing } from '../snapshot/git-tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { UsageError, type Io } from './io.ts';

export interface StagedTree {
  readonly snapshot: Snapshot;
  readonly over: Staged;
}

/** Reads the index with the files below the root. Throws a HistoryError where a merge is not finished. */
export function readStaged(root: string, io: Io): StagedTree {
  const top = gitTopLevel(root);
  if (top === undefined) throw new UsageError('--staged: there is no Git repository here');
  const index = hookIndex(top, io);
  const prefix = gitPrefix(root);
  const listing = below(indexListing(top, index === undefined ? undefined : { ...io.env, GIT_INDEX_FILE: index }), prefix);
  const contents = new GitContents(top);
  readAhead(listing, contents);
  const on = headCommit(root);
  return { snapshot: treeSnapshot(listing, contents, { prefix }), over: { contents, ...(on && isOther(on, { listing, prefix }) ? { on } : {}) } };
}

/** Whether a commit holds something else than what is listed. */
function isOther({ top, id }: Tip, { listing, prefix }: { readonly listing: TreeListing; readonly prefix: string }): boolean {
  const tree = listTree(top, id);
  if (typeof tree === 'string') return true; // whoever reads it says so
  const committed = below(tree, prefix);
  return committed.size !== listing.size || [...listing].some(([path, entry]) => committed.get(path)?.id !== entry.id || committed.get(path)?.isLink !== entry.isLink);
}

/**
 * The index that Git runs a hook for: `git commit -a` and `git commit <path>` make another than `.git/index`. Its name counts from the top level, where
 * Git runs hooks. That of a hook of another repository, which lints this one along, says nothing about this one.
 */
function hookIndex(top: string, { cwd, hookIndex: named = '' }: Io): string | undefined {
  const around = gitTopLevel(cwd);
  if (named === '' || around === undefined || realpathSync(around) !== realpathSync(top)) return undefined;
  const path = resolve(top, named);
  const folder = dirname(path);
  const isInGitFolder = existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'index'));
  if (isInGitFolder && realpathSync(folder) !== gitFolder(top)) return undefined;
  if (path === join(top, '.git', 'index')) return undefined;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError(`--staged: GIT_INDEX_FILE names ${named}, which is not a file`);
  return path;
}
