/** Fixes until nothing is left to fix: lint, apply, lint the result. Lint is handed in, so that the loop knows no rules and no disk. */
import type { Fix } from '../finding.ts';
import { applyFixes } from './apply.ts';

export const MAX_PASSES = 10;

/** The texts of all files by path. */
export type Texts = ReadonlyMap<string, string>;

export interface Fixed {
  readonly texts: Texts;
  readonly applied: readonly Fix[];
  readonly passes: number;
  /** `cycle`: fixes undo one another, and the pass that came back to an earlier text was dropped. `limit`: there was always more to fix. */
  readonly ended: 'stable' | 'cycle' | 'limit';
}

export async function fixpoint(files: Texts, lint: (files: Texts) => readonly Fix[] | Promise<readonly Fix[]>): Promise<Fixed> {
  const seen = new Set([fingerprint(files)]);
  const applied: Fix[] = [];
  let texts = files;
  for (let passes = 0; passes < MAX_PASSES; passes += 1) {
    const result = applyFixes(await lint(texts));
    if (result.texts.size === 0) return { texts, applied, passes, ended: 'stable' };
    const next = new Map([...texts, ...result.texts]);
    const key = fingerprint(next);
    if (seen.has(key)) return { texts, applied, passes, ended: 'cycle' };
    seen.add(key);
    applied.push(...result.applied);
    texts = next;
  }
  return { texts, applied, passes: MAX_PASSES, ended: 'limit' };
}

function fingerprint(texts: Texts): string {
  return JSON.stringify([...texts]);
}
