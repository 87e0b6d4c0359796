/** File patterns as bmatcuk/doublestar v4 finds them: folder by folder, `**` for any number of folders, in the order in which they are found. */
import { PatternError } from '../snapshot/path-match.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { wildcards, WildcardBudget, type WildcardStyle } from './wildcards.ts';

/** Whether Argo CD takes the path of a value file for a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

const STYLE: WildcardStyle = { separator: '/', negations: '!^', takesHyphens: true };

/** What a pattern finds, folders included, each once. Throws a {@link PatternError}. */
export function globPaths(pattern: string, snapshot: Snapshot): string[] {
  const segments = segmentsOf(pattern);
  const last = segments.pop() ?? '';
  const walk = new Walk(snapshot);
  const folders = segments.reduce<readonly string[]>((found, segment) => walk.folders(found, segment), ['']);
  return last === '**' ? [...new Set(folders.flatMap((folder) => walk.everything(folder)))] : folders.flatMap((folder) => walk.matching(folder, last));
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

class Walk {
  readonly #snapshot: Snapshot;
  readonly #budget: WildcardBudget;
  readonly #tests = new Map<string, (name: string) => boolean>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#budget = WildcardBudget.of(snapshot);
  }

  /** The folders below folders that one segment means. */
  folders(from: readonly string[], segment: string): string[] {
    const found = segment === '**' ? from.flatMap((folder) => this.everything(folder)) : from.flatMap((folder) => this.matching(folder, segment));
    return [...new Set(found)].filter((path) => this.#snapshot.kind(path) === 'folder');
  }

  matching(folder: string, segment: string): string[] {
    const matches = this.#tests.get(segment) ?? wildcards(segment, STYLE, this.#budget);
    this.#tests.set(segment, matches);
    return this.#children(folder).filter((path) => matches(path.slice(folder === '' ? 0 : folder.length + 1)));
  }

  /** A folder, what lies in it, and what lies below that. */
  everything(folder: string): string[] {
    const found: string[] = [];
    const waiting = [folder];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      found.push(path);
      if (this.#snapshot.kind(path) === 'folder') waiting.push(...this.#children(path).reverse());
    }
    return found;
  }

  /** A link may lead to a folder above it: nothing lies deeper than paths are long. */
  #children(folder: string): string[] {
    if (folder.split('/').length > MAX_DEPTH) throw new PatternError('the pattern leads through a link in a circle');
    const names = this.#snapshot.entries(folder);
    this.#budget.spend((names.length + 1) * STEPS_OF_A_NAME);
    return folder === '' ? [...names] : names.map((name) => `${folder}/${name}`);
  }
}

const MAX_DEPTH = 100;
const STEPS_OF_A_NAME = 20;
