/** Names of the repository inside of a text that people read and YAML takes. */
import { visible } from '../report/escape.ts';
import { scalarLine } from '../yaml/print-lines.ts';

const SHOWN = 5;

/** A few names, the rest counted. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, names.length > SHOWN + 1 ? SHOWN : names.length).map((name) => visible(name));
  return `${shown.join(', ')}${shown.length < names.length ? ` and ${names.length - shown.length} more` : ''}`;
}

/** What comes from the repository, as a scalar that a terminal shows as it is. */
export function scalarText(text: string): string {
  return visible(scalarLine(text));
}
