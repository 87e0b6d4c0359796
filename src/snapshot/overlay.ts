/** A tree in which one file holds what an editor has not saved yet. */
import { tooLarge, type ByteSource, type Entry } from './tree.ts';

export interface Unsaved {
  /** From the root, through no link. Where no such file is listed, it is a new one. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Listing {
  readonly listed: ReadonlyMap<string, Entry>;
  readonly source: ByteSource;
}

/** The same files, one of them replaced. Whoever reads files from disk in the place of the snapshot gets no place for that one. */
export function withUnsaved({ listed, source }: Listing, { path: unsaved, bytes }: Unsaved): Listing {
  return {
    listed: new Map<string, Entry>([...listed, [unsaved, { kind: 'file' }]]),
    source: {
      read: (path, limit = Infinity) => {
        if (path !== unsaved) return source.read(path, limit);
        return bytes.byteLength > limit ? tooLarge(limit) : bytes;
      },
      head: (path, length) => (path === unsaved ? bytes.subarray(0, length) : source.head(path, length)),
      ...(source.place ? { place: (path) => (path === unsaved ? undefined : source.place?.(path)) } : {}),
    },
  };
}
