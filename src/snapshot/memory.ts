/** A tree of files in memory: for tests, page examples and editor buffers. */
import type { Snapshot } from './snapshot.ts';
import { linkTarget, snapshotOf, tooLarge, type Entry } from './tree.ts';

/** What stands at a path: text, bytes, or a link to another path. */
export type Content = string | Uint8Array | { readonly link: string };

/** A snapshot of the given files. */
export function memorySnapshot(files: Readonly<Record<string, Content>>, root = '.'): Snapshot {
  const encoder = new TextEncoder();
  const contents = new Map<string, Uint8Array>();
  const listed = new Map<string, Entry>();
  for (const [path, content] of Object.entries(files)) {
    if (typeof content === 'object' && 'link' in content) {
      listed.set(path, { kind: 'link', target: linkTarget(path, content.link) });
      continue;
    }
    listed.set(path, { kind: 'file' });
    contents.set(path, typeof content === 'string' ? encoder.encode(content) : content);
  }
  return snapshotOf(root, listed, {
    read: (path, limit) => withinLimit(contents.get(path), limit),
    head: (path, length) => contents.get(path)?.subarray(0, length),
  });
}

function withinLimit(bytes: Uint8Array | undefined, limit = Infinity): Uint8Array | string {
  if (!bytes) return 'cannot be opened';
  return bytes.byteLength > limit ? tooLarge(limit) : bytes;
}
