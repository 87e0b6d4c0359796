/** A snapshot without what the configuration ignores. */
import { compareText } from '../source.ts';
import { baseName, folderOf, type Snapshot } from './snapshot.ts';

/** The snapshot as if the paths that match were not there; the snapshot itself where nothing is ignored. */
export function ignoring(snapshot: Snapshot, isIgnored: (path: string) => boolean): Snapshot {
  const files = snapshot.files.filter((path) => !isIgnored(path));
  if (files.length === snapshot.files.length) return snapshot;
  const folders = foldersWith(files);
  const isThere = (path: string): boolean => folders.has(path) || !isIgnored(path);
  return {
    root: snapshot.root,
    files,
    kind: (path) => {
      const kind = snapshot.kind(path);
      return kind !== undefined && isThere(path) ? kind : undefined;
    },
    entries: (folder) => snapshot.entries(folder).filter((name) => folders.get(folder)?.has(name) ?? isThere(`${folder}/${name}`)).sort(compareText),
    bytes: (path) => (isIgnored(path) ? undefined : snapshot.bytes(path)),
    head: (path, length) => (isIgnored(path) ? undefined : snapshot.head(path, length)),
    file: (path) => (isIgnored(path) ? undefined : snapshot.file(path)),
    ...(snapshot.real ? { real: (path) => snapshot.real?.(path) } : {}),
    shared: snapshot.shared,
  };
}

function foldersWith(files: readonly string[]): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const file of files) {
    for (let path = file; path !== ''; path = folderOf(path)) {
      const names = folders.get(folderOf(path)) ?? new Set<string>();
      names.add(baseName(path));
      folders.set(folderOf(path), names);
    }
  }
  return folders;
}
