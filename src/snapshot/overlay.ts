/** A tree in which some files hold what is not saved yet: what an editor holds, what a fix would write. */
import { tooLarge, type ByteSource, type Entry } from './tree.ts';
import type { Changes, Snapshot } from './snapshot.ts';

export interface Listing {
  readonly listed: ReadonlyMap<string, Entry>;
  readonly source: ByteSource;
  /** Both as a snapshot, whose texts are those of the files that stay. */
  readonly snapshot: Snapshot;
}

/** The same files, some of them replaced, added or taken away. Nobody reads these from disk in the place of the snapshot. */
export function withChanges({ listed, source, snapshot }: Listing, changes: Changes): Pick<Listing, 'listed' | 'source'> {
  const entries = new Map(listed);
  for (const [path, bytes] of changes) {
    if (bytes === undefined) entries.delete(path);
    else entries.set(path, { kind: 'file' });
  }
  return {
    listed: entries,
    source: {
      read: (path, limit = Infinity) => {
        const bytes = changes.get(path);
        if (bytes === undefined) return source.read(path, limit);
        return bytes.byteLength > limit ? tooLarge(limit) : bytes;
      },
      head: (path, length) => changes.get(path)?.subarray(0, length) ?? source.head(path, length),
      text: (path, real) => (changes.has(real) ? undefined : snapshot.file(path)),
      ...(source.place ? { place: (path) => (changes.has(path) ? undefined : source.place?.(path)) } : {}),
    },
  };
}
