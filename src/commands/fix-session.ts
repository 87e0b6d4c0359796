/** What the interface starts with: a session over the tree of the arguments, and a way to write what was accepted. */
import { randomBytes } from 'node:crypto';
import { disk } from '../fix/disk.ts';
import { openSession, type FixSession } from '../fix/session.ts';
import { writeFiles, WriteError } from '../fix/write.ts';
import type { Arguments } from './arguments.ts';
import { sessionOptions } from './fix-tree.ts';
import { UsageError, type Io } from './io.ts';
import { filesOf, tidyUp } from './fix.ts';
import { openTree } from './workspace.ts';

export interface Interactive {
  readonly root: string;
  readonly session: FixSession;
  /** Writes what was accepted, all files or none; lines that say what is in the way, none where everything is written. */
  write(): readonly string[];
}

export async function openInteractive(args: Arguments, io: Io): Promise<Interactive> {
  const tree = await openTree(args, io);
  if (tree.isMerged) throw new UsageError('--fix repairs the working tree, and HEAD does not hold the base: merge it first, or fix without --base');
  tidyUp(tree.root, io);
  const session = await openSession(sessionOptions(args, io, tree));
  return { root: tree.root, session, write: () => written(tree.root, session, io) };
}

function written(root: string, session: FixSession, io: Io): readonly string[] {
  try {
    io.uninterrupted(() => writeFiles(root, filesOf(session.before, session.changed), { disk, id: randomBytes(8).toString('hex'), pid: io.process.id }));
    return [];
  } catch (error) {
    if (error instanceof WriteError) return error.lines;
    throw error;
  }
}
