/** Trees in memory that are linted with what fixes make of them. */
import type { Lint, SessionOptions } from '../../src/fix/session.ts';
import { memorySnapshot, type Content } from '../../src/snapshot/memory.ts';
import { isUnreadable } from '../../src/snapshot/snapshot.ts';
import { lintOver } from '../cases.ts';

export function sessionOver(files: Readonly<Record<string, Content>>, options: { readonly rules?: readonly string[] } = {}): SessionOptions & { readonly lint: Lint } {
  const snapshot = memorySnapshot(files);
  return {
    lint: lintOver(snapshot, options),
    textOf: (path) => {
      const file = snapshot.file(path);
      return file === undefined || isUnreadable(file) ? undefined : file.text;
    },
  };
}
