/** The tree as it would be: what a fix changes is linted before anything is written. */
import type { Finding, Report } from '../finding.ts';
import type { Repository } from '../model.ts';
import { compareText } from '../source.ts';

/** Files as they would be: by path from the root, text without byte order mark; `undefined` = the file would be gone. */
export type Texts = ReadonlyMap<string, string | undefined>;

/** What linting a tree gave; `RunResult` of src/mllint.ts is one. */
export interface Linted {
  readonly report: Report;
  /** The configuration is wrong or a rule crashed. */
  readonly isFailure: boolean;
  readonly repository?: Repository;
  /** What is found without the filters of the user (`--rule`, `--env`, paths), by which a fix is judged; absent where there are none. */
  readonly unfiltered?: Report;
}

/** Lints the tree with these texts in the place of what stands there. */
export type Lint = (changed: Texts) => Promise<Linted>;

/** The findings by which a fix is judged. */
export function allFindings({ report, unfiltered }: Linted): readonly Finding[] {
  return (unfiltered ?? report).findings;
}

/** Equal for equal texts, whatever the order they came in. */
export function textsKey(texts: Texts): string {
  return JSON.stringify([...texts].sort(([a], [b]) => compareText(a, b)).map(([path, text]) => [path, text ?? null]));
}

/** One set of changes after another, without those that lead back to what stood there; `originals` holds that for every path. */
export function changesAfter(before: Texts, after: Texts, originals: Texts): Texts {
  return new Map([...new Map([...before, ...after])].filter(([path, text]) => !originals.has(path) || originals.get(path) !== text));
}
