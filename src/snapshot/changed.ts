/** A tree in which some files hold other texts. */
import { SourceFile } from '../source.ts';
import type { Snapshot } from './snapshot.ts';

/** The same files, some of them with the texts given by their paths; a byte order mark is left out. Whoever reads from disk gets no place for those. */
export function withTexts(snapshot: Snapshot, texts: ReadonlyMap<string, string>): Snapshot {
  if (texts.size === 0) return snapshot;
  const files = new Map([...texts].map(([path, text]) => [path, new SourceFile(path, text)]));
  const bytes = new Map([...texts].map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const { root, note, shared } = snapshot;
  return {
    root, note, files: snapshot.files,
    kind: (path) => snapshot.kind(path),
    entries: (folder) => snapshot.entries(folder),
    bytes: (path) => bytes.get(path) ?? snapshot.bytes(path),
    head: (path, length) => bytes.get(path)?.subarray(0, length) ?? snapshot.head(path, length),
    file: (path) => files.get(path) ?? snapshot.file(path),
    ...(shared ? { shared: { locate: (path: string) => (files.has(path) ? undefined : shared.locate(path)), adopt: (file: SourceFile) => !files.has(file.path) && shared.adopt(file) } } : {}),
  };
}
