/**
 * Reads what a kustomization may read: files in or below its own folder, folders that are not above it.
 * Follows kustomize 5.7, api/internal/loader/fileloader.go and loadrestrictions.go.
 */
import { isUnreadable, joinPath, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Location, SourceFile } from '../../source.ts';
import type { FileLoader } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { isMadeLater } from './made-later.ts';
import { isRemoteFile, isRemoteFolder, Unavailable, unavailableRemote } from './remote.ts';

/** Deeper than this nobody stacks kustomizations. */
const MAX_DEPTH = 64;

export interface LoaderOptions {
  readonly snapshot: Snapshot;
  /** `root`: no file outside of a kustomization's folder (`--load-restrictor LoadRestrictionsRootOnly`, the default). */
  readonly restriction: 'root' | 'none';
  /** `make`: whoever builds it may run a program first that writes what Git ignores; `none`: what Argo CD fetches is all there is. */
  readonly before: 'make' | 'none';
  /** Told of every path that is read. */
  readonly onRead: (path: string) => void;
}

export class Loader implements FileLoader {
  readonly folder: string;
  readonly #options: LoaderOptions;
  /** The folders that led here, this one included. */
  readonly #visited: readonly string[];

  constructor(folder: string, options: LoaderOptions, visited: readonly string[] = []) {
    this.folder = folder;
    this.#options = options;
    this.#visited = [...visited, folder];
  }

  get snapshot(): Snapshot {
    return this.#options.snapshot;
  }

  /** Whether a path leads to a file that may be read as one. */
  isFile(path: string): boolean {
    const joined = isRemoteFile(path) ? undefined : joinPath(this.folder, path);
    return joined !== undefined && !path.startsWith('/') && this.snapshot.kind(joined) === 'file';
  }

  text(path: string, at: Location): SourceFile {
    const located = this.#locate(path, at);
    const file = this.snapshot.file(located);
    if (file === undefined || isUnreadable(file)) throw new BuildError(`${located} ${file?.why ?? 'cannot be read'}`, at);
    this.#options.onRead(located);
    return file;
  }

  bytes(path: string, at: Location): Uint8Array {
    const located = this.#locate(path, at);
    const bytes = this.snapshot.bytes(located);
    if (!bytes) throw new BuildError(`${located} cannot be read`, at);
    this.#options.onRead(located);
    return bytes;
  }

  /** The loader of another folder. @throws BuildError for folders that contain one that led here */
  below(path: string, at: Location): Loader {
    if (path === '') throw new BuildError('new root cannot be empty', at);
    if (isRemoteFolder(path) || isRemoteFile(path)) throw unavailableRemote(path, at);
    if (path.startsWith('/')) throw new BuildError(`new root '${path}' cannot be absolute`, at);
    const folder = joinPath(this.folder, path);
    if (folder === undefined) throw outsideOfRoot(path, at);
    const kind = this.snapshot.kind(folder);
    this.#expectLater(folder, at);
    if (kind !== 'folder') throw new BuildError(kind === 'file' ? `must build at directory: '${folder}': file is not directory` : `'${folder}': no such file or directory`, at);
    const visited = this.#visited.find((known) => isInside(known, folder));
    if (visited !== undefined) throw new BuildError(`cycle detected: candidate root '${folder}' contains visited root '${visited}'`, at);
    if (this.#visited.length >= MAX_DEPTH) throw new BuildError(`more than ${MAX_DEPTH} kustomizations one in the other`, at);
    return new Loader(folder, this.#options, this.#visited);
  }

  #locate(path: string, at: Location): string {
    if (isRemoteFile(path)) throw unavailableRemote(path, at);
    const located = path.startsWith('/') ? undefined : joinPath(this.folder, path);
    const isRestricted = this.#options.restriction === 'root';
    if (located === undefined) {
      if (!isRestricted) throw outsideOfRoot(path, at);
      throw new BuildError(`security; file '${path}' is not in or below '${this.folder}'`, at);
    }
    const kind = this.snapshot.kind(located);
    if (kind === 'folder') throw new BuildError(`'${located}' must resolve to a file`, at);
    if (isRestricted && !isInside(located, this.folder)) throw new BuildError(`security; file '${located}' is not in or below '${this.folder}'`, at);
    if (kind !== undefined) return located;
    this.#expectLater(located, at);
    const file = this.snapshot.file(located);
    throw new BuildError(isUnreadable(file) ? `${located} ${file.why}` : `'${located}': no such file or directory`, at);
  }

  #expectLater(path: string, at: Location): void {
    if (this.#options.before !== 'make' || this.snapshot.kind(path) !== undefined || !isMadeLater(path, this.snapshot)) return;
    throw new Unavailable({ why: `${path} is not in the repository, and .gitignore names it: something else writes it`, needs: 'that file', at });
  }
}

function outsideOfRoot(path: string, at: Location): Unavailable {
  return new Unavailable({ why: `${path} lies outside of the root`, needs: 'a root that holds it (--root)', at });
}

function isInside(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
