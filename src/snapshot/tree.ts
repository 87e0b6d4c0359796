/** Folders, links and texts over a flat list of files; every snapshot is one of these with another way to get bytes. */
import { SourceFile, compareText } from '../source.ts';
import { MAX_TEXT_BYTES, baseName, folderOf, joinPath, type EntryKind, type Snapshot, type Unreadable } from './snapshot.ts';

/** What a snapshot lists under a path. */
export type Entry =
  | { readonly kind: 'file' }
  /** Target relative to the root; `undefined` for a link that leads out of it or to nothing. */
  | { readonly kind: 'link'; readonly target: string | undefined };

/** Where the bytes of a listed file come from. */
export interface ByteSource {
  /** The size in bytes, without reading; `undefined` where the file cannot be opened. */
  size(path: string): number | undefined;
  read(path: string): Uint8Array | undefined;
}

const MAX_LINK_HOPS = 10;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** A snapshot over a list of entries. */
export function snapshotOf(root: string, listed: ReadonlyMap<string, Entry>, source: ByteSource): Snapshot {
  return new ListedSnapshot(root, listed, source);
}

class ListedSnapshot implements Snapshot {
  readonly root: string;
  readonly files: readonly string[];
  readonly #listed: ReadonlyMap<string, Entry>;
  readonly #source: ByteSource;
  readonly #folders: ReadonlyMap<string, readonly string[]>;
  readonly #hasLinks: boolean;
  readonly #texts = new Map<string, SourceFile | Unreadable>();

  constructor(root: string, listed: ReadonlyMap<string, Entry>, source: ByteSource) {
    this.root = root;
    this.files = [...listed.keys()].sort(compareText);
    this.#listed = listed;
    this.#source = source;
    this.#folders = foldersOf(this.files);
    this.#hasLinks = [...listed.values()].some((entry) => entry.kind === 'link');
  }

  kind(path: string): EntryKind | undefined {
    const real = this.#resolve(path);
    if (real === undefined) return undefined;
    if (this.#folders.has(real)) return 'folder';
    return this.#listed.get(real)?.kind === 'file' ? 'file' : undefined;
  }

  entries(folder: string): readonly string[] {
    const real = this.#resolve(folder);
    return (real !== undefined && this.#folders.get(real)) || [];
  }

  bytes(path: string): Uint8Array | undefined {
    const real = this.#resolve(path);
    return real !== undefined && this.#listed.get(real)?.kind === 'file' ? this.#source.read(real) : undefined;
  }

  file(path: string): SourceFile | Unreadable | undefined {
    const known = this.#texts.get(path);
    if (known) return known;
    const text = this.#load(path);
    if (text) this.#texts.set(path, text);
    return text;
  }

  #load(path: string): SourceFile | Unreadable | undefined {
    if (!this.#listed.has(path) && this.kind(path) === undefined) return undefined;
    const real = this.#resolve(path);
    if (real === undefined) return { path, why: 'is a link that leads out of the repository, to nothing or in a circle' };
    if (this.#listed.get(real)?.kind !== 'file') return undefined;
    const size = this.#source.size(real);
    if (size === undefined) return { path, why: 'cannot be opened' };
    if (size > MAX_TEXT_BYTES) return { path, why: `is larger than ${MAX_TEXT_BYTES / 1024 / 1024} MiB` };
    const bytes = this.#source.read(real);
    return bytes ? decodeText(path, bytes) : { path, why: 'cannot be read' };
  }

  /** Follows links inside the root; `undefined` where one leads out, to nothing or in a circle. */
  #resolve(path: string): string | undefined {
    if (!this.#hasLinks) return path;
    let current = path;
    for (let hop = 0; hop <= MAX_LINK_HOPS; hop += 1) {
      const link = this.#firstLink(current);
      if (!link) return current;
      if (link.target === undefined) return undefined;
      const rest = current.slice(link.path.length);
      current = link.target === '' ? rest.replace(/^\//, '') : link.target + rest;
    }
    return undefined;
  }

  #firstLink(path: string): { path: string; target: string | undefined } | undefined {
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const prefix = end < 0 ? path : path.slice(0, end);
      const entry = this.#listed.get(prefix);
      if (entry?.kind === 'link') return { path: prefix, target: entry.target };
      if (end < 0) return undefined;
    }
  }
}

/** The target of a link as a path of the snapshot; `undefined` where it leads out of the root. */
export function linkTarget(path: string, target: string): string | undefined {
  return target.startsWith('/') ? undefined : joinPath(folderOf(path), target);
}

/** UTF-8 text without byte order mark, or why it is none. */
export function decodeText(path: string, bytes: Uint8Array): SourceFile | Unreadable {
  try {
    return new SourceFile(path, decoder.decode(bytes));
  } catch {
    return { path, why: 'is not UTF-8 text' };
  }
}

function foldersOf(files: readonly string[]): Map<string, string[]> {
  const names = new Map<string, Set<string>>([['', new Set()]]);
  for (const file of files) {
    for (let path = file; path !== ''; path = folderOf(path)) {
      const folder = folderOf(path);
      const known = names.get(folder) ?? new Set<string>();
      const isKnown = known.has(baseName(path));
      known.add(baseName(path));
      names.set(folder, known);
      if (isKnown) break;
    }
  }
  return new Map([...names].map(([folder, entries]) => [folder, [...entries].sort(compareText)]));
}
