/** What could not be verified, said once for each thing that is needed. */
import type { Unverified } from '../finding.ts';
import { grouped } from '../groups.ts';
import { compareLocations, compareText } from '../source.ts';

const MAX_NAMED = 3;

/**
 * Entries of one cause as one entry at the first of their places: those that say the same and need the same, such as all sets that ask for
 * clusters, and those of one line to edit, such as all revisions that a template names.
 */
export function oncePerCause(all: readonly Unverified[]): Unverified[] {
  const sorted = [...all].sort((a, b) => compareLocations(a.at, b.at) || compareText(a.what, b.what) || compareText(a.why, b.why)).map((entry): Cause => ({ entry, names: [entry.what] }));
  const ofOneLine = joined(sorted, ({ at: { file, range }, needs }) => [file.path, range.start, needs].join('\0'));
  return joined(ofOneLine, ({ why, needs }) => [why, needs].join('\0')).map(({ entry, names }) => ({ ...entry, what: listed(names) }));
}

interface Cause {
  readonly entry: Unverified;
  readonly names: readonly string[];
}

function joined(causes: readonly Cause[], keyOf: (entry: Unverified) => string): Cause[] {
  return [...grouped(causes, ({ entry }) => keyOf(entry)).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ entry: first.entry, names: [...new Set(group.flatMap(({ names }) => names))] }] : [];
  });
}

function listed(names: readonly string[]): string {
  const rest = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return `${names.slice(0, MAX_NAMED).join(', ')}${rest}`;
}
