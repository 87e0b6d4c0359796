/** The files of a tree in Git's object store, and a snapshot of them. */
import { addTo } from '../groups.ts';
import { SourceFile } from '../source.ts';
import { readObjects, type ObjectOptions } from './git-files.ts';
import { GitBlobs, type Blob } from './git-blobs.ts';
import { folderOf, isUnreadable, joinPath, type Snapshot, type Unreadable } from './snapshot.ts';
import { decodeText, linkTarget, snapshotOf, type ByteSource, type Entry } from './tree.ts';

/** More than any repository that people still work in. */
export const MAX_ENTRIES = 500_000;
const MAX_LINKS = 10_000;

/** A file or a link of a tree. */
export interface TreeEntry extends Blob {
  readonly isLink: boolean;
}

/** By path from the top level, or from the root that it was cut to. */
export type TreeListing = ReadonlyMap<string, TreeEntry>;

/** What the name of a file becomes where it is not UTF-8: nobody can say which file is meant. */
const NO_CHARACTER = '\uFFFD';

/** The files of a commit or tree, or why it cannot be listed (a clause). Submodules are none of them. */
export function listTree(top: string, tree: string, options: ObjectOptions = {}): Map<string, TreeEntry> | string {
  const { output, why } = readObjects(top, ['ls-tree', '-r', '-z', '-l', '--full-tree', tree], options);
  if (!output) return `Git cannot list it (${why})`;
  const lines = output.toString('utf8').split('\0');
  if (lines.length > MAX_ENTRIES) return `it holds more than ${MAX_ENTRIES} files`;
  const listing = new Map<string, TreeEntry>();
  for (const line of lines) {
    const match = /^(\d+) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line);
    const [, mode, id = '', size, path = ''] = match ?? [];
    if (match && isPlainPath(path)) listing.set(path, { id, size: Number(size), isLink: mode === '120000' });
  }
  return listing;
}

/** A path that stays where it says. */
export function isPlainPath(path: string): boolean {
  return path !== '' && joinPath('', path) === path;
}

/** What lies below a folder, with paths that count from there. */
export function below(listing: TreeListing, prefix: string): TreeListing {
  if (prefix === '') return listing;
  return new Map([...listing].flatMap(([path, entry]) => (path.startsWith(`${prefix}/`) ? [[path.slice(prefix.length + 1), entry] as const] : [])));
}

/** Contents and texts of one repository, whatever the revision: what did not change between two is read and parsed once. */
export class GitContents {
  readonly blobs: GitBlobs;
  readonly #texts = new Map<string, SourceFile | Unreadable>();
  readonly #own: ((path: string) => SourceFile | Unreadable | undefined) | undefined;

  /** `own` gives texts of the tree that is compared with this repository: where a blob says the same, it is the same object. */
  constructor(top: string, own?: (path: string) => SourceFile | Unreadable | undefined) {
    this.blobs = new GitBlobs(top);
    this.#own = own;
  }

  /** The text of a blob under a path; the same object for both the same. */
  text(path: string, id: string, read: () => Uint8Array | string): SourceFile | Unreadable {
    const key = `${id} ${path}`;
    const known = this.#texts.get(key);
    if (known) return known;
    const text = decodeText(path, read());
    // What is not at hand now may be later.
    if (isUnreadable(text)) return text;
    const own = this.#own?.(path);
    const shared = own && !isUnreadable(own) && own.text === text.text ? own : text;
    this.#texts.set(key, shared);
    return shared;
  }
}

/** What is read before somebody asks. */
export const MAX_READ_AHEAD_BYTES = 64 * 1024;
/** Files that a repository is read from. */
const READ_AT_ALL = /\.(?:ya?ml|json|tpl|txt|properties|env)$/i;

/** Reads what most of a tree is read from, with one question to Git. */
export function readAhead(listing: TreeListing, contents: GitContents): void {
  contents.blobs.read([...listing].filter(([path, { size, isLink }]) => size <= MAX_READ_AHEAD_BYTES && (isLink || READ_AT_ALL.test(path))).map(([, entry]) => entry));
}

export interface TreeOptions {
  /** Where the root lies below the Git top level: a link may lead out of the one and not of the other. */
  readonly prefix?: string;
}

/** A snapshot over the files of a tree. */
export function treeSnapshot(listing: TreeListing, contents: GitContents, { prefix = '' }: TreeOptions = {}): Snapshot {
  const listed = new Map<string, Entry>();
  const folders = new Map<string, TreeEntry[]>();
  const targets = contents.blobs.read([...listing.values()].filter(({ isLink }) => isLink).slice(0, MAX_LINKS));
  for (const [path, entry] of listing) {
    listed.set(path, entryOf(path, entry, { targets, prefix }));
    if (entry.isLink) continue;
    addTo(folders, folderOf(path), entry);
  }
  return snapshotOf('.', listed, bytesOf(listing, contents, folders));
}

interface LinkContext {
  /** What links hold, by the ids of their blobs. */
  readonly targets: ReadonlyMap<string, Uint8Array>;
  readonly prefix: string;
}

function entryOf(path: string, { id, isLink }: TreeEntry, { targets, prefix }: LinkContext): Entry {
  if (path.includes(NO_CHARACTER)) return { kind: 'other', why: 'has a name that is not UTF-8' };
  return isLink ? linkTo(path, targets.get(id), prefix) : { kind: 'file' };
}

function bytesOf(listing: TreeListing, contents: GitContents, folders: ReadonlyMap<string, readonly TreeEntry[]>): ByteSource {
  const read = (path: string, limit = Infinity): Uint8Array | string => {
    const entry = listing.get(path);
    if (!entry) return 'cannot be opened';
    return contents.blobs.one(entry, { with: folders.get(folderOf(path)) ?? [], limit });
  };
  return {
    read,
    text: (path, real, limit) => contents.text(path, listing.get(real)?.id ?? '', () => read(real, limit)),
    head: (path, length) => {
      const bytes = read(path);
      return typeof bytes === 'string' ? undefined : bytes.subarray(0, length);
    },
  };
}

/** As {@link linkTarget} has it of a link on disk; an absolute target counts as leaving the repository. */
function linkTo(path: string, bytes: Uint8Array | undefined, prefix: string): Entry {
  if (!bytes) return { kind: 'other', why: 'is a link that cannot be read' };
  const written = new TextDecoder().decode(bytes);
  const target = linkTarget(path, written);
  const staysInRepository = target === undefined && !written.startsWith('/') && joinPath(`${prefix}/${folderOf(path)}`, written) !== undefined;
  return { kind: 'link', target, staysInRepository };
}
