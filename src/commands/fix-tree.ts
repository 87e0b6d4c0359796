/** The tree that is repaired: linted with what would be written, in the place of what stands there. */
import { join } from 'node:path';
import type { Lint, SessionOptions } from '../fix/session.ts';
import type { Texts } from '../fix/texts.ts';
import { SharedRenders } from '../mllint.ts';
import { readRegularFile } from '../snapshot/disk-bytes.ts';
import { isUnreadable, type Changes, type Snapshot } from '../snapshot/snapshot.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';
import { openTree, type OpenTree } from './workspace.ts';

/** What a session starts with: mllint over the tree of the arguments. */
export function sessionOptions(args: Arguments, io: Io, tree: OpenTree): SessionOptions {
  let current = tree.snapshot;
  return {
    lint: lintOf(args, tree),
    reread: async () => {
      const again = await openTree(args, io);
      current = again.snapshot;
      return lintOf(args, again);
    },
    textOf: (path) => textOf(path, current),
    refuses: (path) => whyNotEdited(path, current) ?? (tree.isStaged ? whyNotStaged(path, tree.root, current) : undefined),
  };
}

/** Lints what would be there. What users filter is looked at twice: whether a fix breaks something elsewhere counts all the same. */
function lintOf(args: Arguments, tree: OpenTree): Lint {
  const isFiltered = args.rules.length + args.environments.length + args.positionals.length > 0 || args.stdinFilename !== undefined;
  const renders = new SharedRenders();
  return async (texts) => {
    const changes = bytesOf(texts, tree.snapshot);
    const result = await tree.lint(changes, { renders });
    renders.limit(); // a session may change as much as it likes
    return isFiltered ? { ...result, unfiltered: (await tree.lint(changes, { renders, unfiltered: true })).report } : result;
  };
}

const MARK = '\u{feff}';

/** Texts as bytes: a file that started with a byte order mark still does. */
export function bytesOf(texts: Texts, snapshot: Snapshot): Changes {
  return new Map([...texts].map(([path, text]) => [path, text === undefined ? undefined : new TextEncoder().encode(`${hasMark(path, snapshot) ? MARK : ''}${text}`)]));
}

function hasMark(path: string, snapshot: Snapshot): boolean {
  const [first, second, third] = snapshot.head(path, 3) ?? [];
  return first === 0xef && second === 0xbb && third === 0xbf;
}

/** The text that stands at a path; nothing where there is none that can be read. */
export function textOf(path: string, snapshot: Snapshot): string | undefined {
  const file = snapshot.file(path);
  return file === undefined || isUnreadable(file) ? undefined : file.text;
}

/** The index is looked at, and the working tree is what is repaired: where they differ, nobody can say what is meant. */
function whyNotStaged(path: string, root: string, staged: Snapshot): string | undefined {
  const [index, tree] = [staged.bytes(path), readRegularFile(join(root, path))];
  if (typeof tree === 'string') return index === undefined ? undefined : `${path} is staged, and ${tree} in the working tree`;
  return index !== undefined && Buffer.compare(index, tree) === 0 ? undefined : `${path} differs from what is staged`;
}

/** Why a file is not edited, as a clause. */
export function whyNotEdited(path: string, snapshot: Snapshot): string | undefined {
  const real = snapshot.real?.(path) ?? path;
  return real === path ? undefined : `${path} is a link to ${real}, or lies behind one`;
}
