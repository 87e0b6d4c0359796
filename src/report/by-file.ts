/** What belongs to one file, together. */
import { grouped } from '../groups.ts';
import { shown, type Location } from '../source.ts';

/** The entries of each file by the path at which they are shown, in the order in which files come up first. */
export function byFile<T extends { readonly at: Location }>(entries: readonly T[]): Map<string, T[]> {
  return grouped(entries, ({ at }) => shown(at).file.path);
}
