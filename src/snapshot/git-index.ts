/** What a commit would hold: Git's index, as a listing of files. */
import { blobSizes } from './git-blobs.ts';
import { readObjects, type GitAnswer, type ProcessVariables } from './git-files.ts';
import { HistoryError } from './git-log.ts';
import { isPlainPath, MAX_ENTRIES, type TreeEntry } from './git-tree.ts';

/** An entry that `git add --intent-to-add` made: the commit would not hold it. */
const EMPTY_BLOBS = new Set(['e69de29bb2d1d6434b8b29ae775ad8c2e48c5391', '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813']);

/** The files of the index by path from the top level. Throws a {@link HistoryError} where there are unmerged ones, or no list. */
export function indexListing(top: string, variables?: ProcessVariables): Map<string, TreeEntry> {
  const { output, why } = listFiles(top, ['--stage'], variables);
  if (!output) throw new HistoryError(`Git cannot list what is staged (${why})`);
  const lines = output.toString('utf8').split('\0').filter((line) => line !== '');
  if (lines.length > MAX_ENTRIES) throw new HistoryError(`more than ${MAX_ENTRIES} files are staged`);
  refuseUnmerged(lines);
  const entries = lines.flatMap((line) => staged(line) ?? []);
  const sizes = sizesOf(top, [...new Set(entries.map(({ id }) => id))], variables);
  const intended = entries.some(({ id }) => EMPTY_BLOBS.has(id)) ? intendedPaths(top, variables) : new Set<string>();
  return new Map(entries.filter(({ path }) => !intended.has(path)).map(({ path, ...entry }) => [path, { ...entry, size: sizes.get(entry.id) ?? 0 }]));
}

/** A configuration may name another work tree, from which nothing of the index would be seen. */
function listFiles(top: string, args: readonly string[], variables: ProcessVariables | undefined): GitAnswer {
  return readObjects(top, [`--work-tree=${top}`, 'ls-files', ...args, '-z', '--full-name'], { variables });
}

/** An entry of a stage other than 0 is one side of a conflict. */
const ENTRY = /^(\d{6}) ([0-9a-f]+) (\d)\t([\s\S]+)$/;
const MAX_NAMES = 5;

function refuseUnmerged(lines: readonly string[]): void {
  const unmerged = new Set(lines.flatMap((line) => {
    const [, , , stage, path] = ENTRY.exec(line) ?? [];
    return path === undefined || stage === '0' ? [] : [JSON.stringify(path)];
  }));
  if (unmerged.size === 0) return;
  const more = unmerged.size > MAX_NAMES ? ` and ${unmerged.size - MAX_NAMES} more` : '';
  throw new HistoryError(`a merge is not finished: ${[...unmerged].slice(0, MAX_NAMES).join(', ')}${more}; git add them once they are resolved`);
}

interface Staged {
  readonly path: string;
  readonly id: string;
  readonly isLink: boolean;
}

/** Nothing for a submodule. */
function staged(line: string): Staged | undefined {
  const [, mode = '', id = '', , path = ''] = ENTRY.exec(line) ?? [];
  return mode === '160000' || !isPlainPath(path) ? undefined : { path, id, isLink: mode === '120000' };
}

function sizesOf(top: string, ids: readonly string[], variables: ProcessVariables | undefined): ReadonlyMap<string, number> {
  const { sizes, why } = blobSizes(top, ids, variables);
  if (!sizes) throw new HistoryError(`Git cannot read what is staged (${why})`);
  return sizes;
}

/** Empty files that are really staged differ from nothing; those that are only intended do not. */
function intendedPaths(top: string, variables: ProcessVariables | undefined): ReadonlySet<string> {
  const { output } = listFiles(top, ['--debug'], variables);
  const paths = new Set<string>();
  // `<path>\0  ctime: …\n … size: 0 flags: 20000000\n<path>\0…`; the flag is CE_INTENT_TO_ADD of git, cache.h.
  let path = '';
  for (const part of (output?.toString('utf8') ?? '').split('\0')) {
    const [, flags, next = ''] = /flags: ([0-9a-f]+)\n([\s\S]*)$/.exec(part) ?? [undefined, undefined, part];
    if (flags !== undefined && (Number.parseInt(flags, 16) & 0x20000000) !== 0) paths.add(path);
    path = next;
  }
  return paths;
}
