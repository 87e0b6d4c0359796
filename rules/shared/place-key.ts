/** Tells places apart that several builds of one file give. */
import type { Node } from '#rule';

/** The same for two nodes exactly where they were written at one place. */
export function placeKey({ at: { file, range } }: Node): string {
  return `${file.path}:${range.start}:${range.end}`;
}
