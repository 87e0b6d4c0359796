/** A snapshot of files that are not those being linted: each is shown at the place that names them, and never edited. */
import { SourceFile, type Location } from '../source.ts';
import { isUnreadable, type Snapshot, type Unreadable } from './snapshot.ts';

const views = new WeakMap<Snapshot, Map<string, Snapshot>>();

/** The same files, shown at a place; the same view for the same place, so that what is made of them is made once. */
export function shownAt(snapshot: Snapshot, at: Location): Snapshot {
  const known = views.get(snapshot) ?? new Map<string, Snapshot>();
  views.set(snapshot, known);
  const key = `${at.range.start}:${at.range.end}:${at.file.path}`;
  const view = known.get(key) ?? viewOf(snapshot, at);
  known.set(key, view);
  return view;
}

function viewOf(snapshot: Snapshot, at: Location): Snapshot {
  const texts = new Map<string, SourceFile | Unreadable>();
  return {
    root: snapshot.root,
    files: snapshot.files,
    kind: (path) => snapshot.kind(path),
    entries: (folder) => snapshot.entries(folder),
    bytes: (path) => snapshot.bytes(path),
    head: (path, length) => snapshot.head(path, length),
    file: (path) => {
      const known = texts.get(path);
      if (known) return known;
      const file = snapshot.file(path);
      if (file === undefined) return undefined;
      const view = isUnreadable(file) ? file : new SourceFile(file.path, file.text, { shownAt: at });
      texts.set(path, view);
      return view;
    },
  };
}
