/** The base of a change: the tip of the branch that it is to be merged into, and what merging would give. See product.md, "The repository, the base". */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gitCommonFolder, gitTopLevel, readObjects, type ProcessVariables } from './git-files.ts';
import { HistoryError, isGrafted, isShallow, partialHint } from './git-log.ts';
import { isRevisionName } from './git-revision.ts';
import { GitContents, listTree, type TreeListing } from './git-tree.ts';

/** A commit of this clone. */
export interface Tip {
  /** As it was asked for. */
  readonly name: string;
  /** The full name of the commit. */
  readonly id: string;
  /** The Git top level. */
  readonly top: string;
}

/** Said where the clone does not hold what is needed. */
const FETCH = 'the checkout needs the whole history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: "0"` for GitLab';

/** The commit that `--base` names, as Git understands it: a branch here, a tag, a branch of a remote, a commit. Throws a {@link HistoryError}. */
export function baseTip(folder: string, name: string): Tip {
  const candidates = isHash(name) ? [name] : [];
  return findTip(folder, name, [`refs/heads/${name}`, `refs/tags/${name}`, `refs/remotes/${name}`, `refs/remotes/origin/${name}`, ...(name.startsWith('refs/') ? [name] : []), ...candidates]);
}

/** The tip of the target branch in a job of a pull request: what was fetched of it, not what a local branch of that name holds. */
export function targetTip(folder: string, branch: string): Tip {
  return findTip(folder, branch, fetchedFirst(branch));
}

/** The names of a branch: what was fetched of it counts before what a local branch holds. */
function fetchedFirst(branch: string): string[] {
  return [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`];
}

/** The tip of a branch, as it was fetched, else as it is here; `undefined` where neither is in this clone. */
export function branchTip(top: string, branch: string): Tip | undefined {
  const id = isRevisionName(branch) ? commitNamed(top, fetchedFirst(branch)) : undefined;
  return id === undefined ? undefined : { name: branch, id, top };
}

/** The commit that is checked out; `undefined` where there is none yet, or no Git. */
export function headCommit(folder: string): Tip | undefined {
  const top = gitTopLevel(folder);
  if (top === undefined) return undefined;
  const id = commitNamed(top, ['HEAD']);
  return id === undefined ? undefined : { name: 'HEAD', id, top };
}

function findTip(folder: string, name: string, candidates: readonly string[]): Tip {
  const top = gitTopLevel(folder);
  if (top === undefined) throw new HistoryError(`--base ${name}: there is no Git repository here`);
  if (name !== 'HEAD' && !isRevisionName(name)) throw new HistoryError(`--base: ${JSON.stringify(name)} is the name of no branch, tag or commit`);
  const id = commitNamed(top, name === 'HEAD' ? ['HEAD'] : candidates);
  if (id === undefined) throw new HistoryError(`--base: ${name} is not in this clone${isShallow(top) ? `; ${FETCH}` : ''}`);
  refuseGrafts(top);
  return { name, id, top };
}

/** History that is not the one that was recorded proves nothing. */
function refuseGrafts(top: string): void {
  if (isGrafted(top)) throw new HistoryError('the history is rewritten by .git/info/grafts; a clone without it is needed');
}

function isHash(name: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(name);
}

function commitNamed(top: string, candidates: readonly string[]): string | undefined {
  const input = candidates.map((name) => `${name}^{commit}\n`).join('');
  const answer = readObjects(top, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input }).output?.toString('utf8');
  return answer?.split('\n').map((line) => /^([0-9a-f]+) commit$/.exec(line)?.[1]).find((found) => found !== undefined);
}

/** What the sentence says that a user reads where the history ends too early. */
export function cutMessage(what: string): string {
  return `${what} is not in this clone, which is shallow; ${FETCH}`;
}

/** What merging would give. */
export type Head =
  /** HEAD holds the tip: the working tree is what merging gives. */
  | { readonly kind: 'working tree' }
  /** The tree that Git merges, with its contents. */
  | { readonly kind: 'merge'; readonly listing: TreeListing; readonly contents: GitContents };

/** Merges the checked-out commit into the tip, in a folder of objects that is thrown away. Throws a {@link HistoryError} that names conflicts. */
export function mergedHead(tip: Tip, variables: ProcessVariables): Head {
  const head = headCommit(tip.top);
  if (!head) throw new HistoryError('nothing is committed here yet');
  if (containsTip(tip, head)) return { kind: 'working tree' };
  const folder = mkdtempSync(join(tmpdir(), 'mllint-merge-'));
  try {
    return mergeIn(folder, { tip, head, variables });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function containsTip(tip: Tip, head: Tip): boolean {
  const { output, refused, why } = readObjects(tip.top, ['merge-base', '--all', tip.id, head.id]);
  if (output) return output.toString('utf8').split('\n').includes(tip.id);
  if (!refused) throw new HistoryError(`Git cannot compare ${tip.name} with HEAD (${why})`);
  throw new HistoryError(isShallow(tip.top) ? cutMessage(`the commit that ${tip.name} and HEAD have in common`) : `${tip.name} and HEAD have no commit in common`);
}

interface Merge {
  readonly tip: Tip;
  readonly head: Tip;
  readonly variables: ProcessVariables;
}

function mergeIn(folder: string, { tip, head, variables: given }: Merge): Head {
  const { top } = tip;
  const variables = { ...given, GIT_OBJECT_DIRECTORY: folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: quotedPath(join(gitCommonFolder(top), 'objects')) };
  const args = [...withoutDrivers(top), '-c', 'merge.renormalize=false', 'merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', tip.id, head.id];
  const { output, refused, why } = readObjects(top, args, { variables });
  const [tree = '', ...conflicts] = (output ?? refused ?? '').toString('utf8').split('\0').filter((part) => part !== '');
  if (refused && conflicts.length > 0) throw new HistoryError(`${tip.name} and HEAD cannot be merged; both changed ${conflicts.map((path) => JSON.stringify(path)).join(', ')}`);
  if (!output) throw new HistoryError(`${tip.name} and HEAD cannot be merged (${why})${partialHint(top)}`);
  const listing = listTree(top, tree, { variables });
  if (typeof listing === 'string') throw new HistoryError(`what merging would give cannot be read: ${listing}${partialHint(top)}`);
  const contents = new GitContents(top);
  keepNewObjects(folder, { top, listing, contents, variables });
  return { kind: 'merge', listing, contents };
}

/** Git splits the list at colons and reads what is quoted as in C. */
function quotedPath(path: string): string {
  return path.includes(delimiter) || path.startsWith('"') ? `"${path.replaceAll(/["\\]/g, String.raw`\$&`)}"` : path;
}

/** A merge driver is a program that the configuration names; in its place stands one that gives up. */
function withoutDrivers(top: string): string[] {
  const { output } = readObjects(top, ['config', '--null', '--name-only', '--get-regexp', String.raw`^merge\..*\.driver$`]);
  const names = (output?.toString('utf8') ?? '').split('\0').filter((name) => name !== '');
  const odd = names.find((name) => !/^merge\.[\w .@/+-]+\.driver$/.test(name));
  if (odd !== undefined) throw new HistoryError(`the merge driver ${JSON.stringify(odd)} cannot be switched off; merge the base into the branch first`);
  return [...new Set(names)].flatMap((name) => ['-c', `${name}=false`]);
}

interface Kept {
  readonly top: string;
  readonly listing: TreeListing;
  readonly contents: GitContents;
  readonly variables: ProcessVariables;
}

/** What only the folder of this merge holds is gone with it. */
function keepNewObjects(folder: string, { top, listing, contents, variables }: Kept): void {
  const ids = new Set(readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name)).flatMap((name) => readdirSync(join(folder, name)).map((rest) => `${name}${rest}`)));
  for (const { id } of listing.values()) {
    if (!ids.delete(id)) continue;
    const { output } = readObjects(top, ['cat-file', 'blob', id], { variables });
    if (output) contents.blobs.remember(id, new Uint8Array(output));
  }
}

/** The branch that a job of a pull request is to merge into, by the variables of GitHub Actions and GitLab CI. */
export function targetBranch(variables: ProcessVariables): { readonly branch?: string; readonly isPullRequest: boolean } {
  const { GITHUB_ACTIONS, GITHUB_BASE_REF, GITHUB_EVENT_NAME, GITHUB_REF, CI_MERGE_REQUEST_IID, CI_MERGE_REQUEST_TARGET_BRANCH_NAME } = variables;
  if (GITHUB_ACTIONS === 'true') {
    const queued = GITHUB_EVENT_NAME === 'merge_group' ? /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(GITHUB_REF ?? '')?.[1] : undefined;
    const branch = queued ?? (GITHUB_BASE_REF === '' ? undefined : GITHUB_BASE_REF);
    return { isPullRequest: /^(?:pull_request|pull_request_target|merge_group)$/.test(GITHUB_EVENT_NAME ?? ''), ...(branch === undefined ? {} : { branch }) };
  }
  const branch = CI_MERGE_REQUEST_TARGET_BRANCH_NAME;
  return { isPullRequest: CI_MERGE_REQUEST_IID !== undefined, ...(branch === undefined || branch === '' ? {} : { branch }) };
}
