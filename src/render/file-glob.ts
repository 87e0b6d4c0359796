/** File patterns as bmatcuk/doublestar v4 finds them: folder by folder, `**` for any number of folders, in the order in which they are found. */
import { WildcardBudget } from '../globs/budget.ts';
import type { TextMatches } from '../globs/machine.ts';
import { PatternError } from '../globs/pattern-error.ts';
import { DOUBLESTAR, wildcards } from '../globs/wildcards.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Whether Argo CD takes the path of a value file for a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** What a pattern finds, folders included, each once. Throws a {@link PatternError}. */
export function globPaths(pattern: string, snapshot: Snapshot): readonly string[] {
  return Walk.of(snapshot).found(pattern);
}

/** `a/**` `/**` `/b` is `a/**` `/b`. */
function segmentsOf(pattern: string): string[] {
  const segments: string[] = [];
  for (const segment of pattern.split('/')) {
    if ((segment.match(/(?<!\\)\{/g) ?? []).length !== (segment.match(/(?<!\\)\}/g) ?? []).length) {
      if (pattern.includes('}')) throw new PatternError('alternatives across folders are not looked at');
      throw new PatternError();
    }
    if (segment !== '**' || segments.at(-1) !== '**') segments.push(segment);
  }
  return segments;
}

/** What was looked at for one pattern is known for the next. */
class Walk {
  static readonly #known = new WeakMap<Snapshot, Walk>();

  /** The one of a snapshot. */
  static of(snapshot: Snapshot): Walk {
    const walk = Walk.#known.get(snapshot) ?? new Walk(snapshot);
    Walk.#known.set(snapshot, walk);
    return walk;
  }

  readonly #snapshot: Snapshot;
  readonly #budget: WildcardBudget;
  readonly #tests = new Map<string, TextMatches>();
  readonly #results = new Map<string, readonly string[]>();
  readonly #below = new Map<string, readonly string[]>();
  readonly #foldersBelow = new Map<string, readonly string[]>();
  readonly #everything = new Map<string, readonly string[]>();

  private constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#budget = WildcardBudget.of(snapshot);
  }

  found(pattern: string): readonly string[] {
    const found = this.#results.get(pattern) ?? this.#find(segmentsOf(pattern));
    this.#results.set(pattern, found);
    return found;
  }

  #find(segments: readonly string[]): readonly string[] {
    const last = segments.at(-1) ?? '';
    const folders = segments.slice(0, -1).reduce<readonly string[]>((found, segment) => this.#folders(found, segment), ['']);
    return last === '**' ? [...new Set(folders.flatMap((folder) => this.#everythingIn(folder)))] : folders.flatMap((folder) => this.#matching(folder, last));
  }

  /** The folders below folders that one segment means. */
  #folders(from: readonly string[], segment: string): string[] {
    const found = segment === '**' ? from.flatMap((folder) => this.#foldersIn(folder)) : from.flatMap((folder) => this.#matching(folder, segment).filter((path) => this.#isFolder(path)));
    return [...new Set(found)];
  }

  #foldersIn(folder: string): readonly string[] {
    const known = this.#foldersBelow.get(folder);
    if (known) this.#budget.spend(known.length);
    const found = known ?? this.#everythingIn(folder).filter((path) => this.#isFolder(path));
    this.#foldersBelow.set(folder, found);
    return found;
  }

  #isFolder(path: string): boolean {
    return this.#snapshot.kind(path) === 'folder';
  }

  #matching(folder: string, segment: string): string[] {
    const matches = this.#tests.get(segment) ?? wildcards(segment, DOUBLESTAR, this.#budget);
    this.#tests.set(segment, matches);
    return this.#children(folder).filter((path) => matches(path.slice(folder === '' ? 0 : folder.length + 1)));
  }

  /** A folder, what lies in it, and what lies below that. */
  #everythingIn(folder: string): readonly string[] {
    const found = this.#everything.get(folder) ?? this.#walked(folder);
    this.#budget.spend(found.length);
    this.#everything.set(folder, found);
    return found;
  }

  #walked(folder: string): string[] {
    const found: string[] = [];
    const waiting = [folder];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      found.push(path);
      if (this.#isFolder(path)) for (const child of [...this.#children(path)].reverse()) waiting.push(child);
    }
    return found;
  }

  /** A link may lead to a folder above it: nothing lies deeper than paths are long. */
  #children(folder: string): readonly string[] {
    if (folder.split('/').length > MAX_DEPTH) throw new PatternError('the pattern leads through a link in a circle');
    const known = this.#below.get(folder);
    this.#budget.spend(known ? known.length + 1 : (this.#snapshot.entries(folder).length + 1) * STEPS_OF_A_NAME);
    const children = known ?? this.#snapshot.entries(folder).map((name) => (folder === '' ? name : `${folder}/${name}`));
    this.#below.set(folder, children);
    return children;
  }
}

const MAX_DEPTH = 100;
const STEPS_OF_A_NAME = 20;
