/** What a message says of the names that there are. */

/** Nobody reads a longer list. */
const MOST_NAMES = 5;

/** `; did you mean x?`, else the names that there are. */
export function nameHint(meant: string | undefined, known: readonly string[]): string {
  if (meant !== undefined) return `; did you mean ${meant}?`;
  if (known.length === 0) return '';
  const more = known.length > MOST_NAMES ? ` and ${known.length - MOST_NAMES} more` : '';
  return `; there ${known.length === 1 ? 'is' : 'are'} ${known.slice(0, MOST_NAMES).join(', ')}${more}`;
}
