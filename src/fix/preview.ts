/** What a fix would change, as people and `git apply` read it. */
import { structuredPatch } from 'diff';
import { compareText } from '../source.ts';
import type { Texts } from './texts.ts';

/** Lines that change with those around them; line numbers count from 1. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Each starts with ` `, `-`, `+`, or `\` for a missing end of line; without its line feed. */
  readonly lines: readonly string[];
}

export interface ChangedFile {
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'removed';
  readonly hunks: readonly Hunk[];
}

/** Lines around a change, as Git has it. */
const CONTEXT = 3;

/** What differs, by path; `before` holds what stands there now for every path of `after`. */
export function changedFiles(before: Texts, after: Texts): ChangedFile[] {
  const paths = [...after.keys()].filter((path) => before.get(path) !== after.get(path)).sort(compareText);
  return paths.map((path) => {
    const [old, now] = [before.get(path), after.get(path)];
    const kind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    return { path, kind, hunks: hunksOf(old ?? '', now ?? '') };
  });
}

/** The hunks between two texts; lines end at line feeds only, so that a carriage return is part of its line. */
export function hunksOf(before: string, after: string): Hunk[] {
  return structuredPatch('', '', before, after, '', '', { context: CONTEXT }).hunks;
}
