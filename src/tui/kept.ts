/**
 * What was accepted and could not be written, because the terminal was closed or the interface was left with Ctrl-C:
 * kept as a patch beside the user's other state, outside of the repository, so that nothing is lost and the tree is as it was.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hexDigest } from '../digest.ts';

/** Where the patch of a root is kept. */
export function keptPath(root: string, env: Readonly<Record<string, string | undefined>>): string {
  const state = env.XDG_STATE_HOME !== undefined && env.XDG_STATE_HOME.startsWith('/') ? env.XDG_STATE_HOME : join(env.HOME ?? homedir(), '.local', 'state');
  return join(state, 'mllint', `${hexDigest('sha256', root).slice(0, 16)}.patch`);
}

/** Keeps a patch, readable for its owner only; the path, or nothing where it cannot be kept. */
export function keep(patch: string, path: string): string | undefined {
  if (patch === '') return undefined;
  try {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(path, patch, { mode: 0o600 });
    return path;
  } catch {
    return undefined;
  }
}

/** What was kept before, once: it stays, under a name that the next one does not take. */
export function takeKept(path: string): string | undefined {
  const seen = path.replace(/\.patch$/, '-seen.patch');
  try {
    renameSync(path, seen);
    return seen;
  } catch {
    return undefined;
  }
}
