/** What cannot be known offline is said once everything else was said: reading it ends the check and counts as unverified. */
import type { ModelSource, Node } from '#rule';

/** Sources that can be read first. */
export function knownFirst(sources: readonly ModelSource[]): readonly ModelSource[] {
  return [...sources].sort((a, b) => Number(b.uri.isKnown) - Number(a.uri.isKnown));
}

/** Reads the values that a rule had to pass over, the last thing it does. */
export function admitUnknown(nodes: Iterable<Node>): void {
  for (const node of nodes) void (node.isKnown ? undefined : node.value);
}
