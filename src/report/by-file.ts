/** What belongs to one file, together. */
import { shown, type Location } from '../source.ts';

/** The entries of each file by the path at which they are shown, in the order in which files come up first. */
export function byFile<T extends { readonly at: Location }>(entries: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const { path } = shown(entry.at).file;
    const group = groups.get(path);
    if (group) group.push(entry);
    else groups.set(path, [entry]);
  }
  return groups;
}
