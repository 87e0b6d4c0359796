/** Folders, links and texts over a flat list of files; every snapshot is one of these with another way to get bytes. */
import { isUtf8 } from 'node:buffer';
import { SourceFile, compareText } from '../source.ts';
import { withChanges } from './overlay.ts';
import { MAX_TEXT_BYTES, baseName, folderOf, joinPath, type Changes, type EntryKind, type SharedReading, type Snapshot, type Unreadable } from './snapshot.ts';

/** What a snapshot lists under a path. */
export type Entry =
  | { readonly kind: 'file' }
  /** Target relative to the root; `undefined` for a link that leads out of it, though perhaps not out of the repository. */
  | { readonly kind: 'link'; readonly target: string | undefined; readonly staysInRepository?: boolean }
  /** What can never be read, and why. */
  | { readonly kind: 'other'; readonly why: string };

/** Where the bytes of a listed file come from. */
export interface ByteSource {
  /** The bytes of a file, or why there are none (a clause); what is larger than the limit is not read. */
  read(path: string, limit?: number): Uint8Array | string;
  /** The first bytes of a file, however large it is. */
  head(path: string, length: number): Uint8Array | undefined;
  /** The text of a file, shown under another path where a link led to it; absent, or nothing, where nothing is shared between snapshots. */
  text?(path: string, real: string, limit: number): SourceFile | Unreadable | undefined;
  /** Where a file lies on this machine, if it does. */
  place?(path: string): string | undefined;
}

const MAX_LINK_HOPS = 10;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** A snapshot over a list of entries. */
export function snapshotOf(root: string, listed: ReadonlyMap<string, Entry>, source: ByteSource, note?: string): Snapshot {
  return new ListedSnapshot(root, listed, source, note);
}

class ListedSnapshot implements Snapshot {
  readonly root: string;
  readonly files: readonly string[];
  readonly shared: SharedReading | undefined;
  readonly note: string | undefined;
  readonly #listed: ReadonlyMap<string, Entry>;
  readonly #source: ByteSource;
  readonly #folders: ReadonlyMap<string, readonly string[]>;
  readonly #hasLinks: boolean;
  readonly #texts = new Map<string, SourceFile | Unreadable>();

  constructor(root: string, listed: ReadonlyMap<string, Entry>, source: ByteSource, note: string | undefined) {
    this.root = root;
    this.note = note;
    this.files = [...listed.keys()].sort(compareText);
    this.#listed = listed;
    this.#source = source;
    this.#folders = foldersOf(this.files);
    this.#hasLinks = [...listed.values()].some((entry) => entry.kind === 'link');
    this.shared = source.place && { locate: (path) => this.#locate(path), adopt: (file) => this.#adopt(file) };
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
    const bytes = real !== undefined && this.#listed.get(real)?.kind === 'file' ? this.#source.read(real) : undefined;
    return typeof bytes === 'string' ? undefined : bytes;
  }

  head(path: string, length: number): Uint8Array | undefined {
    const real = this.#resolve(path);
    return real !== undefined && this.#listed.get(real)?.kind === 'file' ? this.#source.head(real, length) : undefined;
  }

  file(path: string): SourceFile | Unreadable | undefined {
    const known = this.#texts.get(path);
    if (known) return known;
    const text = this.#load(path);
    if (text) this.#texts.set(path, text);
    return text;
  }

  over(changes: Changes): Snapshot {
    const { listed, source } = withChanges({ listed: this.#listed, source: this.#source, snapshot: this }, changes);
    const changed = new ListedSnapshot(this.root, listed, source, this.note);
    // Whoever compares texts by their objects finds what was read before.
    for (const [path, text] of this.#texts) if (!changes.has(changed.#resolve(path) ?? path)) changed.#texts.set(path, text);
    return changed;
  }

  real(path: string): string | undefined {
    return this.#resolve(path);
  }

  #locate(path: string): string | undefined {
    const real = this.#resolve(path);
    return real !== undefined && this.#listed.get(real)?.kind === 'file' ? this.#source.place?.(real) : undefined;
  }

  /** Whoever asked for a file before keeps the object. */
  #adopt(file: SourceFile): boolean {
    const isNew = !this.#texts.has(file.path);
    if (isNew) this.#texts.set(file.path, file);
    return isNew;
  }

  #load(path: string): SourceFile | Unreadable | undefined {
    const entry = this.#listed.get(path);
    if (!entry && this.kind(path) === undefined) return undefined;
    if (entry?.kind === 'other') return { path, why: entry.why };
    const real = this.#follow(path);
    if (typeof real !== 'string') return { path, ...real };
    if (this.#listed.get(real)?.kind === 'file') {
      return this.#source.text?.(path, real, MAX_TEXT_BYTES) ?? decodeText(path, this.#source.read(real, MAX_TEXT_BYTES));
    }
    return entry && !this.#folders.has(real) ? { path, why: 'is a link to no file of the repository' } : undefined;
  }

  #resolve(path: string): string | undefined {
    const real = this.#follow(path);
    return typeof real === 'string' ? real : undefined;
  }

  /** Follows links inside the root; where one leads out or in a circle, what the path is. */
  #follow(path: string): string | Pick<Unreadable, 'why' | 'isOutside'> {
    if (!this.#hasLinks) return path;
    let current = path;
    for (let hop = 0; hop <= MAX_LINK_HOPS; hop += 1) {
      const link = this.#firstLink(current);
      if (!link) return current;
      if (link.target === undefined) {
        return link.staysInRepository ? { why: 'is a link that leads out of the root' } : { why: 'is a link that leads out of the repository', isOutside: true };
      }
      const rest = current.slice(link.path.length);
      current = link.target === '' ? rest.replace(/^\//, '') : link.target + rest;
    }
    return { why: 'is a link in a circle' };
  }

  #firstLink(path: string): { path: string; target: string | undefined; staysInRepository: boolean } | undefined {
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const prefix = end < 0 ? path : path.slice(0, end);
      const entry = this.#listed.get(prefix);
      if (entry?.kind === 'link') return { path: prefix, target: entry.target, staysInRepository: entry.staysInRepository === true };
      if (end < 0) return undefined;
    }
  }
}

export function tooLarge(limit: number): string {
  return `is larger than ${limit / 1024 / 1024} MiB`;
}

/** The target of a link as a path of the snapshot; `undefined` where it leads out of the root. */
export function linkTarget(path: string, target: string): string | undefined {
  return target.startsWith('/') ? undefined : joinPath(folderOf(path), target);
}

/** UTF-8 text without byte order mark, or why it is none; `bytes` may be the reason already. */
export function decodeText(path: string, bytes: Uint8Array | string): SourceFile | Unreadable {
  if (typeof bytes === 'string') return { path, why: bytes };
  try {
    return new SourceFile(path, decoder.decode(bytes));
  } catch {
    return { path, why: whyNotUtf8(bytes) };
  }
}

function whyNotUtf8(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'is UTF-16, not UTF-8 text';
  return `is not UTF-8 text (line ${lineThatIsNot(bytes)})`;
}

/** A line end is never part of another character. */
function lineThatIsNot(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(10, start);
    const text = bytes.subarray(start, end < 0 ? undefined : end);
    if (!isUtf8(text) || end < 0) break;
    start = end + 1;
  }
  return line;
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
