/** Value files as Argo CD finds them. Follows argo-cd, reposerver/repository/repository.go `getResolvedValueFiles`. */
import type { Place } from '../argocd/this-repository.ts';
import type { Raised, Unverified } from '../finding.ts';
import type { SourceReference } from '../model.ts';
import { PatternError } from '../globs/pattern-error.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import { globPaths, isGlob } from './file-glob.ts';
import type { ValueSource } from './helm/helm.ts';
import { nearPaths, type Destined } from './source.ts';
import type { FileLocator, LocatedPath } from './source-paths.ts';

/** Collects what a source's value files give, in the order in which they are applied. */
export interface ValueFiles {
  readonly sources: readonly ValueSource[];
  /** Files of the tree being linted that were read. */
  readonly reads: readonly string[];
  readonly references: readonly SourceReference[];
  readonly raised: readonly Raised[];
  readonly unverified: readonly Unverified[];
  /** Some file is missing or cannot be had: the source is not rendered. */
  readonly isComplete: boolean;
}

export interface ValueFileOptions {
  readonly locator: FileLocator;
  /** Argo CD takes patterns since 3.4. */
  readonly takesGlobs: boolean;
}

export function valueFiles(application: Destined, options: ValueFileOptions): ValueFiles {
  const collection = new Collection(application, options);
  const files = application.source.node.get('helm', 'valueFiles').items();
  const located = files.map((at) => ({ at, found: options.locator.locate(at, 'value file') }));
  for (const { found } of located) if (found && 'place' in found) collection.keepsPlaceOf(found);
  for (const { at, found } of located) collection.add(at, found);
  return collection;
}

class Collection implements ValueFiles {
  readonly sources: ValueSource[] = [];
  readonly reads: string[] = [];
  readonly references: SourceReference[] = [];
  readonly raised: Raised[] = [];
  readonly unverified: Unverified[] = [];
  isComplete = true;
  readonly #application: Destined;
  readonly #takesGlobs: boolean;
  readonly #ignoresMissing: boolean;
  /** Files that are named without a pattern stand where they are named. */
  readonly #explicit = new Map<Snapshot, Set<string>>();
  readonly #seen = new Map<Snapshot, Set<string>>();

  constructor(application: Destined, { takesGlobs }: ValueFileOptions) {
    this.#application = application;
    this.#takesGlobs = takesGlobs;
    this.#ignoresMissing = application.source.node.get('helm', 'ignoreMissingValueFiles').value === true;
  }

  keepsPlaceOf({ path, place }: LocatedPath): void {
    if (path !== undefined && !this.#isGlob(path)) pathsOf(this.#explicit, place.snapshot).add(path);
  }

  add(at: Node, found: ReturnType<FileLocator['locate']>): void {
    if (!found) this.isComplete = false;
    else if ('message' in found) this.#raise(at, found.message);
    else if ('why' in found) this.#leave(at, found.why, found.needs);
    else if (found.path !== undefined && this.#isGlob(found.path)) this.#addGlob(at, found.path, found.place);
    else this.#addFile(at, found.path, found.place);
  }

  #isGlob(path: string): boolean {
    return this.#takesGlobs && isGlob(path);
  }

  #addGlob(at: Node, pattern: string, place: Place): void {
    const paths = this.#glob(at, pattern, place.snapshot);
    if (!paths || (paths.length === 0 && this.#ignoresMissing)) return;
    if (paths.length === 0) {
      this.references.push({ at, what: 'value file', path: pattern, found: false, near: [], isOutside: false });
      this.isComplete = false;
    }
    for (const path of paths) {
      if (place.snapshot.kind(path) === 'folder') this.#raise(at, `the pattern finds the folder ${path}, which helm cannot read as a value file`);
      else if (!pathsOf(this.#explicit, place.snapshot).has(path)) this.#addFile(at, path, place);
    }
  }

  #glob(at: Node, pattern: string, snapshot: Snapshot): readonly string[] | undefined {
    try {
      return globPaths(pattern, snapshot);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      if (error.message === new PatternError().message) this.#raise(at, `error expanding glob pattern ${JSON.stringify(at.text ?? pattern)}: ${error.message}`);
      else this.#leave(at, `the pattern ${JSON.stringify(at.text ?? pattern)} is not evaluated: ${error.message}`, 'a simpler pattern');
      return undefined;
    }
  }

  #addFile(at: Node, path: string | undefined, place: Place): void {
    const seen = pathsOf(this.#seen, place.snapshot);
    if (path !== undefined && seen.has(path)) return;
    const file = path === undefined ? undefined : textFile(place.snapshot, path);
    const reference = fileReference(at, { what: 'value file', path, snapshot: place.snapshot });
    const isOptional = this.#ignoresMissing && !reference.isOutside;
    this.references.push({ ...reference, ...(isOptional ? { isOptional } : {}) });
    if (isOptional && !reference.found) return;
    if (!file || path === undefined) {
      this.isComplete = false;
      return;
    }
    seen.add(path);
    this.sources.push({ kind: 'file', file });
    if (place.isLinted) this.reads.push(path);
  }

  #raise(at: Node, message: string): void {
    this.isComplete = false;
    this.raised.push({ rule: 'argocd/source-renders', at: at.at, pieces: at.pieces, message, applications: [this.#application.name], path: at.path });
  }

  #leave(at: Node, why: string, needs: string): void {
    this.isComplete = false;
    if (this.unverified.length === 0) this.unverified.push({ at: at.at, what: `Application ${this.#application.name}`, why, needs });
  }
}

function pathsOf(paths: Map<Snapshot, Set<string>>, snapshot: Snapshot): Set<string> {
  const known = paths.get(snapshot) ?? new Set<string>();
  paths.set(snapshot, known);
  return known;
}

export function fileReference(
  at: Node, { what, path, snapshot }: { readonly what: SourceReference['what']; readonly path: string | undefined; readonly snapshot: Snapshot },
): SourceReference {
  // A file that is there but is no text is reported where it stands.
  const found = path !== undefined && snapshot.kind(path) === 'file';
  return { at, what, path: path ?? at.text ?? '', found, isOutside: path === undefined, near: found || path === undefined ? [] : nearPaths(path, snapshot) };
}

/** A file as text; nothing for folders, absent files and what is no text. */
export function textFile(snapshot: Snapshot, path: string): SourceFile | undefined {
  const file = snapshot.kind(path) === 'file' ? snapshot.file(path) : undefined;
  return file === undefined || isUnreadable(file) ? undefined : file;
}
