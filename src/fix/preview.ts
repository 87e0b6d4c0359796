/** What a fix would change, file by file. */
import { compareText } from '../source.ts';
import { hunksOf, type Hunk } from './hunks.ts';
import type { Texts } from './texts.ts';

export type { Hunk } from './hunks.ts';

export interface ChangedFile {
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'removed';
  readonly hunks: readonly Hunk[];
}

/** What differs, by path; `before` holds what stands there now for every path of `after`. */
export function changedFiles(before: Texts, after: Texts): ChangedFile[] {
  const paths = [...after.keys()].filter((path) => before.get(path) !== after.get(path)).sort(compareText);
  return paths.map((path) => {
    const [old, now] = [before.get(path), after.get(path)];
    const kind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    return { path, kind, hunks: hunksOf(old ?? '', now ?? '') };
  });
}
