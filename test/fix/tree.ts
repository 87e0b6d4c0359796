/** Trees in memory that are linted with what fixes make of them. */
import type { Lint, SessionOptions } from '../../src/fix/session.ts';
import { run, SharedRenders } from '../../src/mllint.ts';
import { memorySnapshot, type Content } from '../../src/snapshot/memory.ts';
import { isUnreadable } from '../../src/snapshot/snapshot.ts';
import { NOW } from '../cases.ts';

export function sessionOver(files: Readonly<Record<string, Content>>, options: { readonly rules?: readonly string[] } = {}): SessionOptions & { readonly lint: Lint } {
  const snapshot = memorySnapshot(files);
  const renders = new SharedRenders();
  return {
    lint: async (texts) => {
      const changes = new Map([...texts].map(([path, text]) => [path, text === undefined ? undefined : new TextEncoder().encode(text)]));
      return run({ snapshot: snapshot.over?.(changes) ?? snapshot, now: NOW, renders, ...options });
    },
    textOf: (path) => {
      const file = snapshot.file(path);
      return file === undefined || isUnreadable(file) ? undefined : file.text;
    },
  };
}
