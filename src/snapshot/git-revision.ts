/** Another revision of the repository, read from Git without checking it out. Loaded only where an Application names one. */
import { gitTopLevel, readObjects } from './git-files.ts';
import { GitBlobs, type Blob } from './git-blobs.ts';
import { folderOf, joinPath, type Snapshot } from './snapshot.ts';
import { snapshotOf, type Entry } from './tree.ts';

/** More than any repository that people still work in. */
const MAX_ENTRIES = 500_000;
const MAX_LINKS = 10_000;

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
  const answer = readObjects(top, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], candidates.map((name) => `${name}^{commit}\n`).join('')).output?.toString('utf8');
  return answer?.split('\n').map((line) => /^([0-9a-f]+) commit$/.exec(line)?.[1]).find((found) => found !== undefined);
}

function treeOf(top: string, commit: string): Snapshot | string {
  const { output, why } = readObjects(top, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit]);
  if (!output) return `Git cannot list it (${why})`;
  const lines = output.toString('utf8').split('\0');
  if (lines.length > MAX_ENTRIES) return `it holds more than ${MAX_ENTRIES} files`;
  const blobs = new Map<string, Blob>();
  const links = new Map<string, Blob>();
  for (const line of lines) {
    const match = /^(\d+) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line);
    if (!match || joinPath('', match[4] ?? '') !== match[4]) continue;
    const [, mode, id = '', size, path = ''] = match;
    (mode === '120000' ? links : blobs).set(path, { id, size: Number(size) });
  }
  return snapshotFrom(new GitBlobs(top), blobs, links);
}

function snapshotFrom(reader: GitBlobs, blobs: ReadonlyMap<string, Blob>, links: ReadonlyMap<string, Blob>): Snapshot {
  const listed = new Map<string, Entry>();
  for (const path of blobs.keys()) listed.set(path, { kind: 'file' });
  const targets = reader.read([...links.values()].slice(0, MAX_LINKS));
  for (const [path, { id }] of links) listed.set(path, linkTo(path, targets.get(id)));
  const folders = new Map<string, Blob[]>();
  for (const [path, blob] of blobs) {
    const neighbours = folders.get(folderOf(path));
    if (neighbours) neighbours.push(blob);
    else folders.set(folderOf(path), [blob]);
  }
  const read = (path: string, limit = Infinity): Uint8Array | string => {
    const blob = blobs.get(path);
    if (!blob) return 'cannot be opened';
    return reader.one(blob, { with: folders.get(folderOf(path)) ?? [], limit });
  };
  return snapshotOf('.', listed, {
    read,
    head: (path, length) => {
      const bytes = read(path);
      return typeof bytes === 'string' ? undefined : bytes.subarray(0, length);
    },
  });
}

function linkTo(path: string, target: Uint8Array | undefined): Entry {
  if (!target) return { kind: 'other', why: 'is a link that cannot be read' };
  const written = new TextDecoder().decode(target);
  return { kind: 'link', target: written.startsWith('/') ? undefined : joinPath(folderOf(path), written) };
}
